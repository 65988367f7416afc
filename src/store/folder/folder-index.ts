import type { Article } from "../../article/article.ts";
import type { Fault } from "../../lib/fault.ts";
import type { Site } from "../../site/site.ts";
import type { SourceFormat } from "../../source/source.ts";
import type { ArticleChanges } from "../memory/article-index.ts";
import { sameSlug } from "./folder-faults.ts";
import type { FileSignature } from "./read-file.ts";

/** A file that was read. */
export interface IndexedFile {
  /** The settings with which it was read. */
  readonly site: Site;
  readonly signature: FileSignature;
  /** Format and entity tag of the source; undefined if it cannot be read as text. */
  readonly source: { readonly format: SourceFormat; readonly tag: string } | undefined;
  readonly article: Article | null;
  readonly faults: readonly Fault[];
  /** When the file last changed, UTC. */
  readonly modified: Date;
}

/** Changes of the served articles. */
export interface IndexChanges extends ArticleChanges {
  /** The removed articles whose files were deleted. The files of the others have faults. */
  readonly deleted: readonly Article[];
}

/** Files and articles of a folder by name and slug. The cost of a change does not grow with their number. */
export class FolderIndex {
  readonly #fileOf: (name: string) => string;
  readonly #entries = new Map<string, IndexedFile>();
  /** Files with the same slug, by name. The first one is served. */
  readonly #filesBySlug = new Map<string, readonly string[]>();
  readonly #served = new Map<string, Article>();
  /** Slugs with more than one file. */
  readonly #duplicateSlugs = new Set<string>();
  /** Files with faults. */
  readonly #faulty = new Set<string>();
  /** The articles served at the last `takeChanges`, of slugs that changed since. */
  readonly #previous = new Map<string, Article | undefined>();
  /** Slugs with a file deleted since then. */
  readonly #deleted = new Set<string>();
  #latest = 0;

  /** @param fileOf the name of a file in faults */
  constructor(fileOf: (name: string) => string) {
    this.#fileOf = fileOf;
  }

  /** The latest modification time of all files so far, in milliseconds since the epoch. */
  get latest(): number {
    return this.#latest;
  }

  get(name: string): IndexedFile | undefined {
    return this.#entries.get(name);
  }

  names(): Iterable<string> {
    return this.#entries.keys();
  }

  /** The files of a slug, by name. The first one is served. */
  namesOf(slug: string): readonly string[] {
    return this.#filesBySlug.get(slug) ?? [];
  }

  /** The served article of a slug. */
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
    const duplicates = new Set(
      [...this.#duplicateSlugs].flatMap((slug) => this.#filesBySlug.get(slug)?.slice(1) ?? []),
    );
    return [...new Set([...this.#faulty, ...duplicates])]
      .sort()
      .flatMap((name) => [
        ...(this.#entries.get(name)?.faults ?? []),
        ...(duplicates.has(name) ? [sameSlug(this.#fileOf(name))] : []),
      ]);
  }

  /** Enters a file that was read; undefined for a deleted one. */
  enter(name: string, entry: IndexedFile | undefined): void {
    const previous = this.#entries.get(name);
    if (entry === undefined) this.#entries.delete(name);
    else this.#entries.set(name, entry);
    if (entry !== undefined && entry.faults.length > 0) this.#faulty.add(name);
    else this.#faulty.delete(name);
    this.#latest = Math.max(this.#latest, entry?.modified.getTime() ?? 0);
    if (entry === undefined && previous?.article) this.#deleted.add(previous.article.slug);
    for (const slug of new Set([previous?.article?.slug, entry?.article?.slug])) {
      if (slug !== undefined) this.#updateClaims(slug, name, entry?.article?.slug === slug);
    }
  }

  /** Returns the changes since the last call. */
  takeChanges(): IndexChanges {
    const changed = [...this.#previous].filter(([slug, previous]) => this.#served.get(slug) !== previous);
    const removed = changed.flatMap(([, previous]) => previous ?? []);
    const deleted = removed.filter(({ slug }) => this.#deleted.has(slug) && !this.#served.has(slug));
    this.#previous.clear();
    this.#deleted.clear();
    return { removed, added: changed.flatMap(([slug]) => this.#served.get(slug) ?? []), deleted };
  }

  #updateClaims(slug: string, name: string, claims: boolean): void {
    const others = (this.#filesBySlug.get(slug) ?? []).filter((file) => file !== name);
    const names = claims ? [...others, name].sort() : others;
    if (names.length === 0) this.#filesBySlug.delete(slug);
    else this.#filesBySlug.set(slug, names);
    if (names.length > 1) this.#duplicateSlugs.add(slug);
    else this.#duplicateSlugs.delete(slug);
    if (!this.#previous.has(slug)) this.#previous.set(slug, this.#served.get(slug));
    const article = this.#entries.get(names[0] ?? "")?.article;
    if (article) this.#served.set(slug, article);
    else this.#served.delete(slug);
  }
}
