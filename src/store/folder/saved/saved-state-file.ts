import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { errorCode } from "../../../lib/error-code.ts";
import type { RecordedRemoval } from "../../article-store.ts";
import type { WaitingNotice } from "../../outbox.ts";
import { type Disk, replaceFile } from "../writer/durable-disk.ts";
import type { LastWriter } from "./last-writers.ts";

/** Bytes of the file: `MAX_RECORDED_REMOVALS`, `MAX_LAST_WRITERS` and tens of thousands of notices fit. @limit bytes */
const MAX_SAVED_STATE_BYTES = 67_108_864;

/** Name of the file, in the content folder, with removals, notices to hubs and who wrote last. */
export const SAVED_STATE_FILE = ".harkara.json";

/** Checked once, which is over before faster code is made for it. */
const READ_ONCE = { jitless: true } as const;

/** Made when there is such a file: to make it takes longer than to read the rest of a small folder. */
function savedStateSchema() {
  const Instant = z.iso.datetime().transform((text) => new Date(text));
  const Count = z.int().nonnegative();
  return z.strictObject({
    removals: z.array(
      z.strictObject({
        slug: z.string(),
        published: Instant,
        removed: Instant,
        scopes: z.array(
          z.discriminatedUnion("kind", [
            z.strictObject({ kind: z.literal("all") }),
            z.strictObject({ kind: z.enum(["category", "author"]), slug: z.string() }),
          ]),
        ),
      }),
    ),
    notices: z.array(
      z.strictObject({
        hub: z.string(),
        topic: z.string(),
        key: Count,
        version: Count,
        attempts: Count,
        due: Instant,
      }),
    ),
    // Missing in what older versions wrote.
    writers: z.array(z.strictObject({ slug: z.string(), tag: z.string(), name: z.string() })).default([]),
  });
}

/** The content of the file. */
export interface SavedStateContent {
  /** The oldest first. */
  readonly removals: readonly RecordedRemoval[];
  readonly notices: readonly WaitingNotice[];
  readonly writers: readonly LastWriter[];
}

/**
 * Reads the saved state of a content folder. Empty if there is no file.
 * @throws Error if the file is invalid or cannot be read
 */
export async function readSavedState(folder: string): Promise<SavedStateContent> {
  const text = await readTextIfPresent(join(folder, SAVED_STATE_FILE), MAX_SAVED_STATE_BYTES);
  if (text === undefined) return { removals: [], notices: [], writers: [] };
  const parsed = savedStateSchema().safeParse(JSON.parse(text), READ_ONCE);
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  return parsed.data;
}

/** Replaces the saved state of a content folder, durably. @throws the error of the file system */
export async function writeSavedState(disk: Disk, folder: string, content: SavedStateContent): Promise<void> {
  await replaceFile(disk, folder, SAVED_STATE_FILE, `${JSON.stringify(content)}\n`);
  await disk.sync(folder);
}

/** Reads a file of ours; undefined if there is none. @throws Error if it is too large or cannot be read */
export async function readTextIfPresent(path: string, maxBytes: number): Promise<string | undefined> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    try {
      const { size } = await file.stat();
      if (size > maxBytes) throw new Error(`it has ${size} bytes`);
      return await file.readFile("utf8");
    } finally {
      await file.close();
    }
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}
