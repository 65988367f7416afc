import type { Author, Category } from "../article/article.ts";
import type { CacheSettings } from "../http/resource.ts";
import { slugOf } from "../lib/text.ts";
import type { Conventions } from "../source/conventions.ts";
import type { DateOrder } from "../source/time/written-time.ts";
import { createZones } from "../source/time/zone.ts";
import type { ZoneNames } from "../source/time/zone-names.ts";

/** A category as `site.json` describes it. */
export interface CategorySettings extends Category {
  readonly description: string | null;
}

/** A web-based feed reader. */
export interface WebReader {
  readonly name: string;
  /** Absolute address with the placeholder `{feed}` for the percent-encoded address of a feed. */
  readonly template: string;
}

/** The settings of a site with their defaults. Plain data: the Worker's bundle contains it as JSON. */
export interface Site {
  readonly title: string;
  readonly description: string;
  /** Absolute address, normalised, without a trailing slash. */
  readonly address: string;
  /** BCP 47. */
  readonly language: string;
  /** The authority of its `tag:` URIs (RFC 4151): a domain name or mail address. It outlives the address. */
  readonly authority: string;
  /** A day on which the site owned that authority, `YYYY-MM-DD`; part of the ids of feeds. */
  readonly authoritySince: string;
  readonly copyright: string | null;
  /** Address of a square picture. */
  readonly icon: string | null;
  /** Address of a picture that pages show instead of the title. */
  readonly logo: string | null;
  /** Colour of accents on pages, `#rrggbb` in lower case. */
  readonly colour: string;
  /** Time zone of times on pages: an IANA name or an offset. */
  readonly timeZone: string;
  /** Web readers that pages link to, in order. */
  readonly readers: readonly WebReader[];
  /** Author of articles without a byline. */
  readonly author: Author | null;
  /** Entries of a feed, unless the request has a `limit`. */
  readonly pageSize: number;
  readonly zones: ZoneNames;
  /** Of dates of figures alone in articles. Undefined where the language has no usual one. */
  readonly dateOrder: DateOrder | undefined;
  /** In display order. */
  readonly categories: readonly CategorySettings[];
  /** WebSub hubs. */
  readonly hubs: readonly string[];
  readonly cache: CacheSettings;
  /** Days for which Atom feeds list a removed article (RFC 6721); 0 for never. */
  readonly tombstoneDays: number;
  /** Minutes for which articles stay published when many of their files vanish at once; 0 for none. */
  readonly removalDelay: number;
  /** Differs when any setting differs. */
  readonly revision: string;
  /** When the settings last changed, UTC, ISO 8601. */
  readonly modified: string;
}

/** The settings that parsing an article needs. */
export function conventionsOf(site: Site): Conventions {
  const categories = new Map<string, Category>();
  const configured = site.categories.map(({ label, slug }) => ({ label, slug }));
  for (const category of configured) categories.set(category.slug, category);
  // A label takes precedence over another category's slug.
  for (const category of configured) categories.set(slugOf(category.label), category);
  return {
    zones: createZones(site.zones, site.timeZone),
    dateOrder: site.dateOrder,
    language: site.language,
    author: site.author,
    base: `${site.address}/`,
    findCategory: (slug) => categories.get(slug),
  };
}
