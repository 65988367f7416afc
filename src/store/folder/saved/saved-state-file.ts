import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { errorCode } from "../../../lib/error-code.ts";
import type { RecordedRemoval } from "../../article-store.ts";
import type { WaitingNotice } from "../../outbox.ts";
import { type Disk, replaceFile } from "../writer/durable-disk.ts";

/** Bytes of what a folder remembers that are read: its removals and tens of thousands of notices to hubs fit. @limit bytes */
const MAX_SAVED_STATE_BYTES = 67_108_864;

/** Name of the file, in the content folder, with what the articles' files cannot say. */
export const SAVED_STATE_FILE = ".harkara.json";

const instant = z.iso.datetime().transform((text) => new Date(text));
const count = z.int().nonnegative();

const NOTES = z.strictObject({
  removals: z.array(
    z.strictObject({
      slug: z.string(),
      published: instant,
      removed: instant,
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
      key: count,
      version: count,
      attempts: count,
      due: instant,
    }),
  ),
});

/** What the file says. */
export interface SavedStateContent {
  /** The oldest first. */
  readonly removals: readonly RecordedRemoval[];
  readonly notices: readonly WaitingNotice[];
}

/**
 * Reads the file of a content folder; when there is none it says nothing.
 * @throws Error when it is not such a file or cannot be read
 */
export async function readSavedState(folder: string): Promise<SavedStateContent> {
  const text = await readWhole(join(folder, SAVED_STATE_FILE));
  if (text === undefined) return { removals: [], notices: [] };
  const parsed = NOTES.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  return parsed.data;
}

/** Replaces the file of a content folder, durably. @throws what the system says */
export async function writeSavedState(disk: Disk, folder: string, notes: SavedStateContent): Promise<void> {
  await replaceFile(disk, folder, SAVED_STATE_FILE, `${JSON.stringify(notes)}\n`);
  await disk.sync(folder);
}

/** The file's text; nothing when there is none. */
async function readWhole(path: string): Promise<string | undefined> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    try {
      const { size } = await file.stat();
      if (size > MAX_SAVED_STATE_BYTES) throw new Error(`it has ${size} bytes`);
      return await file.readFile("utf8");
    } finally {
      await file.close();
    }
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}
