import { DOCUMENT_NAMES, type Format } from "../lib/feed-format.ts";
import { searchQueryString } from "../search/search-query.ts";
import { formatPositions } from "./position-ranges.ts";
import { type FeedPart, NEWEST, type Scope } from "./scope.ts";
import type { Site } from "./site.ts";

/** Path and query of a scope's page below the site's address; the site's own is empty. */
export function scopePath(scope: Scope): string {
  return withQuery(basePath(scope), queryOf(scope));
}

/**
 * Path and query of a page of a scope's articles below the site's address.
 * @param to the archive position at which it begins, going back in time; `undefined` for the newest
 */
export function listPath(scope: Scope, to?: number): string {
  const base = basePath(scope) || "/";
  const query = [queryOf(scope), to === undefined ? "" : `to=${to}`].filter(Boolean).join("&");
  return withQuery(base, query);
}

/**
 * Path and query of the page that shows a scope's feed to people, below the site's address.
 * @param from the entry at which it begins, counted from 1, the newest
 */
export function subscribePath(scope: Scope, from = 1): string {
  const query = [queryOf(scope), from === 1 ? "" : `from=${from}`].filter(Boolean).join("&");
  return withQuery(`${basePath(scope)}/subscribe`, query);
}

/** Path and query of a page of the table of all feeds. @param page counted from 1 */
export function feedsPath(page = 1): string {
  return withQuery(FEEDS_PATH, page === 1 ? "" : `page=${page}`);
}

/** A part of a large sitemap, counted from 1. Parts of articles begin with the oldest. */
export interface SitemapPart {
  readonly of: "articles" | "pages";
  readonly number: number;
}

/** Path and query of the sitemap. @param part `undefined` for the whole sitemap or the index */
export function sitemapPath(part?: SitemapPart): string {
  const name = part?.of === "pages" ? "pages" : "part";
  return withQuery(SITEMAP_PATH, part === undefined ? "" : `${name}=${part.number}`);
}

/** Path and query of a feed's document below the site's address. */
export function feedPath(scope: Scope, format: Format, part: FeedPart = NEWEST): string {
  const folder = part.kind === "archive" ? `/archive/${part.page}` : "";
  const parameters =
    part.kind === "archive"
      ? { to: part.to, except: part.except && formatPositions(part.except) }
      : { limit: part.limit };
  const written = Object.entries(parameters).map(([name, value]) => (value === undefined ? "" : `${name}=${value}`));
  const query = [queryOf(scope), ...written].filter(Boolean).join("&");
  return withQuery(`${basePath(scope)}${folder}/${DOCUMENT_NAMES[format]}`, query);
}

function basePath(scope: Scope): string {
  switch (scope.kind) {
    case "all":
      return "";
    case "category":
      return `/categories/${encodeURIComponent(scope.slug)}`;
    case "author":
      return `/authors/${encodeURIComponent(scope.slug)}`;
    case "search":
      return SEARCH_PATH;
  }
}

function queryOf(scope: Scope): string {
  return scope.kind === "search" ? searchQueryString(scope.query) : "";
}

function withQuery(path: string, query: string): string {
  return query === "" ? path : `${path}?${query}`;
}

/** Path of the search page, below the site's address. */
export const SEARCH_PATH = "/search";

/** Path of the OpenSearch description. */
export const OPENSEARCH_PATH = "/opensearch.xml";

/** Path of the table of all feeds. */
export const FEEDS_PATH = "/feeds";

/** Path of the list of all feeds as OPML 2.0. */
export const OPML_PATH = "/opml.xml";

/** Path of the sitemap. */
export const SITEMAP_PATH = "/sitemap.xml";

/** Path of the news sitemap: articles of the last two days. */
export const NEWS_SITEMAP_PATH = "/news-sitemap.xml";

/** Paths of the documents that depend on the settings only. */
export const FIXED_PATHS = {
  search: SEARCH_PATH,
  description: OPENSEARCH_PATH,
  robots: "/robots.txt",
  manifest: "/manifest.webmanifest",
  favicon: "/favicon.ico",
  icon: "/icon.svg",
  style: "/style.css",
} as const;

/** Path and query of the style sheet, as pages link to it. @param version a digest of its bytes */
export function stylePath(version: string): string {
  return `${FIXED_PATHS.style}?v=${version}`;
}

/** A document that depends on the settings only. */
export type FixedDocument = keyof typeof FIXED_PATHS;

/** Path of an article's page below the site's address. */
export function articlePath(slug: string): string {
  return `/articles/${encodeURIComponent(slug)}`;
}

/** Absolute address of a scope's page. */
export function scopeAddress(site: Site, scope: Scope): string {
  return scope.kind === "all" ? `${site.address}/` : site.address + scopePath(scope);
}

/**
 * An article's permanent id: a `tag:` URI (RFC 4151) from the authority, the day of publication in UTC and the slug.
 * It does not follow the address of the site.
 */
export function articleId(site: Site, article: { readonly slug: string; readonly published: Date }): string {
  const day = article.published.toISOString().slice(0, 10);
  return `tag:${site.authority},${day}:articles/${encodeURIComponent(article.slug)}`;
}

/** A feed's permanent id (RFC 4151), the same in every format and for every number of entries. */
export function scopeId(site: Site, scope: Scope): string {
  return `tag:${site.authority},${site.authoritySince}:${scopePath(scope).slice(1) || "all"}`;
}

/** Media type of an OpenSearch description. */
export const OPENSEARCH_TYPE = "application/opensearchdescription+xml";

/** The path of the site's address, before every other path; usually empty. */
export function pathPrefix(site: Site): string {
  const start = site.address.indexOf("/", "https://".length);
  return start === -1 ? "" : site.address.slice(start);
}
