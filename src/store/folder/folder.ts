import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Article } from "../../article/article.ts";
import type { Fault } from "../../lib/fault.ts";
import { KeyedLock } from "../../lib/keyed-lock.ts";
import { affectedScopes } from "../../site/affected-scopes.ts";
import type { Site } from "../../site/site.ts";
import { createMemoryStore } from "../memory/memory-store.ts";
import { recordChanges } from "./change-log.ts";
import { listDirectory, unreadableFault } from "./directory-listing.ts";
import { leftFeed } from "./feed-removal.ts";
import { FolderIndex } from "./folder-index.ts";
import type { FolderListener, FolderOptions, FolderState, ScanResult } from "./folder-state.ts";
import {
  ARTICLES_FOLDER,
  articleFile,
  type FileReading,
  readArticleFile,
  reuseArticle,
} from "./parsed-file.ts";
import {
  ABSENT,
  type FileSignature,
  MAX_OPEN_FILES,
  type NameReading,
  readName,
  statFile,
} from "./read-file.ts";
import { SavedState } from "./saved/saved-state.ts";
import { SiteFile } from "./site-file.ts";
import { WriteSettling } from "./write-settling.ts";
import { DISK, type Disk } from "./writer/durable-disk.ts";

export type { FolderState } from "./folder-state.ts";
export { ARTICLES_FOLDER } from "./parsed-file.ts";
export { SITE_FILE } from "./site-file.ts";

/** Stands for the signature of a file that the service has just written: no file has it. */
const UNCONFIRMED: FileSignature = "unconfirmed";

/** What came of a look at a file. */
type Glance = "same" | "changed" | "unsettled";

/**
 * A content folder, read bit by bit: a pass reads what has changed since the one before. A file is read only when it
 * has lain unchanged for `SETTLE_MS`, so that half of one is never published; until then its former version stays.
 */
