import { ABSENT, type FileSignature } from "./read-file.ts";

/** Milliseconds that a file must have lain unchanged before it is read: a writer pauses less between two writes. @limit ms */
export const SETTLE_MS = 200;

/** Tells of files whether somebody may still be writing them. */
export class WriteSettling {
  readonly #now: () => Date;
  readonly #atOnce: boolean;
  /** What was seen of a path that differs from what is in force, and since when (monotonic milliseconds). */
  readonly #pending = new Map<string, { readonly signature: FileSignature; readonly since: number }>();

  /**
   * @param now UTC
   * @param atOnce nothing is waited for
   */
  constructor(now: () => Date, atOnce: boolean) {
    this.#now = now;
    this.#atOnce = atOnce;
  }

  /**
   * Whether a path has looked the same for long enough, by the file's own time or by what was seen of it.
   * @param modified milliseconds since the epoch
   */
  hasSettled(path: string, signature: FileSignature, modified: number): boolean {
    const pending = this.#pending.get(path);
    const since = pending?.signature === signature ? pending.since : performance.now();
    const age = this.#now().getTime() - modified;
    const old = signature !== ABSENT && modified > 0 && age >= SETTLE_MS;
    const settled = this.#atOnce || old || performance.now() - since >= SETTLE_MS;
    if (settled) this.#pending.delete(path);
    else this.#pending.set(path, { signature, since });
    return settled;
  }

  /** A path looks again as what is in force. */
  forget(path: string): void {
    this.#pending.delete(path);
  }
}
