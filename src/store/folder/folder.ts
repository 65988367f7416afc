import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Article } from "../../article/article.ts";
import { type Fault, hasError } from "../../lib/fault.ts";
import { KeyedLock } from "../../lib/keyed-lock.ts";
import { affectedScopes } from "../../site/affected-scopes.ts";
import type { Site } from "../../site/site.ts";
import { createMemoryStore } from "../memory/memory-store.ts";
import { wasAccepted } from "./accepted-removals.ts";
import { leftFeed, recordChanges } from "./change-log.ts";
import { listDirectory, unreadableFault } from "./directory-listing.ts";
import type { FolderListener, FolderOptions, FolderState, ScanResult } from "./folder-state.ts";
import { FolderIndex, foldSlug, type IndexedFile } from "./index/folder-index.ts";
import { type FileReading, readArticleFile, reuseArticle } from "./parsed-file.ts";
import {
  ABSENT,
  ARTICLES_FOLDER,
  type FileSignature,
  MAX_OPEN_FILES,
  type NameReading,
  readName,
  statFile,
} from "./read-file.ts";
import { RemovalBrake } from "./removal-brake.ts";
import { LastGood } from "./saved/last-good.ts";
import { SavedState } from "./saved/saved-state.ts";
import { SiteFile } from "./site-file.ts";
import { WriteSettling } from "./write-settling.ts";
import { DISK, type Disk } from "./writer/durable-disk.ts";

export type { FolderState } from "./folder-state.ts";
export { ARTICLES_FOLDER } from "./read-file.ts";
export { SITE_FILE } from "./site-file.ts";

/** Signature of a file that the service has just written. No file has it, so the file is read again. */
const UNCONFIRMED: FileSignature = "unconfirmed";

const MINUTE_MS = 60_000;

type FileOutcome = "same" | "changed" | "unsettled";

/**
 * A content folder, read incrementally: a scan reads the files that changed since the previous scan. A file is read once
 * it has not changed for `SETTLE_MS`, so that half of a file is never published. Until then its previous version stays.
 */
