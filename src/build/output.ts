import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { link, mkdir, readFile, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { errorCode } from "../lib/error-code.ts";
import { isRunning } from "../lib/is-running.ts";
import { COMPRESSED_SUFFIXES, createFileThreads, type FileJob } from "./file-threads.ts";
import { BUILD_MANIFEST_FILE, type BuildManifest } from "./manifest.ts";

/** Where files wait until all of them are there. It lies in the output, as files are only renamed within a disk. */
const STAGE = ".harkara-new";

const LOCK_FILE = ".harkara-build.lock";

/** The output cannot be written to; the message says why. */
export class OutputError extends Error {}

/**
 * The folder that a build writes. Files are written beside it first, and take their places when all are there: a build
 * that fails or is killed before that has changed nothing, and each file is the old or the new one at any time.
 */
export interface Output {
  /** Writes a file to be put in its place later; its bytes are gone afterwards. @param file below the output */
  readonly stage: (file: string, job: Omit<FileJob, "path">) => Promise<void>;
  /** The file as it is, with its time; undefined if there is none. */
  readonly read: (file: string) => { readonly bytes: Buffer; readonly modified: Date } | undefined;
  /**
   * Puts the files in their places, in the order of `order`, and removes others.
   * @param pending what is said of the output until all is done
   */
  readonly commit: (change: OutputChange) => Promise<void>;
  /** Lets other builds begin. What was staged and not put in its place is dropped. */
  readonly close: () => Promise<void>;
}

export interface OutputChange {
  readonly order: readonly string[];
  readonly remove: readonly string[];
  /** Says of the files that are about to change that they are not known. */
  readonly pending: BuildManifest;
  readonly manifest: BuildManifest;
}

/** Opens a folder to be written; makes it if there is none. @throws OutputError */
export async function openOutput(folder: string): Promise<Output> {
  const stageFolder = join(folder, STAGE);
  const path = (file: string) => join(folder, file);
  const staged = new Map<string, string>();
  const threads = createFileThreads();
  let unlock: () => Promise<void>;
  try {
    await mkdir(folder, { recursive: true });
    unlock = await lock(join(folder, LOCK_FILE));
    await rm(stageFolder, { recursive: true, force: true });
    await mkdir(stageFolder);
  } catch (error) {
    if (error instanceof OutputError) throw error;
    throw new OutputError(`${folder} cannot be written to (${errorCode(error)})`);
  }
  const put = (file: string, text: string) => {
    const temporary = join(stageFolder, "manifest");
    writeFileSync(temporary, text);
    renameSync(temporary, path(file));
  };

  return {
    async stage(file, job) {
      const name = join(stageFolder, String(staged.size));
      for (const suffix of ["", ...(job.compressed ? COMPRESSED_SUFFIXES : [])])
        staged.set(file + suffix, name + suffix);
      await threads.write({ ...job, path: name });
    },
    read(file) {
      const found = statSync(path(file), { throwIfNoEntry: false });
      return found?.isFile() ? { bytes: readFileSync(path(file)), modified: found.mtime } : undefined;
    },
    async commit({ order, remove, pending, manifest }) {
      if (staged.size > 0 || remove.length > 0) put(BUILD_MANIFEST_FILE, JSON.stringify(pending));
      const folders = new Set([folder]);
      for (const file of order) {
        const temporary = staged.get(file);
        if (temporary === undefined) continue;
        const parent = dirname(path(file));
        if (!folders.has(parent)) mkdirSync(parent, { recursive: true });
        folders.add(parent);
        renameSync(temporary, path(file));
      }
      for (const file of remove) await removeFile(folder, file);
      put(BUILD_MANIFEST_FILE, JSON.stringify(manifest));
    },
    async close() {
      await threads.close();
      await rm(stageFolder, { recursive: true, force: true });
      await unlock();
    },
  };
}

/** Removes a file, and the folders that are empty without it. */
async function removeFile(folder: string, file: string): Promise<void> {
  // A manifest that somebody else wrote must not lead out of the output.
  if (file.split("/").some((name) => name === "" || name === "." || name === "..")) return;
  await rm(join(folder, file), { force: true });
  for (let parent = dirname(file); parent !== "."; parent = dirname(parent)) {
    const removed = await rmdir(join(folder, parent)).then(
      () => true,
      () => false,
    );
    if (!removed) return;
  }
}

/** Refuses a second build of the same output; a lock whose process has ended is taken over. */
async function lock(path: string): Promise<() => Promise<void>> {
  const own = `${path}.${process.pid}`;
  await writeFile(own, String(process.pid));
  try {
    for (;;) {
      try {
        // With its content at once: an empty one would look abandoned.
        await link(own, path);
        return () => rm(path, { force: true });
      } catch (error) {
        if (errorCode(error) !== "EEXIST") throw error;
        const owner = Number(await readFile(path, "utf8").catch(() => ""));
        if (isRunning(owner))
          throw new OutputError(`another build, process ${owner}, is writing there. Without one, remove ${path}`);
        await rm(path, { force: true });
      }
    }
  } finally {
    await rm(own, { force: true });
  }
}
