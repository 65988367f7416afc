import type { SearchQuery } from "../search/search-query.ts";

/** Entries of a feed. More would cost every poll bytes, and no reader shows more. @limit entries */
export const MAX_ENTRIES = 100;

/** A set of articles: all, those of a category or author (by slug), or the matches of a search. */
export type Scope =
  | { readonly kind: "all" }
  | { readonly kind: "category"; readonly slug: string }
  | { readonly kind: "author"; readonly slug: string }
  | { readonly kind: "search"; readonly query: SearchQuery };

/** The part of a scope's articles that a document contains. */
export type FeedPart =
  /** The newest. `limit` is `undefined` for the site's page size. */
  | { readonly kind: "newest"; readonly limit: number | undefined }
  /**
   * An archive page, counted from 1, the oldest; only up to the position `to` if it is given, and without the positions
   * `except`, which a reader who comes from newer documents has seen there.
   */
  | {
      readonly kind: "archive";
      readonly page: number;
      readonly to: number | undefined;
      readonly except?: readonly number[];
    };

/** The newest articles, as many as the site's page size. */
export const NEWEST: FeedPart = { kind: "newest", limit: undefined };

/** The scope of a search. A search for only one category or author, or for nothing, is that scope itself. */
export function scopeOf(query: SearchQuery): Scope {
  const { words, without, categories, withoutCategories, authors } = query;
  const [category, author] = [categories[0], authors[0]];
  const slugs = categories.length + authors.length;
  if (words.length + without.length + withoutCategories.length > 0 || slugs > 1) return { kind: "search", query };
  if (category !== undefined) return { kind: "category", slug: category };
  if (author !== undefined) return { kind: "author", slug: author };
  return { kind: "all" };
}
