import { join } from "node:path";
import type { Fault } from "../../../lib/fault.ts";
import { KeyedLock } from "../../../lib/keyed-lock.ts";
import type { Site } from "../../../site/site.ts";
import type { Conventions } from "../../../source/conventions.ts";
import { wasAccepted } from "../accepted-removals.ts";
import type { FolderOptions, ScanResult } from "../folder-state.ts";
import { type FolderIndex, foldSlug, type IndexedFile } from "../index/folder-index.ts";
import { UNCONFIRMED, VersionedIndex } from "../index/versioned-index.ts";
import { RemovalBrake } from "../removal-brake.ts";
import { listDirectory, unreadableFault } from "./directory-listing.ts";
import { type FileReading, readArticleFile, reuseArticle } from "./parsed-file.ts";
import { ABSENT, ARTICLES_FOLDER, MAX_OPEN_FILES, MISSING, type NameReading, readName, statFile } from "./read-file.ts";
import type { WriteSettling } from "./write-settling.ts";

const MINUTE_MS = 60_000;

type FileOutcome = "same" | "changed" | "unsettled";

/** The settings that articles are read with. */
export interface ReadingSettings {
  readonly site: Site;
  readonly conventions: Conventions;
}

/**
 * Reads the files of a folder's articles into an index, those that changed since the previous scan. A faulty file keeps
 * its last good version, and files that vanish in bulk stay for a while.
 */
export class ArticleFiles {
  readonly #path: string;
  readonly #articlesPath: string;
  readonly #options: FolderOptions;
  readonly #settling: WriteSettling;
  /** By slug, for reading and writing its files. */
  readonly #locks = new KeyedLock();
  readonly #versioned: VersionedIndex;
  readonly #brake = new RemovalBrake();
  #folderFaults: readonly Fault[] = [];
  #folders: ReadonlySet<string> = new Set();
  /** The settings with which the whole folder was last read. */
  #scannedFor: Site | undefined;

  /** @param path of the content folder */
  constructor(path: string, options: FolderOptions, settling: WriteSettling) {
    this.#path = path;
    this.#articlesPath = join(path, ARTICLES_FOLDER);
    this.#options = options;
    this.#settling = settling;
    this.#versioned = new VersionedIndex(options.versions, options.log);
  }

  get index(): FolderIndex {
    return this.#versioned.index;
  }

