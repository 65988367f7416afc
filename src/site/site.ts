import type { Author, Category } from "../article/article.ts";
import type { CacheSettings } from "../http/resource.ts";
import { slugOf } from "../lib/text.ts";
import type { Conventions } from "../source/conventions.ts";
import { createZones, type ZoneNames } from "../source/time/zone.ts";

/** A category as `site.json` describes it. */
export interface CategorySettings extends Category {
  readonly description: string | null;
}

/** A reader on the web that feeds can be opened in. */
export interface WebReader {
  readonly name: string;
  /** Absolute address; `{feed}` stands for a feed's address, escaped. */
  readonly template: string;
}

/** The settings of a site, complete. Plain data: it goes into the Worker's bundle as JSON. */
export interface Site {
  readonly title: string;
  readonly description: string;
  /** Where the site is reached: normalised, without a slash at the end. */
  readonly address: string;
  /** BCP 47. */
  readonly language: string;
  /** The authority of its `tag:` URIs (RFC 4151): a domain name or mail address. It outlives the address. */
  readonly authority: string;
  /** A day on which the site held that authority, `YYYY-MM-DD`; the feeds' own ids carry it. */
  readonly authoritySince: string;
  readonly copyright: string | null;
  /** Address of a square picture. */
  readonly icon: string | null;
  /** Address of a picture that stands for the title; pages give it room of their own, whatever its size. */
  readonly logo: string | null;
  /** Colour of accents on pages, `#rrggbb` in lower case. */
  readonly colour: string;
  /** Zone in which pages show times: an IANA name or an offset. */
  readonly timeZone: string;
  /** Web readers that pages offer, in the order in which they do; `{feed}` stands for a feed's address, escaped. */
  readonly readers: readonly WebReader[];
  /** Who is meant where an article has no byline. */
  readonly author: Author | null;
  /** Entries of a feed, unless the request says otherwise. */
  readonly pageSize: number;
  readonly zones: ZoneNames;
  /** In the order in which they are listed. */
  readonly categories: readonly CategorySettings[];
  /** WebSub hubs. */
  readonly hubs: readonly string[];
  readonly cache: CacheSettings;
  /** Days for which Atom feeds tell that an article was removed; 0 for not at all. */
  readonly tombstoneDays: number;
  /** Differs when any setting differs. */
  readonly revision: string;
  /** When the settings last changed, UTC, ISO 8601. */
  readonly modified: string;
}

/** What the reading of articles needs to know of a site. */
export function conventionsOf(site: Site): Conventions {
  const categories = new Map<string, Category>();
  const named = site.categories.map(({ label, slug }) => ({ label, slug }));
  for (const category of named) categories.set(category.slug, category);
  // What a label says goes before what another category's slug happens to be.
  for (const category of named) categories.set(slugOf(category.label), category);
  return {
    zones: createZones(site.zones),
    language: site.language,
    author: site.author,
    base: `${site.address}/`,
    findCategory: (slug) => categories.get(slug),
  };
}
