import { randomFillSync } from "node:crypto";
import { open, rm, stat } from "node:fs/promises";

/** What follows the name of a database in that of the file beside it that holds its reserve. */
export const RESERVE_SUFFIX = "-reserve";

/** Bytes of the reserve: the write-ahead log of some removals, and what its checkpoint adds to the database. @limit bytes */
const RESERVE_BYTES = 4_194_304;

/** Milliseconds between two attempts to take the room: a disk that is nearly full is not written to at each change. @limit ms */
const RENEW_PAUSE_MS = 60_000;

/**
 * Room on the disk that is kept for removals, as SQLite needs some to remove, too: without it, a full disk could never be
 * made less full.
 */
export interface DiskReserve {
  /** Takes the room, unless it is taken already or there is none. */
  readonly renew: () => Promise<void>;
  /** Gives it back. */
  readonly release: () => Promise<void>;
}

/** @param path of the file that holds the room */
export function createDiskReserve(path: string): DiskReserve {
  let held = false;
  let tried = Number.NEGATIVE_INFINITY;
  return {
    async renew() {
      if (held || performance.now() - tried < RENEW_PAUSE_MS) return;
      held = true;
      tried = performance.now();
      const size = await stat(path).then(
        (file) => file.size,
        () => 0,
      );
      try {
        if (size < RESERVE_BYTES) await fill(path);
      } catch {
        held = false;
        await rm(path, { force: true }).catch(() => undefined);
      }
    },
    async release() {
      held = false;
      await rm(path, { force: true });
    },
  };
}

/** Bytes that no file system compresses or leaves out. */
async function fill(path: string): Promise<void> {
  const file = await open(path, "w");
  try {
    await file.writeFile(randomFillSync(Buffer.alloc(RESERVE_BYTES)));
    await file.sync();
  } finally {
    await file.close();
  }
}
