import { hasError } from "../../../lib/fault.ts";
import type { Log } from "../../../lib/log.ts";
import type { Site } from "../../../site/site.ts";
import type { Conventions } from "../../../source/conventions.ts";
import type { FileReading } from "../files/parsed-file.ts";
import { type FileSignature, readName } from "../files/read-file.ts";
import type { RestorableFile } from "../removal-brake.ts";
import type { GoodVersions } from "../saved/good-versions.ts";
import { LastGood } from "../saved/last-good.ts";
import { FolderIndex, type IndexedFile } from "./folder-index.ts";

/** Signature of a file that was entered without a look at it. No file has it, so the file is read at the next scan. */
export const UNCONFIRMED: FileSignature = "unconfirmed";

/** The index of a folder's articles together with the last good version of each file: what enters one enters the other. */
export class VersionedIndex {
  readonly index = new FolderIndex();
  readonly #lastGood: LastGood;

  /** @param versions undefined if nothing is kept across restarts */
  constructor(versions: GoodVersions | undefined, log: Log | undefined) {
    this.#lastGood = new LastGood(versions, log);
    for (const name of this.#lastGood.names()) {
      const reading = readName(name);
      if (reading.kind === "article") this.index.setOwner(reading.slug, name);
    }
  }

  /** Names of the files with a saved version. */
  savedNames(): readonly string[] {
    return this.#lastGood.names();
  }

  /** Enters what was read of a file, `undefined` for a removed one. */
  enter(name: string, entry: (FileReading & Pick<IndexedFile, "signature">) | undefined): void {
    if (entry === undefined) {
      this.#lastGood.forget(name);
      this.index.enter(name, undefined);
      return;
    }
    // The text of a faulty file is not that of its article.
    if (!hasError(entry.faults)) this.#lastGood.keep(name, entry);
    const { text: _, ...indexed } = entry;
    this.index.enter(name, indexed);
  }

  /** What is needed to undo the removal of a file. Undefined if it is not entered. */
  restorable(name: string): RestorableFile | undefined {
    const entry = this.index.get(name);
    return entry && { name, entry, version: this.#lastGood.versionOf(name) };
  }

  /** Undoes the removal of a file. */
  undoRemoval({ name, entry, version }: RestorableFile): void {
    this.index.enter(name, entry);
    this.#lastGood.restore(name, version);
  }

  /** A reading with the last good article instead of none. Its faults say so. */
  complete(name: string, reading: FileReading, conventions: Conventions): Promise<FileReading> {
    return this.#lastGood.complete(name, reading, this.index.get(name), conventions);
  }

  /** Enters the saved version of a missing file. @returns undefined if there is none that can be read */
  async enterSaved(name: string, site: Site, conventions: Conventions): Promise<IndexedFile | undefined> {
    const reading = await this.#lastGood.read(name, site, conventions);
    if (reading === undefined) return undefined;
    this.enter(name, { ...reading, signature: UNCONFIRMED });
    return this.index.get(name);
  }

  /** Enters the saved version of each file. @returns whether there was any that is not entered yet */
  async enterAllSaved(site: Site, conventions: Conventions): Promise<boolean> {
    const names = this.savedNames().filter((name) => this.index.get(name) === undefined);
    for (const name of names) await this.enterSaved(name, site, conventions);
    return names.some((name) => this.index.get(name) !== undefined);
  }

  /** Saves the last good versions of what is served now. */
  save(): void {
    this.#lastGood.save((name) => {
      const article = this.index.get(name)?.article;
      return article !== undefined && article !== null && this.index.ownerOf(article.slug) === name;
    });
  }
}
