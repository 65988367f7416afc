import { isUtf8 } from "node:buffer";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Article, revise } from "../article/article.ts";
import { parseArticle } from "../article/wire.ts";
import { parseSite } from "../config.ts";
import type { Fault, Finding } from "../fault.ts";
import { MAX_OPEN_FILES, SETTLE_MS } from "../limits.ts";
import { conventionsOf, type Site } from "../site.ts";
import { Catalogue, type Entry } from "./catalogue.ts";
import { hasLeft } from "./departure.ts";
import { MISSING_SITE, notUtf8Name, unreadableFolder } from "./faults.ts";
import { ABSENT, codeOf, look, type NameReading, readName, readText, type Signature } from "./files.ts";
import { createMemoryStore, type MemoryStore } from "./memory.ts";

/** Name of the file with the settings, in the content folder. */
export const SITE_FILE = "site.json";

/** Name of the folder of articles, in the content folder. */
export const ARTICLES_FOLDER = "articles";

/** What a content folder holds at a moment. */
export interface FolderState {
  /** The settings in force; nothing until a good `site.json` was seen. */
  readonly site: Site | undefined;
  /** By slug; what is served at the moment of asking. */
  readonly articles: readonly Article[];
  readonly store: MemoryStore | undefined;
  /** When the set of articles or a setting last changed, UTC. */
  readonly changed: Date;
  /** Of the newest version of every file, by file and line. */
  readonly faults: readonly Fault[];
}

export interface FolderOptions {
  /** The address in place of the one in `site.json`. */
  readonly override?: string | undefined;
  /** Read files at once, even those that somebody may be writing: for commands that run once. */
  readonly atOnce?: boolean;
  /** UTC. */
  readonly now: () => Date;
}

/** What came of a look at the folder. */
export interface Pass {
  readonly changed: boolean;
  /** Something is being written: look again after `SETTLE_MS`. */
  readonly unsettled: boolean;
}

/** What came of a file, but for what it was read under. */
type Outcome = Omit<Entry, "site" | "signature">;

/**
 * A content folder, read bit by bit: a pass reads what has changed since the one before. A file is read only when it
 * has lain unchanged for `SETTLE_MS`, so that half of one is never published; until then its former version stays.
 */
export class Folder {
  readonly #path: string;
  readonly #options: FolderOptions;
  readonly #catalogue = new Catalogue((name) => `${ARTICLES_FOLDER}/${name}`);
  /** What was seen of a path that differs from what is in force, and since when (monotonic milliseconds). */
  readonly #pending = new Map<string, { readonly signature: Signature; readonly since: number }>();
  #siteSignature: Signature | undefined;
  #siteFaults: readonly Fault[] = [];
  #folderFaults: readonly Fault[] = [];
  #site: Site | undefined;
  /** The settings under which the whole folder was last read. */
  #readFor: Site | undefined;
  #changed: Date | undefined;
  #state: FolderState = { site: undefined, articles: [], store: undefined, changed: new Date(0), faults: [] };

  constructor(path: string, options: FolderOptions) {
    this.#path = path;
    this.#options = options;
  }

  get state(): FolderState {
    return this.#state;
  }

