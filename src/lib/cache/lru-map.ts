/** The limits of an `LruMap`; each that is left out is none. */
export interface LruLimits<Value> {
  /** Entries. */
  readonly max?: number;
  /** Sum of the sizes of all entries. What is larger by itself is not kept. */
  readonly maxSize?: number;
  /** The size of an entry; 1 by default. */
  readonly sizeOf?: (value: Value, key: string) => number;
}

interface Entry<Value> {
  readonly value: Value;
  readonly size: number;
}

/** A map that keeps within limits: the entries that were used least recently are dropped. It takes no room ahead. */
export class LruMap<Value> {
  /** In the order of their use, the latest at the end. */
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #max: number;
  readonly #maxSize: number;
  readonly #sizeOf: (value: Value, key: string) => number;
  #size = 0;
  #latest: string | undefined;

  constructor({ max = Number.POSITIVE_INFINITY, maxSize = Number.POSITIVE_INFINITY, sizeOf }: LruLimits<Value>) {
    this.#max = max;
    this.#maxSize = maxSize;
    this.#sizeOf = sizeOf ?? (() => 1);
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (key !== this.#latest) {
      this.#entries.delete(key);
      this.#append(key, entry);
    }
    return entry.value;
  }

  set(key: string, value: Value): void {
    this.delete(key);
    const size = this.#sizeOf(value, key);
    if (size > this.#maxSize) return;
    this.#size += size;
    this.#append(key, { value, size });
    for (const [oldest] of this.#entries) {
      if (this.#entries.size <= this.#max && this.#size <= this.#maxSize) return;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    this.#size -= this.#entries.get(key)?.size ?? 0;
    this.#entries.delete(key);
    if (key === this.#latest) this.#latest = undefined;
  }

  clear(): void {
    this.#entries.clear();
    this.#size = 0;
    this.#latest = undefined;
  }

  /** All entries, the latest used first. To read them does not use them. */
  entries(): readonly (readonly [key: string, value: Value])[] {
    return Array.from(this.#entries, ([key, { value }]) => [key, value] as const).reverse();
  }

  #append(key: string, entry: Entry<Value>): void {
    this.#entries.set(key, entry);
    this.#latest = key;
  }
}
