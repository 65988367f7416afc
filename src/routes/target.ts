import { canonicalPart } from "../feed/selection.ts";
import type { Format } from "../lib/feed-format.ts";
import type { FeedPart, Scope } from "../site/scope.ts";
import type { Site } from "../site/site.ts";
import {
  articlePath,
  FIXED_PATHS,
  type FixedDocument,
  feedPath,
  feedsPath,
  listPath,
  NEWS_SITEMAP_PATH,
  OPML_PATH,
  pathPrefix,
  type SitemapPart,
  sitemapPath,
  stylePath,
  subscribePath,
} from "../site/urls.ts";

/** What an address asks for. */
export type Target =
  | {
      readonly kind: "feed";
      readonly scope: Scope;
      readonly format: Format;
      readonly part: FeedPart;
    }
  /** A page of articles: the newest, or those up to a position of the archive. */
  | { readonly kind: "list"; readonly scope: Scope; readonly to: number | undefined }
  | { readonly kind: "article"; readonly slug: string }
  /** The page that shows a feed to people, from one of its entries on, counted from 1. */
  | { readonly kind: "subscribe"; readonly scope: Scope; readonly from: number }
  /** A page of the table of all feeds, counted from 1. */
  | { readonly kind: "feeds"; readonly page: number }
  /** The list of all feeds for programs. */
  | { readonly kind: "opml" }
  /** All pages for search engines; where there are many, a part of them. */
  | { readonly kind: "sitemap"; readonly part: SitemapPart | undefined }
  /** What was published lately, for search engines. */
  | { readonly kind: "news" }
  /** What follows from the settings alone. */
  | { readonly kind: "settled"; readonly name: FixedDocument }
  /** The style sheet of one version for good, by the address that pages have it by. */
  | { readonly kind: "style"; readonly version: string };

/** Path and query, from the root of the host, at which something is found, as links to it have them. */
export function pathOf(site: Site, wanted: Target): string {
  return pathPrefix(site) + pathBelow(site, wanted);
}

function pathBelow(site: Site, wanted: Target): string {
  switch (wanted.kind) {
    case "feed":
      return feedPath(wanted.scope, wanted.format, canonicalPart(site, wanted.part));
    case "list":
      return listPath(wanted.scope, wanted.to);
    case "article":
      return articlePath(wanted.slug);
    case "subscribe":
      return subscribePath(wanted.scope, wanted.from);
    case "feeds":
      return feedsPath(wanted.page);
    case "opml":
      return OPML_PATH;
    case "sitemap":
      return sitemapPath(wanted.part);
    case "news":
      return NEWS_SITEMAP_PATH;
    case "settled":
      return FIXED_PATHS[wanted.name];
    case "style":
      return stylePath(wanted.version);
  }
}
