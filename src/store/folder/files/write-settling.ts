import { ABSENT, type FileSignature } from "./read-file.ts";

/** Milliseconds without a change before a file is read: a program that writes a file pauses less. @limit ms */
export const SETTLE_MS = 200;

/** Decides whether a file may still be written to. */
export class WriteSettling {
  readonly #now: () => Date;
  readonly #skipSettling: boolean;
  /** Changed paths: their signature, and since when they have it (monotonic milliseconds). */
  readonly #pending = new Map<string, { readonly signature: FileSignature; readonly since: number }>();

  /**
   * @param now UTC
   * @param skipSettling every file counts as settled at once
   */
  constructor(now: () => Date, skipSettling: boolean) {
    this.#now = now;
    this.#skipSettling = skipSettling;
  }

  /**
   * Whether a file is unchanged for `SETTLE_MS`, by its modification time or by what was observed.
   * @param modified milliseconds since the epoch
   */
  hasSettled(path: string, signature: FileSignature, modified: number): boolean {
    const pending = this.#pending.get(path);
    const since = pending?.signature === signature ? pending.since : performance.now();
    const age = this.#now().getTime() - modified;
    const oldEnough = signature !== ABSENT && modified > 0 && age >= SETTLE_MS;
    const settled = this.#skipSettling || oldEnough || performance.now() - since >= SETTLE_MS;
    if (settled) this.#pending.delete(path);
    else this.#pending.set(path, { signature, since });
    return settled;
  }

  /** Forgets a path that is unchanged again. */
  forget(path: string): void {
    this.#pending.delete(path);
  }
}
