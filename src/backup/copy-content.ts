import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { errorCode } from "../lib/error-code.ts";
import { forEachConcurrently } from "../lib/parallel.ts";
import { ABSENT, MAX_OPEN_FILES, statFile } from "../store/folder/files/read-file.ts";
import { SETTLE_MS } from "../store/folder/files/write-settling.ts";
import { BackupError } from "./backup-error.ts";
import { listContent } from "./content-files.ts";
import { copyFile, type FileDigest } from "./copy-file.ts";

/** Times that files of a folder which changed while it was copied are copied again; what is replaced on and on is whole by then. @limit passes */
const MAX_SETTLING_PASSES = 5;

/** Times that a folder is listed and copied until nothing vanishes and nothing is written to meanwhile. @limit passes */
const MAX_PASSES = 100;

/** What was copied of a content folder. */
export interface ContentCopy {
  /** By path in the folder. */
  readonly files: ReadonlyMap<string, FileDigest>;
  readonly leftOut: readonly string[];
}

/**
 * Copies the files of a content folder while others write to it. Each file is whole, as of some moment of the copying. An
 * article that is there all the time is in the copy, even if its file is replaced by one of another name.
 * @param to an empty folder
 * @param omitted real paths of files that are not copied
 * @throws BackupError when the folder changes without a pause; the error of the file system
 */
export async function copyContent(
  folder: string,
  to: string,
  { omitted, signal }: { omitted: ReadonlySet<string>; signal?: AbortSignal | undefined },
): Promise<ContentCopy> {
  const copied = new Map<string, { readonly signature: string; readonly digest: FileDigest }>();
  for (let pass = 1; pass <= MAX_PASSES; pass += 1) {
    const { files, leftOut } = await listContent(folder, omitted);
    const listed = new Set(files);
    for (const name of [...copied.keys()].filter((each) => !listed.has(each))) {
      await rm(join(to, name), { force: true });
      copied.delete(name);
    }
    let [changed, broken] = [false, false];
    await forEachConcurrently(files, MAX_OPEN_FILES, async (name) => {
      signal?.throwIfAborted();
      const { signature, modified } = await statFile(join(folder, name));
      if (copied.get(name)?.signature === signature) return;
      const digest = signature === ABSENT ? undefined : await copyPresent(join(folder, name), join(to, name));
      if (digest === undefined) {
        broken = true;
        copied.delete(name);
        await rm(join(to, name), { force: true });
      } else {
        // Whoever writes a file may pause, and go on. The times of files are the system's.
        const settled = Date.now() - modified >= SETTLE_MS;
        copied.set(name, { signature: settled ? signature : "", digest });
        changed ||= !settled;
      }
    });
    if (!broken && (!changed || pass >= MAX_SETTLING_PASSES))
      return { files: new Map([...copied].map(([name, { digest }]) => [name, digest])), leftOut };
    if (changed) await pause(SETTLE_MS);
  }
  throw new BackupError(`${folder} is written to without a pause: run it again later`);
}

/** @returns undefined when the file was removed, or written to while it was copied */
async function copyPresent(from: string, to: string): Promise<FileDigest | undefined> {
  await mkdir(dirname(to), { recursive: true });
  try {
    return await copyFile(from, to);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}
