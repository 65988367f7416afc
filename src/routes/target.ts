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

/** What an address stands for. */
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
  /** The list of all feeds as OPML. */
  | { readonly kind: "opml" }
  /** The sitemap, or a part of a large one. */
  | { readonly kind: "sitemap"; readonly part: SitemapPart | undefined }
  /** The sitemap of news. */
  | { readonly kind: "news" }
  /** A document that follows from the settings alone. */
  | { readonly kind: "fixed"; readonly name: FixedDocument }
  /** The style sheet of one version: what is at its address never changes. */
  | { readonly kind: "style"; readonly version: string };

/** The canonical path and query of a target, from the root of the host. */
export function pathOf(site: Site, target: Target): string {
  return pathPrefix(site) + pathBelow(site, target);
}

function pathBelow(site: Site, target: Target): string {
  switch (target.kind) {
    case "feed":
      return feedPath(target.scope, target.format, canonicalPart(site, target.part));
    case "list":
      return listPath(target.scope, target.to);
    case "article":
      return articlePath(target.slug);
    case "subscribe":
      return subscribePath(target.scope, target.from);
    case "feeds":
      return feedsPath(target.page);
    case "opml":
      return OPML_PATH;
    case "sitemap":
      return sitemapPath(target.part);
    case "news":
      return NEWS_SITEMAP_PATH;
    case "fixed":
      return FIXED_PATHS[target.name];
    case "style":
      return stylePath(target.version);
  }
}
