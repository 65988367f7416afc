import { BackupError } from "../../backup/backup-error.ts";
import { errorCode } from "../../lib/error-code.ts";
import { SqliteMissing } from "../../store/sqlite/load-sqlite.ts";
import type { Io } from "../command.ts";

/**
 * Says why a backup was not made or not restored.
 * @param outcome what that leaves behind
 * @returns the exit code
 * @throws what neither the files nor the person can have caused
 */
export function reportFailure(error: unknown, signal: AbortSignal | undefined, outcome: string, io: Io): number {
  if (signal?.aborted === true) {
    io.err(`interrupted: ${outcome}`);
    return 130;
  }
  const told = error instanceof BackupError || error instanceof SqliteMissing;
  if (!told && errorCode(error) === "unknown") throw error;
  io.err((error as Error).message);
  return 1;
}
