/** Result code of SQLite for a full disk (sqlite.org/rescode.html). */
const SQLITE_FULL = 13;

/** The system's name of an error, such as `ENOENT`. */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}

/** Whether an error, or one that caused it, says that a disk, a quota or the largest file is full. */
export function isNoSpace(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (["ENOSPC", "EDQUOT", "EFBIG"].includes(errorCode(error))) return true;
  return ("errcode" in error && error.errcode === SQLITE_FULL) || isNoSpace(error.cause);
}