export class Folder {
  readonly path: string;
  readonly articlesPath: string;
  readonly disk: Disk;
  readonly savedState: SavedState;
  readonly #options: FolderOptions;
  readonly #catalogue = new FolderIndex(articleFile);
  /** By slug: who looks at its files or writes them. */
  readonly #locks = new KeyedLock();
  readonly #listeners = new Set<FolderListener>();
  readonly #settling: WriteSettling;
  readonly #siteFile: SiteFile;
  #folderFaults: readonly Fault[] = [];
  /** The settings under which the whole folder was last read. */
  #readFor: Site | undefined;
  /** The settings of what is published: they take the place of former ones when all of the folder was read under them. */
  #inForce: Site | undefined;
  /** Whether everything was seen once, settled. */
  #begun = false;
  #changed: Date | undefined;
  /** Slugs that were entered as the service's own changes, of which hubs are told already. */
  #own = new Set<string>();
  #publishing: Promise<void> = Promise.resolve();
  #state: FolderState = {
    site: undefined,
    articles: [],
    removals: [],
    store: undefined,
    changed: new Date(0),
    faults: [],
  };

  constructor(path: string, options: FolderOptions) {
    this.path = path;
    this.articlesPath = join(path, ARTICLES_FOLDER);
    this.disk = options.disk ?? DISK;
    this.savedState = new SavedState(path, this.disk, options.log);
    this.#options = options;
    this.#settling = new WriteSettling(options.now, options.atOnce ?? false);
    this.#siteFile = new SiteFile(path, options.override, this.#settling);
  }

  get state(): FolderState {
    return this.#state;
  }

  /** What the files come to, settled as they are; only `adopt` changes it from outside. */
  get index(): Pick<FolderIndex, "get" | "namesOf" | "served" | "slugs"> {
    return this.#catalogue;
  }

  /** Has every new state told. @returns a function that ends it */
  listen(listener: FolderListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Does something while nobody else looks at the files of these slugs or writes them. */
  withLock<T>(slugs: readonly string[], action: () => Promise<T>): Promise<T> {
    return this.#locks.withLock(slugs, action);
  }

  /**
   * Takes over what the service itself has written, without waiting until it has settled. Each file is read again once
   * it has, as somebody may have written to it since: what tells whether it has changed is not known yet.
   * @param files by name; nothing stands for one that was taken away
   * @param shown is called once it is in force
   */
  adopt(files: ReadonlyMap<string, FileReading | undefined>, shown: () => void): Promise<void> {
    for (const [name, reading] of files) {
      const named = readName(name);
      if (named.kind === "article") this.#own.add(named.slug);
      this.#catalogue.enter(name, reading && { ...reading, signature: UNCONFIRMED });
    }
    return this.#publish(shown);
  }

  /**
   * Looks for what has changed and reads it.
   * @param names the articles' files to look at; all of them when it is missing
   */
  async scan(names?: Iterable<string>): Promise<ScanResult> {
    await this.savedState.load();
    const site = await this.#siteFile.scan();
    let { changed, unsettled } = site;
    // After a change of the settings every article is read again, as they say what zones and labels mean.
    const before = this.#folderFaults;
    const shut = before.some(({ file }) => file === ARTICLES_FOLDER);
    const whole = names === undefined || shut || this.#readFor !== this.#siteFile.site;
    const listed = await this.#names(whole ? undefined : names);
    changed ||= JSON.stringify(before) !== JSON.stringify(this.#folderFaults);
    const settings = this.#siteFile.site;
    if (listed === undefined || settings === undefined) {
      this.#inForce = settings;
      if (changed) await this.#publish();
      return { changed, unsettled };
    }
    this.#readFor = settings;
    const queue = [...listed];
    const worker = async () => {
      for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
        const outcome = await this.#passFile(name, settings);
        changed ||= outcome === "changed";
        unsettled ||= outcome === "unsettled";
      }
    };
    await Promise.all(Array.from({ length: MAX_OPEN_FILES }, worker));
    this.#inForce = settings;
    if (changed) await this.#publish();
    this.#begun ||= !unsettled;
    return { changed, unsettled };
  }

  /** The names to look at; nothing when the folder can't be looked into: then all stays as it is. */
  async #names(asked: Iterable<string> | undefined): Promise<Iterable<string> | undefined> {
    if (asked === undefined) {
      const { names, faults } = await listDirectory(this.articlesPath);
      this.#folderFaults = faults;
      return names && new Set([...names, ...this.#catalogue.names()]);
    }
    const fault = await unreadableFault(this.articlesPath);
    if (fault !== undefined) this.#folderFaults = [fault];
    return fault === undefined ? asked : undefined;
  }

  async #passFile(name: string, site: Site): Promise<Glance> {
    const named = readName(name);
    if (named.kind === "ignored") return "same";
    if (named.kind === "refused") return this.#glance(name, named, site);
    return this.#locks.withLock([named.slug], () => this.#glance(name, named, site));
  }

  async #glance(name: string, named: Exclude<NameReading, { kind: "ignored" }>, site: Site): Promise<Glance> {
    const path = join(this.articlesPath, name);
    const known = this.#catalogue.get(name);
    const { signature, modified } = await statFile(path);
    const same = signature === (known?.signature ?? ABSENT);
    if (same) this.#settling.forget(path);
    if (same && (known === undefined || known.site === site)) return "same";
    if (!same && !this.#settling.hasSettled(path, signature, modified)) return "unsettled";
    if (signature === ABSENT) {
      this.#catalogue.enter(name, undefined);
      return "changed";
    }
    const conventions = this.#siteFile.conventionsFor(site);
    const reading = await readArticleFile(this.path, name, named, site, conventions, this.#options.now());
    // It was written to while it was read: what was read may be half of it.
    if ((await statFile(path)).signature !== signature) return "unsettled";
    const entry = { ...reuseArticle(reading, known), signature };
    this.#catalogue.enter(name, entry);
    const alike = entry.article !== null && entry.article === known?.article;
    return alike && JSON.stringify(entry.faults) === JSON.stringify(known.faults) ? "same" : "changed";
  }

  /** One after the other, so that the states follow each other. @param shown is called once the new state is in force */
  #publish(shown?: () => void): Promise<void> {
    const publishing = this.#publishing.then(() => this.#publishNext(shown));
    this.#publishing = publishing.catch(() => undefined);
    return publishing;
  }

  async #publishNext(shown?: () => void): Promise<void> {
    // The folder's own time tells of what is no longer in it.
    const folder = await stat(this.articlesPath).catch(() => undefined);
    // Nothing waits from here on until the new state is in force: what comes meanwhile would be in half of it.
    const site = this.#inForce;
    const { store: former, site: before } = this.#state;
    const now = this.#options.now();
    const turnover = this.#catalogue.take();
    const added = new Map(turnover.added.map((article) => [article.slug, article]));
    const left = turnover.removed.some((article) => leftFeed(article, added.get(article.slug)));
    if (this.#changed === undefined || left) this.#moveChanged(folder?.ctimeMs ?? 0, now);
    const changed = new Date(Math.max(this.#changed?.getTime() ?? 0, Date.parse(site?.modified ?? "") || 0));
    const own = this.#own;
    this.#own = new Set();
    for (const { slug } of turnover.added) this.savedState.forgetRemoval(slug);
    // At the start nobody knows what has changed since the folder was last read.
    const release = this.#begun && site && recordChanges(this.savedState, site, turnover, own, now);
    const { removals } = this.savedState;
    const evolves = former !== undefined && site === before;
    const catalogue = this.#catalogue;
    const store = evolves
      ? former.after(turnover, changed, removals)
      : site && createMemoryStore(site, catalogue.articles(), changed, removals);
    this.#state = {
      site,
      get articles() {
        return catalogue.articles();
      },
      removals,
      store,
      changed,
      faults: [...this.#siteFile.faults, ...this.#folderFaults, ...catalogue.faults()],
    };
    if (release) release();
    shown?.();
    // With the settings every feed changes.
    const touched = evolves
      ? affectedScopes([...turnover.removed, ...turnover.added])
      : affectedScopes([...turnover.removed, ...catalogue.articles(), ...(site ? [settledIn(site)] : [])]);
    for (const listener of this.#listeners) listener(this.#state, touched);
    if (this.#begun) await this.savedState.save();
  }

  /** Notes when anything last changed, by what the disk says, so that a restart comes to the same. */
  #moveChanged(folderTime: number, now: Date): void {
    const latest = new Date(Math.max(this.#catalogue.latest, folderTime));
    const moved = this.#changed === undefined || latest > this.#changed;
    this.#changed = moved ? latest : now;
  }
}

/** The categories and authors that exist by the settings alone. */
function settledIn({ categories, author }: Site): Pick<Article, "categories" | "authors"> {
  return { categories, authors: author === null ? [] : [author] };
}
