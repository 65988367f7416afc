import type { Site } from "../../site/site.ts";
import { NEWS_SITEMAP_PATH, pathPrefix, SEARCH_PATH, SITEMAP_PATH } from "../../site/urls.ts";
import type { DocumentKind } from "../documents/document.ts";

export const ROBOTS: DocumentKind = {
  audience: "feed",
  mediaType: "text/plain; charset=utf-8",
  suffix: "txt",
};

/**
 * Paths that robots must not read: searches, as there is no end of them, and what needs a token. The feed of a search
 * stays allowed: a user may subscribe to it with an aggregator.
 */
const CLOSED = [`${SEARCH_PATH}?`, `${SEARCH_PATH}/subscribe`, "/status", "/metrics", "/api/"];

/**
 * `robots.txt` (RFC 9309): what robots may read, and where the sitemaps are. Robots ask only at the root of the host. A
 * site whose address has a path must have it served there.
 */
export function robots(site: Site): string {
  const { address } = site;
  // Only `*` and `$` mean anything else there (section 2.2.3).
  const prefix = pathPrefix(site).replace(/[*$]/g, (character) => (character === "*" ? "%2A" : "%24"));
  return `User-agent: *
Allow: ${prefix}/
${CLOSED.map((path) => `Disallow: ${prefix}${path}\n`).join("")}
Sitemap: ${address}${SITEMAP_PATH}
Sitemap: ${address}${NEWS_SITEMAP_PATH}
`;
}
