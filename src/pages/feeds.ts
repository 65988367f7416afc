import { DESCRIPTION_PATH, FORMATS, type Format, feedPath, type Scope, scopePath } from "../addresses.ts";
import { DESCRIPTION_TYPE } from "../search/description.ts";
import type { Site } from "../site.ts";
import { type Alternate, type Html, markup } from "./layout.ts";

const TYPES: Readonly<Record<Format, string>> = {
  rss: "application/rss+xml",
  atom: "application/atom+xml",
  json: "application/feed+json",
};

const NAMES: Readonly<Record<Format, string>> = { rss: "RSS", atom: "Atom", json: "JSON Feed" };

/** The part of the site's address that stands before every path; empty for most. */
export function pathPrefix(site: Site): string {
  const start = site.address.indexOf("/", "https://".length);
  return start === -1 ? "" : site.address.slice(start);
}

/** Path of a scope's page from the root of the host. */
export function pagePath(site: Site, scope: Scope): string {
  return pathPrefix(site) + (scopePath(scope) || "/");
}

/** The three feeds of a scope, for a page's head. */
export function alternatesOf(site: Site, scope: Scope, title: string): Alternate[] {
  return FORMATS.map((format) => ({
    type: TYPES[format],
    title: `${title} (${NAMES[format]})`,
    address: pathPrefix(site) + feedPath(scope, format),
  }));
}

/** Links to the three feeds of a scope. */
export function feedLinks(site: Site, scope: Scope): Html {
  const links = FORMATS.map(
    (format) =>
      markup`<a href="${pathPrefix(site)}${feedPath(scope, format)}" type="${TYPES[format]}">${NAMES[format]}</a>`,
  );
  return markup`${links.map((link, index) => (index === 0 ? link : markup`, ${link}`))}`;
}

/** The description of how the site is searched, for a page's head. */
export function descriptionOf(site: Site): Alternate {
  return { type: DESCRIPTION_TYPE, title: site.title, address: `${pathPrefix(site)}${DESCRIPTION_PATH}` };
}
