import { setNewest } from "../../../lib/collections/set-newest.ts";

/** Articles of a folder of which it is known who wrote them last, some 100 bytes each. The oldest are forgotten first. @limit articles */
export const MAX_LAST_WRITERS = 100_000;

/** Who wrote an article of a folder last. */
export interface LastWriter {
  readonly slug: string;
  /** Entity tag of the source that was written. Another source is somebody else's. */
  readonly tag: string;
  /** Name of the token. */
  readonly name: string;
}

/** Who wrote the articles of a folder last, as far as they were published by requests. */
export class LastWriters {
  readonly #onChange: () => void;
  /** By slug, the oldest first. */
  readonly #writers = new Map<string, LastWriter>();

  /** @param onChange called when there is something to save */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** The oldest first. */
  get list(): readonly LastWriter[] {
    return [...this.#writers.values()];
  }

  /** Replaces all by those that were saved. */
  load(writers: readonly LastWriter[]): void {
    this.#writers.clear();
    for (const writer of writers.slice(-MAX_LAST_WRITERS)) this.#writers.set(writer.slug, writer);
  }

  /** The name of the token with which this source was written; undefined if it is unknown. */
  nameOf(slug: string, tag: string): string | undefined {
    const writer = this.#writers.get(slug);
    return writer?.tag === tag ? writer.name : undefined;
  }

  record(writer: LastWriter): void {
    setNewest(this.#writers, writer.slug, writer, MAX_LAST_WRITERS);
    this.#onChange();
  }

  /** Forgets the writer of an article that was removed, or that has another source than was written. */
  review(slug: string, tag: string | undefined): void {
    const writer = this.#writers.get(slug);
    if (writer === undefined || writer.tag === tag) return;
    this.#writers.delete(slug);
    this.#onChange();
  }
}
