import { join } from "node:path";
import type { Fault } from "../../lib/fault.ts";
import { parseSite } from "../../site/parse-site.ts";
import { conventionsOf, type Site } from "../../site/site.ts";
import type { Conventions } from "../../source/conventions.ts";
import { MISSING_SITE } from "./folder-faults.ts";
import { ABSENT, type FileSignature, readTextFile, statFile } from "./read-file.ts";
import type { WriteSettling } from "./write-settling.ts";

/** Name of the file with the settings, in the content folder. */
export const SITE_FILE = "site.json";

/** The settings of a content folder: those of the last good version of their file. */
export class SiteFile {
  readonly #folder: string;
  readonly #override: string | undefined;
  readonly #settling: WriteSettling;
  #signature: FileSignature | undefined;
  #faults: readonly Fault[] = [];
  #site: Site | undefined;
  #conventions: { readonly site: Site; readonly conventions: Conventions } | undefined;

  /** @param override the address in place of the one in the file */
  constructor(folder: string, override: string | undefined, settling: WriteSettling) {
    this.#folder = folder;
    this.#override = override;
    this.#settling = settling;
  }

  /** Nothing until a good version was seen. */
  get site(): Site | undefined {
    return this.#site;
  }

  /** Of the newest version. */
  get faults(): readonly Fault[] {
    return this.#faults;
  }

  /** What settings mean for the reading of articles, worked out once for all of them. */
  conventionsFor(site: Site): Conventions {
    if (this.#conventions?.site !== site) this.#conventions = { site, conventions: conventionsOf(site) };
    return this.#conventions.conventions;
  }

  /** Looks whether the file has changed and reads it. */
  async scan(): Promise<{ readonly changed: boolean; readonly unsettled: boolean }> {
    const path = join(this.#folder, SITE_FILE);
    const { signature, modified } = await statFile(path);
    if (signature === this.#signature) return { changed: false, unsettled: false };
    if (!this.#settling.hasSettled(path, signature, modified)) return { changed: false, unsettled: true };
    this.#signature = signature;
    const read = signature === ABSENT ? MISSING_SITE : await readTextFile(this.#folder, SITE_FILE);
    if ("finding" in read) {
      this.#faults = [{ file: SITE_FILE, ...read.finding }];
    } else {
      const reading = await parseSite(read.text, read.modified, this.#override);
      this.#faults = "faults" in reading ? reading.faults : [];
      if ("site" in reading) this.#site = reading.site;
    }
    return { changed: true, unsettled: false };
  }
}
