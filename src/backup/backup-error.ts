/** A backup cannot be made or restored; the message says why and, where it can, what to do. */
export class BackupError extends Error {
  override readonly name = "BackupError";
}
