import { join } from "node:path";
import type { Article } from "../../article/article.ts";
import { affectedScopes } from "../../site/affected-scopes.ts";
import type { Site } from "../../site/site.ts";
import { createMemoryStore } from "../memory/memory-store.ts";
import { leftFeed, recordChanges } from "./change-log.ts";
import { ArticleFiles } from "./files/article-files.ts";
import { latestChange } from "./files/directory-listing.ts";
import type { FileReading } from "./files/parsed-file.ts";
import { ARTICLES_FOLDER, readName } from "./files/read-file.ts";
import { WriteSettling } from "./files/write-settling.ts";
import type { FolderListener, FolderOptions, FolderState, ScanResult } from "./folder-state.ts";
import type { FolderIndex, IndexedFile } from "./index/folder-index.ts";
import { SavedState } from "./saved/saved-state.ts";
import { SiteFile } from "./site-file.ts";
import { DISK, type Disk } from "./writer/durable-disk.ts";

export { ARTICLES_FOLDER } from "./files/read-file.ts";
export type { FolderState } from "./folder-state.ts";
export { SITE_FILE } from "./site-file.ts";

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
  readonly #listeners = new Set<FolderListener>();
  readonly #siteFile: SiteFile;
  readonly #files: ArticleFiles;
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
    const settling = new WriteSettling(options.now, options.skipSettling ?? false);
    this.#siteFile = new SiteFile(path, options.addressOverride, settling, options.settings);
    this.#files = new ArticleFiles(path, options, settling);
  }

  /** Whether this process may write to the folder. */
  get isWritable(): boolean {
    return this.#options.access?.owned ?? true;
  }

  get state(): FolderState {
    return this.#state;
  }

  /** The sub-folders of the folder of articles, by their names from there on. */
  get folders(): readonly string[] {
    return this.#files.folders;
  }

  get index(): Pick<FolderIndex, "get" | "namesOf" | "filesOf" | "ownerOf" | "served" | "slugs"> {
    return this.#files.index;
  }

  /** Calls a listener with each new state. @returns a function that ends it */
  listen(listener: FolderListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Runs an action while nothing else reads or writes the files of these slugs. */
  withLock<T>(slugs: readonly string[], action: () => Promise<T>): Promise<T> {
    return this.#files.withLock(slugs, action);
  }

  /**
   * Enters files as an earlier run has read them, before the first scan. That one need only check the others.
   * @param settings the revision of the settings with which they were read
   * @returns whether the settings are still the same; if not, nothing was entered
   */
  async preload(files: ReadonlyMap<string, Omit<IndexedFile, "site">>, settings: string): Promise<boolean> {
    await this.#siteFile.scan();
    const { site } = this.#siteFile;
    if (site?.revision !== settings) return false;
    this.#files.preload(files, site);
    return true;
  }

  /**
   * Shows files that the service itself has just written, without waiting until they settle. Each is read again once it
   * has settled: somebody else may have written to it meanwhile.
   * @param files by name; `undefined` stands for a removed file
   * @param onShown called once the new state is served
   */
  adopt(files: ReadonlyMap<string, FileReading | undefined>, onShown: () => void): Promise<void> {
    for (const name of files.keys()) {
      const nameReading = readName(name);
      if (nameReading.kind === "article") this.#ownSlugs.add(nameReading.slug);
    }
    this.#files.adopt(files);
    this.#saveVersions();
    return this.#publish(onShown);
  }

  /**
   * Reads the files that have changed.
   * @param names the files of articles to check; by default all
   */
  async scan(names?: Iterable<string>): Promise<ScanResult> {
    await this.savedState.load();
    const siteScan = await this.#siteFile.scan();
    const { site } = this.#siteFile;
    const settings = site && { site, conventions: this.#siteFile.conventionsFor(site) };
    const fileScan = await this.#files.scan(names, settings, !this.#started);
    const changed = siteScan.changed || fileScan.changed || site !== this.#state.site;
    const unsettled = siteScan.unsettled || fileScan.unsettled;
    if (fileScan.complete) this.#saveVersions();
    this.#currentSite = site;
    if (changed) await this.#publish();
    if (fileScan.complete && !unsettled) this.#started = true;
    return { changed, unsettled };
  }

  #saveVersions(): void {
    if (this.isWritable) this.#files.saveVersions();
  }

  /** Publishes states one after the other. @param onShown called when the new state is in force */
  #publish(onShown?: () => void): Promise<void> {
    const publishing = this.#publishing.then(() => this.#publishNext(onShown));
    this.#publishing = publishing.catch(() => undefined);
    return publishing;
  }

  async #publishNext(onShown?: () => void): Promise<void> {
    // The time of a folder changes when a file in it is removed.
    const folderTime = await latestChange(this.articlesPath, this.folders);
    // No await from here until the new state is in force, so that no change is in half of it.
    const site = this.#currentSite;
    const { store: previousStore, site: previousSite } = this.#state;
    const now = this.#options.now();
    const changes = this.#files.index.takeChanges();
    const added = new Map(changes.added.map((article) => [article.slug, article]));
    const leftAFeed = changes.removed.some((article) => leftFeed(article, added.get(article.slug)));
    if (this.#changed === undefined || leftAFeed) this.#updateChanged(folderTime, now);
    const changed = new Date(Math.max(this.#changed?.getTime() ?? 0, Date.parse(site?.modified ?? "") || 0));
    const ownSlugs = this.#ownSlugs;
    this.#ownSlugs = new Set();
    for (const { slug } of changes.added) this.savedState.forgetRemoval(slug);
    for (const { slug } of [...changes.removed, ...changes.added])
      this.savedState.lastWriters.review(slug, this.index.get(this.index.namesOf(slug)[0] ?? "")?.source?.tag);
    // At the start the changes since the last run are unknown.
    const release = this.#started && site && recordChanges(this.savedState, site, changes, ownSlugs, now);
    const { removals } = this.savedState;
    const sameSite = previousStore !== undefined && site === previousSite;
    const { index } = this.#files;
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
      heldRemovals: this.#files.heldRemovals,
      faults: [...this.#siteFile.faults, ...this.#files.faults],
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
    const latest = new Date(Math.max(this.#files.index.latest, folderTime));
    const isLater = this.#changed === undefined || latest > this.#changed;
    this.#changed = isLater ? latest : now;
  }
}

/** The categories and authors in the settings. */
function configuredTerms({ categories, author }: Site): Pick<Article, "categories" | "authors"> {
  return { categories, authors: author === null ? [] : [author] };
}
