import { errorCode } from "../../../lib/error-code.ts";
import type { Log } from "../../../lib/log.ts";
import type { Site } from "../../../site/site.ts";
import type { Conventions } from "../../../source/conventions.ts";
import { type FileReading, parseArticleFile } from "../files/parsed-file.ts";
import { readName } from "../files/read-file.ts";
import { GOOD_VERSIONS_FILE, type GoodVersion, type GoodVersions } from "./good-versions.ts";

/** Keeps the last good version of each published file, for when the file becomes faulty or is missing. */
export class LastGood {
  readonly #versions: GoodVersions | undefined;
  readonly #log: Log | undefined;
  /** Versions to save, undefined for those to forget. */
  readonly #pending = new Map<string, GoodVersion | undefined>();
  #warned = false;

  /** @param versions undefined if nothing is kept across restarts */
  constructor(versions: GoodVersions | undefined, log: Log | undefined) {
    this.#versions = versions;
    this.#log = log;
  }

  /** Names of the files with a saved version. */
  names(): readonly string[] {
    return [...(this.#versions?.times().keys() ?? [])];
  }

  /** A file was read and is good. */
  keep(name: string, { article, text, modified }: FileReading): void {
    if (this.#versions === undefined || article === null || text === undefined) return;
    if (this.#versions.times().get(name) !== modified.getTime()) this.#pending.set(name, { text, modified });
    else this.#pending.delete(name);
  }

  /** The saved version of a file. */
  versionOf(name: string): GoodVersion | undefined {
    return this.#pending.get(name) ?? this.#versions?.get(name);
  }

  /** The removal of a file is undone. */
  restore(name: string, version: GoodVersion | undefined): void {
    if (this.#versions !== undefined && version !== undefined) this.#pending.set(name, version);
  }

  /** A file was removed. */
  forget(name: string): void {
    if (this.#versions?.times().has(name)) this.#pending.set(name, undefined);
    else this.#pending.delete(name);
  }

  /** The saved version of a file, read under these settings; undefined if there is none that can be read. */
  async read(name: string, site: Site, conventions: Conventions): Promise<FileReading | undefined> {
    const nameReading = readName(name);
    const version = this.versionOf(name);
    if (version === undefined || nameReading.kind !== "article") return undefined;
    const source = { slug: nameReading.slug, format: nameReading.format, text: version.text };
    const reading = await parseArticleFile(source, name, site, version.modified, conventions);
    return reading.article === null ? undefined : reading;
  }

  /** A reading with the last good article instead of none. Its faults say so. */
  async complete(
    name: string,
    reading: FileReading,
    previous: FileReading | undefined,
    conventions: Conventions,
  ): Promise<FileReading> {
    if (reading.article !== null) return reading;
    const article = (await this.read(name, reading.site, conventions))?.article ?? previous?.article ?? null;
    if (article === null) return reading;
    const faults = reading.faults.map((fault) =>
      fault.severity === "error" ? { ...fault, hint: `${fault.hint} ${STILL_SERVED}` } : fault,
    );
    return { ...reading, article, faults };
  }

  /** Saves what changed. A file that is not served is saved once it is. */
  save(isServed: (name: string) => boolean): void {
    const changes = new Map([...this.#pending].filter(([name, version]) => version === undefined || isServed(name)));
    if (changes.size === 0) return;
    try {
      this.#versions?.save(changes);
      for (const name of changes.keys()) this.#pending.delete(name);
    } catch (error) {
      if (!this.#warned)
        this.#log?.warn(
          `${GOOD_VERSIONS_FILE} cannot be written (${errorCode(error)}): after a restart faulty articles are missing`,
        );
      this.#warned = true;
    }
  }
}

const STILL_SERVED = "Until then the last good version is served.";