  /** The sub-folders, by their names from the folder of articles on. */
  get folders(): readonly string[] {
    return [...this.#folders];
  }

  get faults(): readonly Fault[] {
    return [...this.#folderFaults, ...this.#brake.faults(), ...this.index.faults()];
  }

  /** Articles that are served though their files are missing. */
  get heldRemovals(): number {
    return this.#brake.held.size;
  }

  /** Runs an action while nothing else reads or writes the files of these slugs. */
  withLock<T>(slugs: readonly string[], action: () => Promise<T>): Promise<T> {
    return this.#locks.withLock([...new Set(slugs.map(foldSlug))], action);
  }

  /** Enters files as they were read before under the same settings: a scan of some files then is one of all. */
  preload(files: Iterable<readonly [name: string, entry: Omit<IndexedFile, "site">]>, site: Site): void {
    for (const [name, entry] of files) this.index.enter(name, { ...entry, site });
    this.#scannedFor = site;
  }

  /** Enters files that the service itself has written, `undefined` for a removed one. They are read again later. */
  adopt(files: ReadonlyMap<string, FileReading | undefined>): void {
    for (const [name, reading] of files) {
      this.#brake.release(name);
      this.#versioned.enter(name, reading && { ...reading, signature: UNCONFIRMED });
    }
  }

  /**
   * Reads the files that have changed.
   * @param requested the files to check; by default all
   * @param settings undefined as long as there are none: then only the folder is looked at
   * @param withSaved whether files with a saved version count as missing if they are not there: at the start
   * @returns also whether the files were read
   */
  async scan(
    requested: Iterable<string> | undefined,
    settings: ReadingSettings | undefined,
    withSaved: boolean,
  ): Promise<ScanResult & { readonly complete: boolean }> {
    const previousFaults = this.#folderFaults;
    const wasUnreadable = previousFaults.some(({ file }) => file === ARTICLES_FOLDER);
    // New settings change the meaning of zones and labels, so every article is read again.
    const scansAll = requested === undefined || wasUnreadable || this.#scannedFor !== settings?.site;
    const names = await this.#namesToScan(scansAll ? undefined : requested, withSaved);
    let changed = JSON.stringify(previousFaults) !== JSON.stringify(this.#folderFaults);
    let unsettled = false;
    if (settings === undefined) return { changed, unsettled, complete: false };
    const { site, conventions } = settings;
    if (names === undefined) {
      // Before the first state there is nothing to stay as it is but what was saved.
      const restored = withSaved && (await this.#versioned.enterAllSaved(site, conventions));
      return { changed: changed || restored, unsettled, complete: false };
    }
    this.#scannedFor = site;
    const queue = [...names];
    const worker = async () => {
      for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
        const outcome = await this.#scanFileLocked(name, site, conventions);
        changed ||= outcome === "changed";
        unsettled ||= outcome === "unsettled";
      }
    };
    await Promise.all(Array.from({ length: MAX_OPEN_FILES }, worker));
    const removed = await this.#removeMissing(site);
    return { changed: changed || removed, unsettled, complete: true };
  }

  /** Saves the last good versions of what is served now. */
  saveVersions(): void {
    this.#versioned.save();
  }

  /** The names to scan. Undefined if the folder cannot be read: then the articles stay as they are. */
  async #namesToScan(
    requested: Iterable<string> | undefined,
    withSaved: boolean,
  ): Promise<Iterable<string> | undefined> {
    if (requested === undefined) {
      const { names, folders, faults } = await listDirectory(this.#articlesPath);
      this.#folderFaults = faults;
      this.#folders = new Set(folders);
      return names && new Set([...names, ...this.index.names(), ...(withSaved ? this.#versioned.savedNames() : [])]);
    }
    const fault = await unreadableFault(this.#articlesPath);
    if (fault !== undefined) this.#folderFaults = [fault];
    return fault === undefined ? requested : undefined;
  }

  async #scanFileLocked(name: string, site: Site, conventions: Conventions): Promise<FileOutcome> {
    const nameReading = readName(name);
    if (nameReading.kind === "ignored") return "same";
    if (nameReading.kind === "refused") return this.#scanFile(name, nameReading, site, conventions);
    return this.withLock([nameReading.slug], () => this.#scanFile(name, nameReading, site, conventions));
  }

  async #scanFile(
    name: string,
    nameReading: Exclude<NameReading, { kind: "ignored" }>,
    site: Site,
    conventions: Conventions,
  ): Promise<FileOutcome> {
    const path = join(this.#articlesPath, name);
    // What is a folder now is no file any more.
    const { signature, modified } = this.#folders.has(name) ? MISSING : await statFile(path);
    if (signature !== ABSENT) this.#brake.release(name);
    else if (this.#brake.held.has(name)) return "same";
    const indexed =
      this.index.get(name) ??
      (signature === ABSENT ? await this.#versioned.enterSaved(name, site, conventions) : undefined);
    const same = signature === (indexed?.signature ?? ABSENT);
    if (same) this.#settling.forget(path);
    if (same && (indexed === undefined || indexed.site === site)) return "same";
    if (!same && !this.#settling.hasSettled(path, signature, modified)) return "unsettled";
    if (signature === ABSENT) {
      if (indexed?.article) this.#brake.miss(name);
      else this.#versioned.enter(name, undefined);
      return indexed?.article ? "same" : "changed";
    }
    const now = this.#options.now();
    const reading = await readArticleFile(this.#path, name, nameReading, site, conventions, now);
    // Written to while it was read: the text may be half of it.
    if ((await statFile(path)).signature !== signature) return "unsettled";
    const completed = await this.#versioned.complete(name, reading, conventions);
    const entry = { ...reuseArticle(completed, indexed), signature };
    this.#versioned.enter(name, entry);
    const sameArticle = entry.article !== null && entry.article === indexed?.article;
    return sameArticle && JSON.stringify(entry.faults) === JSON.stringify(indexed.faults) ? "same" : "changed";
  }

  /** Removes missing files, unless they are too many at once. @returns whether anything changed */
  async #removeMissing({ removalDelay }: Site): Promise<boolean> {
    const previous = JSON.stringify(this.#brake.faults());
    const accepted = this.#brake.since !== undefined && (await wasAccepted(this.#path, this.#brake.since));
    const removedOf = (name: string) => this.#versioned.restorable(name);
    const replaced = [...this.#brake.missing].filter((name) => this.#isReplaced(name));
    for (const name of replaced) {
      this.#brake.release(name);
      this.#versioned.enter(name, undefined);
    }
    const delay = removalDelay * MINUTE_MS;
    const now = this.#options.now();
    const { remove, restore } = this.#brake.decide(removedOf, this.index.size, delay, accepted, now);
    for (const name of remove) this.#versioned.enter(name, undefined);
    for (const file of restore) this.#versioned.undoRemoval(file);
    const [fault] = this.#brake.faults();
    if (fault !== undefined && previous === "[]") this.#options.log?.error(`${fault.message}. ${fault.hint}`);
    return replaced.length + remove.length + restore.length > 0 || JSON.stringify(this.#brake.faults()) !== previous;
  }

  /** Whether another file has the slug of a missing one: its format was changed. */
  #isReplaced(name: string): boolean {
    const names = this.index.namesOf(this.index.get(name)?.article?.slug ?? "");
    return names.some((other) => !this.#brake.missing.has(other));
  }
}