export class Folder {
  readonly path: string;
  readonly articlesPath: string;
  readonly disk: Disk;
  readonly savedState: SavedState;
  readonly #options: FolderOptions;
  readonly #index = new FolderIndex();
  /** By slug, for reading and writing its files. */
  readonly #locks = new KeyedLock();
  readonly #listeners = new Set<FolderListener>();
  readonly #settling: WriteSettling;
  readonly #siteFile: SiteFile;
  readonly #lastGood: LastGood;
  readonly #brake = new RemovalBrake();
  #folderFaults: readonly Fault[] = [];
  /** The settings with which the whole folder was last read. */
  #scannedFor: Site | undefined;
  /** The published settings. New ones replace them when the whole folder was read with the new ones. */
  #currentSite: Site | undefined;
  /** Whether a scan found everything settled. */
  #started = false;
  #changed: Date | undefined;
  /** Slugs that the service changed itself: their notices to hubs are recorded already. */
  #ownSlugs = new Set<string>();
  #publishing: Promise<void> = Promise.resolve();
  #state: FolderState = {
    site: undefined,
    articles: [],
    removals: [],
    store: undefined,
    changed: new Date(0),
    heldRemovals: 0,
    faults: [],
  };

  constructor(path: string, options: FolderOptions) {
    this.path = path;
    this.articlesPath = join(path, ARTICLES_FOLDER);
    this.disk = options.disk ?? DISK;
    this.savedState = new SavedState(path, this.disk, options.log, options.access);
    this.#options = options;
    this.#settling = new WriteSettling(options.now, options.skipSettling ?? false);
    this.#siteFile = new SiteFile(path, options.addressOverride, this.#settling);
    this.#lastGood = new LastGood(options.versions, options.log);
    for (const name of this.#lastGood.names()) {
      const reading = readName(name);
      if (reading.kind === "article") this.#index.setOwner(reading.slug, name);
    }
  }

  /** Whether this process may write to the folder. */
  get isWritable(): boolean {
    return this.#options.access?.owned ?? true;
  }

  get state(): FolderState {
    return this.#state;
  }

  get index(): Pick<FolderIndex, "get" | "namesOf" | "ownerOf" | "served" | "slugs"> {
    return this.#index;
  }

  /** Calls a listener with each new state. @returns a function that ends it */
  listen(listener: FolderListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Runs an action while nothing else reads or writes the files of these slugs. */
  withLock<T>(slugs: readonly string[], action: () => Promise<T>): Promise<T> {
    return this.#locks.withLock([...new Set(slugs.map(foldSlug))], action);
  }

  /**
   * Shows files that the service itself has just written, without waiting until they settle. Each is read again once it
   * has settled: somebody else may have written to it meanwhile.
   * @param files by name; `undefined` stands for a removed file
   * @param onShown called once the new state is served
   */
  adopt(files: ReadonlyMap<string, FileReading | undefined>, onShown: () => void): Promise<void> {
    for (const [name, reading] of files) {
      const nameReading = readName(name);
      if (nameReading.kind === "article") this.#ownSlugs.add(nameReading.slug);
      this.#brake.release(name);
      this.#enter(name, reading && { ...reading, signature: UNCONFIRMED });
    }
    this.#saveVersions();
    return this.#publish(onShown);
  }

  /**
   * Reads the files that have changed.
   * @param names the files of articles to check; by default all
   */
  async scan(names?: Iterable<string>): Promise<ScanResult> {
    await this.savedState.load();
    const site = await this.#siteFile.scan();
    let { changed, unsettled } = site;
    // New settings change the meaning of zones and labels, so every article is read again.
    const previousFaults = this.#folderFaults;
    const wasUnreadable = previousFaults.some(({ file }) => file === ARTICLES_FOLDER);
    const scansAll = names === undefined || wasUnreadable || this.#scannedFor !== this.#siteFile.site;
    const listedNames = await this.#namesToScan(scansAll ? undefined : names);
    changed ||= JSON.stringify(previousFaults) !== JSON.stringify(this.#folderFaults);
    const settings = this.#siteFile.site;
    if (listedNames === undefined || settings === undefined) {
      this.#currentSite = settings;
      if (changed) await this.#publish();
      return { changed, unsettled };
    }
    this.#scannedFor = settings;
    const queue = [...listedNames];
    const worker = async () => {
      for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
        const outcome = await this.#scanFileLocked(name, settings);
        changed ||= outcome === "changed";
        unsettled ||= outcome === "unsettled";
      }
    };
    await Promise.all(Array.from({ length: MAX_OPEN_FILES }, worker));
    const removed = await this.#removeMissing(settings);
    changed ||= removed;
    this.#saveVersions();
    this.#currentSite = settings;
    if (changed) await this.#publish();
    this.#started ||= !unsettled;
    return { changed, unsettled };
  }

  /** The names to scan. Undefined if the folder cannot be read: then the articles stay as they are. */
  async #namesToScan(requested: Iterable<string> | undefined): Promise<Iterable<string> | undefined> {
    if (requested === undefined) {
      const { names, faults } = await listDirectory(this.articlesPath);
      this.#folderFaults = faults;
      // Files with a saved version are missing if they are not there.
      const known = this.#started ? [] : this.#lastGood.names();
      return names && new Set([...names, ...this.#index.names(), ...known]);
    }
    const fault = await unreadableFault(this.articlesPath);
    if (fault !== undefined) this.#folderFaults = [fault];
    return fault === undefined ? requested : undefined;
  }

  async #scanFileLocked(name: string, site: Site): Promise<FileOutcome> {
    const nameReading = readName(name);
    if (nameReading.kind === "ignored") return "same";
    if (nameReading.kind === "refused") return this.#scanFile(name, nameReading, site);
    return this.withLock([nameReading.slug], () => this.#scanFile(name, nameReading, site));
  }

  async #scanFile(
    name: string,
    nameReading: Exclude<NameReading, { kind: "ignored" }>,
    site: Site,
  ): Promise<FileOutcome> {
    const path = join(this.articlesPath, name);
    const conventions = this.#siteFile.conventionsFor(site);
    const { signature, modified } = await statFile(path);
    if (signature !== ABSENT) this.#brake.release(name);
    else if (this.#brake.held.has(name)) return "same";
    const indexed = this.#index.get(name) ?? (signature === ABSENT ? await this.#restore(name, site) : undefined);
    const same = signature === (indexed?.signature ?? ABSENT);
    if (same) this.#settling.forget(path);
    if (same && (indexed === undefined || indexed.site === site)) return "same";
    if (!same && !this.#settling.hasSettled(path, signature, modified)) return "unsettled";
    if (signature === ABSENT) {
      if (indexed?.article) this.#brake.miss(name);
      else this.#enter(name, undefined);
      return indexed?.article ? "same" : "changed";
    }
    const now = this.#options.now();
    const reading = await readArticleFile(this.path, name, nameReading, site, conventions, now);
    // Written to while it was read: the text may be half of it.
    if ((await statFile(path)).signature !== signature) return "unsettled";
    const completed = await this.#lastGood.complete(name, reading, indexed, conventions);
    const entry = { ...reuseArticle(completed, indexed), signature };
    this.#enter(name, entry);
    const sameArticle = entry.article !== null && entry.article === indexed?.article;
    return sameArticle && JSON.stringify(entry.faults) === JSON.stringify(indexed.faults) ? "same" : "changed";
  }

  #enter(name: string, entry: (FileReading & Pick<IndexedFile, "signature">) | undefined): void {
    if (entry === undefined) this.#lastGood.forget(name);
    // The text of a faulty file is not that of its article.
    else if (!hasError(entry.faults)) this.#lastGood.keep(name, entry);
    if (entry === undefined) this.#index.enter(name, undefined);
    else {
      const { text: _, ...indexed } = entry;
      this.#index.enter(name, indexed);
    }
  }

  /** Enters the saved version of a missing file. */
  async #restore(name: string, site: Site): Promise<IndexedFile | undefined> {
    const reading = await this.#lastGood.read(name, site, this.#siteFile.conventionsFor(site));
    if (reading === undefined) return undefined;
    this.#enter(name, { ...reading, signature: UNCONFIRMED });
    return this.#index.get(name);
  }

  /** Removes missing files, unless they are too many at once. @returns whether anything changed */
  async #removeMissing({ removalDelay }: Site): Promise<boolean> {
    const previous = JSON.stringify(this.#brake.faults());
    const accepted = this.#brake.since !== undefined && (await wasAccepted(this.path, this.#brake.since));
    const entryOf = (name: string) => this.#index.get(name);
    const replaced = [...this.#brake.missing].filter((name) => this.#isReplaced(name));
    for (const name of replaced) {
      this.#brake.release(name);
      this.#enter(name, undefined);
    }
    const delay = removalDelay * MINUTE_MS;
    const now = this.#options.now();
    const { remove, restore } = this.#brake.decide(entryOf, this.#index.size, delay, accepted, now);
    for (const name of remove) this.#enter(name, undefined);
    for (const { name, entry } of restore) this.#index.enter(name, entry);
    const [fault] = this.#brake.faults();
    if (fault !== undefined && previous === "[]") this.#options.log?.error(`${fault.message}. ${fault.hint}`);
    return replaced.length + remove.length + restore.length > 0 || JSON.stringify(this.#brake.faults()) !== previous;
  }

  /** Whether another file has the slug of a missing one: its format was changed. */
  #isReplaced(name: string): boolean {
    const names = this.#index.namesOf(this.#index.get(name)?.article?.slug ?? "");
    return names.some((other) => !this.#brake.missing.has(other));
  }

  #saveVersions(): void {
    if (!this.isWritable) return;
    this.#lastGood.save((name) => {
      const article = this.#index.get(name)?.article;
      return article !== undefined && article !== null && this.#index.ownerOf(article.slug) === name;
    });
  }

  /** Publishes states one after the other. @param onShown called when the new state is in force */
  #publish(onShown?: () => void): Promise<void> {
    const publishing = this.#publishing.then(() => this.#publishNext(onShown));
    this.#publishing = publishing.catch(() => undefined);
    return publishing;
  }

  async #publishNext(onShown?: () => void): Promise<void> {
    // The modification time of the folder changes when a file is removed.
    const folder = await stat(this.articlesPath).catch(() => undefined);
    // No await from here until the new state is in force, so that no change is in half of it.
    const site = this.#currentSite;
    const { store: previousStore, site: previousSite } = this.#state;
    const now = this.#options.now();
    const changes = this.#index.takeChanges();
    const added = new Map(changes.added.map((article) => [article.slug, article]));
    const leftAFeed = changes.removed.some((article) => leftFeed(article, added.get(article.slug)));
    if (this.#changed === undefined || leftAFeed) this.#updateChanged(folder?.ctimeMs ?? 0, now);
    const changed = new Date(Math.max(this.#changed?.getTime() ?? 0, Date.parse(site?.modified ?? "") || 0));
    const ownSlugs = this.#ownSlugs;
    this.#ownSlugs = new Set();
    for (const { slug } of changes.added) this.savedState.forgetRemoval(slug);
    // At the start the changes since the last run are unknown.
    const release = this.#started && site && recordChanges(this.savedState, site, changes, ownSlugs, now);
    const { removals } = this.savedState;
    const sameSite = previousStore !== undefined && site === previousSite;
    const index = this.#index;
    const store = sameSite
      ? previousStore.withChanges(changes, changed, removals)
      : site && createMemoryStore(site, index.articles(), changed, removals);
    this.#state = {
      site,
      get articles() {
        return index.articles();
      },
      removals,
      store,
      changed,
      heldRemovals: this.#brake.held.size,
      faults: [...this.#siteFile.faults, ...this.#folderFaults, ...this.#brake.faults(), ...index.faults()],
    };
    if (release) release();
    onShown?.();
    // New settings change every feed.
    const scopes = sameSite
      ? affectedScopes([...changes.removed, ...changes.added])
      : affectedScopes([...changes.removed, ...index.articles(), ...(site ? [configuredTerms(site)] : [])]);
    for (const listener of this.#listeners) listener(this.#state, scopes);
    if (this.#started) await this.savedState.save();
  }

  /** Sets the time of the last change from times on the disk, so that it is the same after a restart. */
  #updateChanged(folderTime: number, now: Date): void {
    const latest = new Date(Math.max(this.#index.latest, folderTime));
    const isLater = this.#changed === undefined || latest > this.#changed;
    this.#changed = isLater ? latest : now;
  }
}

/** The categories and authors in the settings. */
function configuredTerms({ categories, author }: Site): Pick<Article, "categories" | "authors"> {
  return { categories, authors: author === null ? [] : [author] };
}
