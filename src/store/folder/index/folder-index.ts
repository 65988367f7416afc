import type { Article } from "../../../article/article.ts";
import type { Fault } from "../../../lib/fault.ts";
import type { Site } from "../../../site/site.ts";
import type { SourceFormat } from "../../../source/source.ts";
import type { ArticleChanges } from "../../memory/article-index.ts";
import { articleFile, type FileSignature, readName } from "../files/read-file.ts";
import { sameSlug } from "../folder-faults.ts";
import { TermNames } from "./term-names.ts";

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

/**
 * Files and articles of a folder by name and slug. Of files with the same slug the one that was published first is
 * served, as long as it exists; slugs that differ only in case count as the same. The cost of a change does not grow with
 * the number of files.
 */
export class FolderIndex {
  readonly #entries = new Map<string, IndexedFile>();
  /** Names of the files with an article, by folded slug. The first one is served. */
  readonly #claims = new Map<string, readonly string[]>();
  /** Names of all files, by the slug that they are named after. */
  readonly #names = new Map<string, readonly string[]>();
  /** The name of the published file, by folded slug. */
  readonly #owners = new Map<string, string>();
  readonly #served = new Map<string, Article>();
  /** The served slug, by folded slug. */
  readonly #servedSlugs = new Map<string, string>();
  /** Folded slugs with more than one file. */
  readonly #contested = new Set<string>();
  readonly #termNames = new TermNames();
  /** Files with faults. */
  readonly #faulty = new Set<string>();
  /** The articles served at the last `takeChanges`, of slugs that changed since. */
  readonly #previous = new Map<string, Article | undefined>();
  /** Slugs with a file deleted since then. */
  readonly #deleted = new Set<string>();
  #latest = 0;

  /** The latest modification time of all files so far, in milliseconds since the epoch. */
  get latest(): number {
    return this.#latest;
  }

  /** Number of articles that are served. */
  get size(): number {
    return this.#served.size;
  }

  get(name: string): IndexedFile | undefined {
    return this.#entries.get(name);
  }

  names(): Iterable<string> {
    return this.#entries.keys();
  }

  /** The files of a slug. The first one is served, unless a slug that differs in case is (`ownerOf`). */
  namesOf(slug: string): readonly string[] {
    return (this.#claims.get(foldSlug(slug)) ?? []).filter((name) => this.#entries.get(name)?.article?.slug === slug);
  }

  /** All files that are named after a slug, those without an article too. */
  filesOf(slug: string): readonly string[] {
    return this.#names.get(slug) ?? [];
  }

  /** The file that is served under a slug or one that differs from it in case only. */
  ownerOf(slug: string): string | undefined {
    return this.#claims.get(foldSlug(slug))?.[0];
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
    const found = new Map<string, readonly Fault[]>();
    const add = (name: string, faults: readonly Fault[]) => found.set(name, [...(found.get(name) ?? []), ...faults]);
    for (const name of this.#faulty) add(name, this.#entries.get(name)?.faults ?? []);
    for (const slug of this.#contested) {
      const [owner = "", ...others] = this.#claims.get(slug) ?? [];
      for (const name of others) add(name, [sameSlug(articleFile(name), articleFile(owner))]);
    }
    for (const { name, fault } of this.#termNames.faults()) add(name, [fault]);
    return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, faults]) => faults);
  }

  /** Says which file was published under its slug before the first `enter`. */
  setOwner(slug: string, name: string): void {
    this.#owners.set(foldSlug(slug), name);
  }

  /** Enters a file that was read; undefined for a deleted one. */
  enter(name: string, entry: IndexedFile | undefined): void {
    const previous = this.#entries.get(name);
    if (entry === undefined) this.#entries.delete(name);
    else this.#entries.set(name, entry);
    if ((entry === undefined) !== (previous === undefined)) this.#updateNames(name, entry !== undefined);
    if (entry !== undefined && entry.faults.length > 0) this.#faulty.add(name);
    else this.#faulty.delete(name);
    this.#latest = Math.max(this.#latest, entry?.modified.getTime() ?? 0);
    if (entry === undefined && previous?.article) this.#deleted.add(previous.article.slug);
    this.#termNames.enter(name, entry?.article ?? undefined);
    const keyOf = (file: IndexedFile | undefined) => (file?.article ? foldSlug(file.article.slug) : undefined);
    for (const key of new Set([keyOf(previous), keyOf(entry)])) {
      if (key !== undefined) this.#updateClaims(key, name, keyOf(entry) === key);
    }
  }

  /** Returns the changes since the last call. What is served now is published. */
  takeChanges(): IndexChanges {
    const changed = [...this.#previous].filter(([slug, previous]) => this.#served.get(slug) !== previous);
    const removed = changed.flatMap(([, previous]) => previous ?? []);
    const deleted = removed.filter(({ slug }) => this.#deleted.has(slug) && !this.#served.has(slug));
    for (const key of new Set([...this.#previous.keys()].map(foldSlug))) {
      const [owner] = this.#claims.get(key) ?? [];
      if (owner === undefined) this.#owners.delete(key);
      else this.#owners.set(key, owner);
    }
    this.#previous.clear();
    this.#deleted.clear();
    return { removed, added: changed.flatMap(([slug]) => this.#served.get(slug) ?? []), deleted };
  }

  #updateNames(name: string, exists: boolean): void {
    const reading = readName(name);
    if (reading.kind !== "article") return;
    const others = this.filesOf(reading.slug).filter((file) => file !== name);
    if (exists) this.#names.set(reading.slug, [...others, name]);
    else if (others.length > 0) this.#names.set(reading.slug, others);
    else this.#names.delete(reading.slug);
  }

  #updateClaims(key: string, name: string, claims: boolean): void {
    const others = (this.#claims.get(key) ?? []).filter((file) => file !== name);
    const names = claims ? this.#inOrder(key, [...others, name]) : others;
    if (names.length === 0) this.#claims.delete(key);
    else this.#claims.set(key, names);
    if (names.length > 1) this.#contested.add(key);
    else this.#contested.delete(key);
    const article = this.#entries.get(names[0] ?? "")?.article ?? undefined;
    const servedSlug = this.#servedSlugs.get(key);
    for (const slug of new Set([servedSlug, article?.slug]))
      if (slug !== undefined && !this.#previous.has(slug)) this.#previous.set(slug, this.#served.get(slug));
    if (servedSlug !== undefined) this.#served.delete(servedSlug);
    if (article === undefined) this.#servedSlugs.delete(key);
    else {
      this.#servedSlugs.set(key, article.slug);
      this.#served.set(article.slug, article);
    }
  }

  /** The published file first, then by name: a newcomer must not replace what readers know. */
  #inOrder(key: string, names: readonly string[]): readonly string[] {
    const owner = this.#owners.get(key);
    return [...names].sort((a, b) => Number(b === owner) - Number(a === owner) || (a < b ? -1 : Number(a > b)));
  }
}

/** Slugs with the same folded form are one name on many file systems, and to people. */
export function foldSlug(slug: string): string {
  return slug.toLowerCase().normalize("NFC");
}
