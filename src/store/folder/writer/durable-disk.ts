import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { open, readdir, rename, unlink } from "node:fs/promises";
import { join } from "node:path";
import { errorCode } from "../../../lib/error-code.ts";

/** The operations that write to a folder. Each may fail, and the machine may stop between any two. */
export interface Disk {
  /** Creates a file and makes its content durable, but not its name. Fails if it exists. */
  readonly create: (path: string, text: string) => Promise<void>;
  /** Renames a file, atomically replacing one of that name. */
  readonly rename: (from: string, to: string) => Promise<void>;
  readonly remove: (path: string) => Promise<void>;
  /** Makes the names in a folder durable. */
  readonly sync: (folder: string) => Promise<void>;
}

export const DISK: Disk = {
  create: (path, text) => createFile(path, text, 0o666),
  rename,
  remove: unlink,
  async sync(folder) {
    try {
      const handle = await open(folder, constants.O_RDONLY);
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
    } catch (error) {
      // Systems that cannot sync a folder fail with one of these.
      if (!["EINVAL", "ENOTSUP", "EISDIR", "EPERM"].includes(errorCode(error))) throw error;
    }
  },
};

/** The same, but only the user of the process may read what it creates. */
export const PRIVATE_DISK: Disk = { ...DISK, create: (path, text) => createFile(path, text, 0o600) };

async function createFile(path: string, text: string, mode: number): Promise<void> {
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  const file = await open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Names of temporary files. They are hidden, so that scans ignore them. */
const TEMPORARY = /^\.harkara-[0-9a-f]{16}\.tmp$/;

/** Replaces a file atomically. The name is durable once the folder is synced. */
export async function replaceFile(disk: Disk, folder: string, name: string, text: string): Promise<void> {
  const temporary = join(folder, `.harkara-${randomBytes(8).toString("hex")}.tmp`);
  try {
    await disk.create(temporary, text);
    await disk.rename(temporary, join(folder, name));
  } catch (error) {
    await disk.remove(temporary).catch(() => undefined);
    throw error;
  }
}

/** Removes temporary files of interrupted writes. Does nothing in a folder that cannot be written to. */
export async function removeLeftovers(disk: Disk, folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => TEMPORARY.test(each)))
    await disk.remove(join(folder, name)).catch(() => undefined);
}
