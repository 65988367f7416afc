import type { Article } from "../../article/article.ts";
import type { Fault } from "../../lib/fault.ts";
import type { Site } from "../../site/site.ts";
import type { SourceFormat } from "../../source/source.ts";
import type { ArticleExchange } from "../memory/memory-store.ts";
import { sameSlug } from "./folder-faults.ts";
import type { FileSignature } from "./read-file.ts";

/** What came of a file. */
export interface IndexedFile {
  /** The settings under which it was read. */
  readonly site: Site;
  readonly signature: FileSignature;
  /** What kind of source it is and its tag; nothing when it cannot be read as a text. */
  readonly source: { readonly format: SourceFormat; readonly tag: string } | undefined;
  readonly article: Article | null;
  readonly faults: readonly Fault[];
  /** When the file last changed, UTC. */
  readonly modified: Date;
}

/** What has changed among the articles that are served. */
export interface IndexChanges extends ArticleExchange {
  /** Those of the removed whose files are gone; of the others a file is there and faulty. */
  readonly gone: readonly Article[];
}

/** What the files of a folder come to. A change of one of them costs the same however many there are. */
export class FolderIndex {
  readonly #fileOf: (name: string) => string;
  readonly #entries = new Map<string, IndexedFile>();
  /** The files that would be the article of a slug, in the order of their names: the first one is. */
  readonly #claims = new Map<string, readonly string[]>();
  readonly #served = new Map<string, Article>();
  /** Slugs that more than one file claims. */
  readonly #contested = new Set<string>();
  /** Files with something to tell. */
  readonly #faulty = new Set<string>();
  /** What was served for the slugs that were touched since the last exchange was taken. */
  readonly #former = new Map<string, Article | undefined>();
  /** Slugs of which a file was taken away since then. */
  readonly #deleted = new Set<string>();
  #latest = 0;

  /** @param fileOf what a file is called in faults */
  constructor(fileOf: (name: string) => string) {
    this.#fileOf = fileOf;
  }

  /** When any file that was ever seen last changed, in milliseconds since the epoch. */
  get latest(): number {
    return this.#latest;
  }

  get(name: string): IndexedFile | undefined {
    return this.#entries.get(name);
  }

  names(): Iterable<string> {
    return this.#entries.keys();
  }

  /** The files that would be the article of a slug, the one that is first. */
  namesOf(slug: string): readonly string[] {
    return this.#claims.get(slug) ?? [];
  }

  /** What is served of a slug. */
  served(slug: string): Article | undefined {
    return this.#served.get(slug);
  }

  slugs(): Iterable<string> {
    return this.#served.keys();
  }

  /** By slug. */
  articles(): readonly Article[] {
    return [...this.#served.values()].sort((a, b) => (a.slug < b.slug ? -1 : 1));
  }

  /** By file and line. */
  faults(): readonly Fault[] {
    const doubles = new Set([...this.#contested].flatMap((slug) => this.#claims.get(slug)?.slice(1) ?? []));
    return [...new Set([...this.#faulty, ...doubles])]
      .sort()
      .flatMap((name) => [
        ...(this.#entries.get(name)?.faults ?? []),
        ...(doubles.has(name) ? [sameSlug(this.#fileOf(name))] : []),
      ]);
  }

  /** Enters what came of a file, or that it is gone. */
  enter(name: string, entry: IndexedFile | undefined): void {
    const before = this.#entries.get(name);
    if (entry === undefined) this.#entries.delete(name);
    else this.#entries.set(name, entry);
    if (entry !== undefined && entry.faults.length > 0) this.#faulty.add(name);
    else this.#faulty.delete(name);
    this.#latest = Math.max(this.#latest, entry?.modified.getTime() ?? 0);
    if (entry === undefined && before?.article) this.#deleted.add(before.article.slug);
    for (const slug of new Set([before?.article?.slug, entry?.article?.slug])) {
      if (slug !== undefined) this.#settle(slug, name, entry?.article?.slug === slug);
    }
  }

  /** What has changed among the articles that are served since this was last asked. */
  take(): IndexChanges {
    const touched = [...this.#former].filter(([slug, former]) => this.#served.get(slug) !== former);
    const removed = touched.flatMap(([, former]) => former ?? []);
    const gone = removed.filter(({ slug }) => this.#deleted.has(slug) && !this.#served.has(slug));
    this.#former.clear();
    this.#deleted.clear();
    return { removed, added: touched.flatMap(([slug]) => this.#served.get(slug) ?? []), gone };
  }

  #settle(slug: string, name: string, claims: boolean): void {
    const others = (this.#claims.get(slug) ?? []).filter((other) => other !== name);
    const names = claims ? [...others, name].sort() : others;
    if (names.length === 0) this.#claims.delete(slug);
    else this.#claims.set(slug, names);
    if (names.length > 1) this.#contested.add(slug);
    else this.#contested.delete(slug);
    if (!this.#former.has(slug)) this.#former.set(slug, this.#served.get(slug));
    const article = this.#entries.get(names[0] ?? "")?.article;
    if (article) this.#served.set(slug, article);
    else this.#served.delete(slug);
  }
}
