import { parseSite } from "../site/parse-site.ts";
import type { Site } from "../site/site.ts";
import { SettingsError } from "./errors.ts";

/** The settings of a site, as `site.json` has them: docs/reference/settings.md has each default. */
export interface SiteSettings {
  $schema?: string | undefined;
  /** The site's name. */
  title: string;
  /** Where the site is reached, such as `https://example.org/news`. It decides every link. */
  address: string;
  /** One sentence about the site. */
  description?: string | undefined;
  /** Language of the articles (BCP 47), unless their script tells another. Default: `en-IN`. */
  language?: string | undefined;
  /** Domain or mail address that ids are minted from (RFC 4151). Never change it. Default: the address's host. */
  authority?: string | undefined;
  /** A day on which the authority was yours, `YYYY-MM-DD`. Never change it. */
  authoritySince?: string | undefined;
  /** Who may do what with the articles. */
  copyright?: string | undefined;
  /** Address of a square picture. */
  icon?: string | undefined;
  /** Address of a picture that stands in place of the title at the top of pages. */
  logo?: string | undefined;
  /** Colour of links and accents on pages, such as `#a4262c`. */
  colour?: string | undefined;
  /** Zone in which pages show times. Default: `Asia/Kolkata`. */
  timeZone?: string | undefined;
  /** Web readers by name: an address with `{feed}` for the feed's own. */
  readers?: Record<string, string> | undefined;
  /** Author of articles without a byline. */
  author?: string | undefined;
  /** Entries of a feed. */
  pageSize?: number | undefined;
  /** Abbreviations of time zones: to IANA names or offsets. */
  zones?: Record<string, string> | undefined;
  /** How articles write dates of figures alone, such as 31/03/2025. */
  dateOrder?: "day-first" | "month-first" | undefined;
  /** Categories by label. */
  categories?:
    | Record<string, { slug?: string | undefined; description?: string | undefined; order?: number | undefined }>
    | undefined;
  /** Days for which Atom feeds tell that an article was removed; 0 for not at all. */
  tombstoneDays?: number | undefined;
  /** Minutes for which articles of a folder stay when many files vanish at once. */
  removalDelay?: number | undefined;
  /** WebSub hubs that feeds name. */
  hubs?: string[] | undefined;
  /** Seconds for which caches may keep a document. */
  cache?:
    | {
        maxAge?: number | undefined;
        staleWhileRevalidate?: number | undefined;
        staleIfError?: number | undefined;
      }
    | undefined;
}

/**
 * Checks settings and gives the defaults.
 * @param modified when they last changed, UTC
 * @throws SettingsError
 */
export async function readSite(settings: SiteSettings, modified: Date = new Date()): Promise<Site> {
  const reading = await parseSite(JSON.stringify(settings), modified);
  if ("faults" in reading) throw new SettingsError(reading.faults);
  return reading.site;
}
