import { type Question, questionQuery } from "./search/question.ts";
import type { Site } from "./site.ts";

/** The formats that a feed comes in. */
export const FORMATS = ["rss", "atom", "json"] as const;

export type Format = (typeof FORMATS)[number];

/** Name of a feed's document in each format: the last part of its address. */
export const DOCUMENT_NAMES: Readonly<Record<Format, string>> = {
  rss: "rss.xml",
  atom: "atom.xml",
  json: "feed.json",
};

/** Which articles: all, those of a category or an author, named by slug, or those that answer a question. */
export type Scope =
  | { readonly kind: "all" }
  | { readonly kind: "category"; readonly slug: string }
  | { readonly kind: "author"; readonly slug: string }
  | { readonly kind: "search"; readonly question: Question };

/** Which part of a scope's articles a document holds. */
export type Part =
  /** The newest; nothing stands for the site's usual number of them. */
  | { readonly kind: "newest"; readonly limit: number | undefined }
  /** Those on a sheet of the archive, counted from 1, the oldest; up to a position on it, if there is one given. */
  | { readonly kind: "archive"; readonly sheet: number; readonly to: number | undefined };

/** The newest articles, in the site's usual number. */
export const NEWEST: Part = { kind: "newest", limit: undefined };

/** Path and query of a scope's page below the site's address; the site's own is empty. */
export function scopePath(scope: Scope): string {
  return withQuery(basePath(scope), queryOf(scope));
}

/** Path and query of a feed's document below the site's address. */
export function feedPath(scope: Scope, format: Format, part: Part = NEWEST): string {
  const folder = part.kind === "archive" ? `/archive/${part.sheet}` : "";
  const [name, number] = part.kind === "archive" ? ["to", part.to] : ["limit", part.limit];
  const query = [queryOf(scope), number === undefined ? "" : `${name}=${number}`].filter(Boolean).join("&");
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
  return scope.kind === "search" ? questionQuery(scope.question) : "";
}

function withQuery(path: string, query: string): string {
  return query === "" ? path : `${path}?${query}`;
}

/** Path of the page on which a search begins, below the site's address. */
export const SEARCH_PATH = "/search";

/** Path of the description of how the site is searched. */
export const DESCRIPTION_PATH = "/opensearch.xml";

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
