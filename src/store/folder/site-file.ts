import { join } from "node:path";
import type { Fault } from "../../lib/fault.ts";
import { parseSite } from "../../site/parse-site.ts";
import { conventionsOf, type Site } from "../../site/site.ts";
import type { Conventions } from "../../source/conventions.ts";
import { ABSENT, type FileSignature, readTextFile, statFile } from "./files/read-file.ts";
import type { WriteSettling } from "./files/write-settling.ts";
import { MISSING_SITE } from "./folder-faults.ts";

/** Name of the file with the settings, in the content folder. */
export const SITE_FILE = "site.json";

/** Settings as `site.json` has them, that lie in no file. */
export interface GivenSettings {
  readonly text: string;
  /** UTC. */
  readonly modified: Date;
}

/** The settings of a content folder: the last valid version of `site.json`, or those that are handed in. */
export class SiteFile {
  readonly #folder: string;
  readonly #override: string | undefined;
  readonly #given: GivenSettings | undefined;
  readonly #settling: WriteSettling;
  #signature: FileSignature | undefined;
  #faults: readonly Fault[] = [];
  #site: Site | undefined;
  #conventions: { readonly site: Site; readonly conventions: Conventions } | undefined;

  /**
   * @param override replaces the address in the file
   * @param given stand in place of the file
   */
  constructor(folder: string, override: string | undefined, settling: WriteSettling, given?: GivenSettings) {
    this.#folder = folder;
    this.#override = override;
    this.#settling = settling;
    this.#given = given;
  }

  /** Undefined until a valid version was read. */
  get site(): Site | undefined {
    return this.#site;
  }

  /** Faults of the newest version. */
  get faults(): readonly Fault[] {
    return this.#faults;
  }

  /** The zones and words by which articles are read under these settings, computed once for all articles. */
  conventionsFor(site: Site): Conventions {
    if (this.#conventions?.site !== site) this.#conventions = { site, conventions: conventionsOf(site) };
    return this.#conventions.conventions;
  }

  /** Reads the file if it has changed. */
  async scan(): Promise<{ readonly changed: boolean; readonly unsettled: boolean }> {
    if (this.#given !== undefined) return { changed: await this.#readGiven(this.#given), unsettled: false };
    const path = join(this.#folder, SITE_FILE);
    const { signature, modified } = await statFile(path);
    if (signature === this.#signature) return { changed: false, unsettled: false };
    if (!this.#settling.hasSettled(path, signature, modified)) return { changed: false, unsettled: true };
    this.#signature = signature;
    const result = signature === ABSENT ? MISSING_SITE : await readTextFile(this.#folder, SITE_FILE);
    if ("finding" in result) {
      this.#faults = [{ file: SITE_FILE, ...result.finding }];
    } else {
      await this.#read(result.text, result.modified);
    }
    return { changed: true, unsettled: false };
  }

  /** They do not change: they are read once. */
  async #readGiven({ text, modified }: GivenSettings): Promise<boolean> {
    if (this.#site !== undefined) return false;
    await this.#read(text, modified);
    return true;
  }

  async #read(text: string, modified: Date): Promise<void> {
    const reading = await parseSite(text, modified, this.#override);
    this.#faults = "faults" in reading ? reading.faults : [];
    if ("site" in reading) this.#site = reading.site;
  }
}
