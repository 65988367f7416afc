/** Lets those through one after the other who want the same. */
export class KeyedLock {
  readonly #tails = new Map<string, Promise<void>>();

  /**
   * Does something while nobody else does anything with any of the keys. All keys are asked for at once, so nobody
   * waits for somebody who waits for them.
   * @param keys each once
   */
  async withLock<T>(keys: readonly string[], action: () => Promise<T>): Promise<T> {
    const before = keys.map((key) => this.#tails.get(key));
    let resolve = () => {};
    const promise = new Promise<void>((resolved) => {
      resolve = resolved;
    });
    for (const key of keys) this.#tails.set(key, promise);
    try {
      await Promise.all(before);
      return await action();
    } finally {
      for (const key of keys) if (this.#tails.get(key) === promise) this.#tails.delete(key);
      resolve();
    }
  }
}
