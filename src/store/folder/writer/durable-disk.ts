import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { open, readdir, rename, unlink } from "node:fs/promises";
import { join } from "node:path";
import { errorCode } from "../../../lib/error-code.ts";

/** The steps in which a folder is written to, each of which may fail and between any two of which the machine may stop. */
export interface Disk {
  /** Writes a file that must not be there yet; it is durable but for its name. */
  readonly create: (path: string, text: string) => Promise<void>;
  /** Gives a file another name, under which another one may stand: that one is gone in the same instant. */
  readonly rename: (from: string, to: string) => Promise<void>;
  readonly remove: (path: string) => Promise<void>;
  /** Makes a folder's names durable. */
  readonly sync: (folder: string) => Promise<void>;
}

/** The disk of the machine. */
export const DISK: Disk = {
  async create(path, text) {
    const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
    const file = await open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o666);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
  },
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
      // Systems that know no such thing for folders say so in these ways.
      if (!["EINVAL", "ENOTSUP", "EISDIR", "EPERM"].includes(errorCode(error))) throw error;
    }
  },
};

/** Names of files that are being written: hidden, so that nobody reads them, and nobody else's. */
const TEMPORARY = /^\.harkara-[0-9a-f]{16}\.tmp$/;

/**
 * Puts a text in a file's place: readers find the former or the new one, never half of it. The name is durable once
 * the folder is synced.
 */
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

/** Takes away what writers left that were cut off; a folder that cannot be written to keeps it. */
export async function removeLeftovers(disk: Disk, folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => TEMPORARY.test(each)))
    await disk.remove(join(folder, name)).catch(() => undefined);
}
