import { stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Name of the file, in the content folder, whose time says when somebody accepted held removals. */
export const ACCEPTED_REMOVALS_FILE = ".harkara-accepted-removals";

/** Accepts the removals that a service holds in a content folder. @throws the error of the file system */
export async function acceptRemovals(folder: string): Promise<void> {
  const path = join(folder, ACCEPTED_REMOVALS_FILE);
  await writeFile(path, "");
  const now = new Date();
  await utimes(path, now, now);
}

/** Whether removals were accepted after a time. @param since milliseconds since the epoch */
export async function wasAccepted(folder: string, since: number): Promise<boolean> {
  const stats = await stat(join(folder, ACCEPTED_REMOVALS_FILE)).catch(() => undefined);
  return stats !== undefined && stats.mtimeMs > since;
}