  /**
   * Looks for what has changed and reads it.
   * @param names the articles' files to look at; all of them when it is missing
   */
  async pass(names?: Iterable<string>): Promise<Pass> {
    const site = await this.#passSite();
    let { changed, unsettled } = site;
    // After a change of the settings every article is read again, as they say what zones and labels mean.
    const before = this.#folderFaults;
    const shut = before.some(({ file }) => file === ARTICLES_FOLDER);
    const whole = names === undefined || shut || this.#readFor !== this.#site;
    const listed = whole ? await this.#list() : (await this.#isThere()) ? names : undefined;
    changed ||= JSON.stringify(before) !== JSON.stringify(this.#folderFaults);
    const settings = this.#site;
    if (listed === undefined || settings === undefined) {
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
    if (changed) await this.#publish();
    return { changed, unsettled };
  }

  async #passSite(): Promise<Pass> {
    const path = join(this.#path, SITE_FILE);
    const { signature, modified } = await look(path);
    if (signature === this.#siteSignature) return { changed: false, unsettled: false };
    if (!this.#hasSettled(path, signature, modified)) return { changed: false, unsettled: true };
    this.#siteSignature = signature;
    const read = signature === ABSENT ? MISSING_SITE : await readText(this.#path, SITE_FILE);
    if ("finding" in read) {
      this.#siteFaults = [{ file: SITE_FILE, ...read.finding }];
    } else {
      const reading = await parseSite(read.text, read.modified, this.#options.override);
      this.#siteFaults = "faults" in reading ? reading.faults : [];
      if ("site" in reading) this.#site = reading.site;
    }
    return { changed: true, unsettled: false };
  }

  /** The names in the folder and those that were there; nothing when it can't be read: then all stays as it is. */
  async #list(): Promise<Set<string> | undefined> {
    const path = join(this.#path, ARTICLES_FOLDER);
    try {
      const names = await readdir(path, { encoding: "buffer" });
      await stat(`${path}/.`);
      this.#folderFaults = names
        .filter((name) => !isUtf8(name))
        .map((name) => notUtf8Name(`${ARTICLES_FOLDER}/${name}`));
      return new Set([...names.filter((name) => isUtf8(name)).map(String), ...this.#catalogue.names()]);
    } catch (error) {
      this.#folderFaults = [unreadableFolder(ARTICLES_FOLDER, codeOf(error))];
      return undefined;
    }
  }

  /** Whether the folder can be looked into: else what is not seen in it is not gone. */
  async #isThere(): Promise<boolean> {
    try {
      // With the dot it fails where the folder may be listed and nothing in it be looked at.
      await stat(`${join(this.#path, ARTICLES_FOLDER)}/.`);
      return true;
    } catch (error) {
      this.#folderFaults = [unreadableFolder(ARTICLES_FOLDER, codeOf(error))];
      return false;
    }
  }

  async #passFile(name: string, site: Site): Promise<"same" | "changed" | "unsettled"> {
    const named = readName(name);
    if (named.kind === "ignored") return "same";
    const path = join(this.#path, ARTICLES_FOLDER, name);
    const known = this.#catalogue.get(name);
    const { signature, modified } = await look(path);
    const same = signature === (known?.signature ?? ABSENT);
    if (same) this.#pending.delete(path);
    if (same && (known === undefined || known.site === site)) return "same";
    if (!same && !this.#hasSettled(path, signature, modified)) return "unsettled";
    if (signature === ABSENT) {
      this.#catalogue.enter(name, undefined);
      return "changed";
    }
    const entry = { site, signature, ...(await this.#read(name, named, site)) };
    // It was written to while it was read: what was read may be half of it.
    if ((await look(path)).signature !== signature) return "unsettled";
    this.#catalogue.enter(name, entry);
    return "changed";
  }

  /** Whether a path has looked the same for long enough, by the file's own time or by what was seen of it. */
  #hasSettled(path: string, signature: Signature, modified: number): boolean {
    const pending = this.#pending.get(path);
    const since = pending?.signature === signature ? pending.since : performance.now();
    const age = this.#options.now().getTime() - modified;
    const old = signature !== ABSENT && modified > 0 && age >= SETTLE_MS;
    const settled = this.#options.atOnce || old || performance.now() - since >= SETTLE_MS;
    if (settled) this.#pending.delete(path);
    else this.#pending.set(path, { signature, since });
    return settled;
  }

  async #read(name: string, named: Exclude<NameReading, { kind: "ignored" }>, site: Site): Promise<Outcome> {
    const file = `${ARTICLES_FOLDER}/${name}`;
    const faulty = (finding: Finding): Outcome => ({
      article: null,
      faults: [{ file, ...finding }],
      modified: this.#options.now(),
    });
    if (named.kind === "refused") return faulty(named.finding);
    const read = await readText(join(this.#path, ARTICLES_FOLDER), name);
    if ("finding" in read) return faulty(read.finding);
    const { article, findings } = parseArticle(read.text, named.slug, conventionsOf(site));
    return {
      article: article && (await revise(article, read.modified)),
      faults: findings.map((finding) => ({ file, ...finding })),
      modified: read.modified,
    };
  }

  async #publish(): Promise<void> {
    const site = this.#site;
    const { store: former, site: before } = this.#state;
    const exchange = this.#catalogue.take();
    const added = new Map(exchange.added.map((article) => [article.slug, article]));
    const left = exchange.removed.some((article) => hasLeft(article, added.get(article.slug)));
    if (this.#changed === undefined || left) await this.#moveChanged();
    const changed = new Date(Math.max(this.#changed?.getTime() ?? 0, Date.parse(site?.modified ?? "") || 0));
    const evolved = former !== undefined && site === before ? former.after(exchange, changed) : undefined;
    const catalogue = this.#catalogue;
    this.#state = {
      site,
      get articles() {
        return catalogue.articles();
      },
      store: evolved ?? (site && createMemoryStore(site, catalogue.articles(), changed)),
      changed,
      faults: [...this.#siteFaults, ...this.#folderFaults, ...catalogue.faults()],
    };
  }

  /** Notes when anything last changed, by what the disk says, so that a restart comes to the same. */
  async #moveChanged(): Promise<void> {
    // The folder's own time tells of what is no longer in it.
    const folder = await stat(join(this.#path, ARTICLES_FOLDER)).catch(() => undefined);
    const latest = new Date(Math.max(this.#catalogue.latest, folder?.ctimeMs ?? 0));
    const moved = this.#changed === undefined || latest > this.#changed;
    this.#changed = moved ? latest : this.#options.now();
  }
}
