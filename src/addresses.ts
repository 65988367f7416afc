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

/** Which articles: all, or those of a category or an author, named by slug. */
export type Scope =
  | { readonly kind: "all" }
  | { readonly kind: "category"; readonly slug: string }
  | { readonly kind: "author"; readonly slug: string };

/** Path of a scope's page below the site's address; the site's own is empty. */
export function scopePath(scope: Scope): string {
  switch (scope.kind) {
    case "all":
      return "";
    case "category":
      return `/categories/${encodeURIComponent(scope.slug)}`;
    case "author":
      return `/authors/${encodeURIComponent(scope.slug)}`;
  }
}

/** Path of a feed below the site's address. */
export function feedPath(scope: Scope, format: Format): string {
  return `${scopePath(scope)}/${DOCUMENT_NAMES[format]}`;
}

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
