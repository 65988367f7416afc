import type { SearchQuery } from "../search/search-query.ts";

/** Entries of one feed. Beyond this, bytes grow for every reader that polls and no reader shows more. @limit entries */
export const MAX_ENTRIES = 100;

/** Which articles: all, those of a category or an author, named by slug, or those that answer a question. */
export type Scope =
  | { readonly kind: "all" }
  | { readonly kind: "category"; readonly slug: string }
  | { readonly kind: "author"; readonly slug: string }
  | { readonly kind: "search"; readonly query: SearchQuery };

/** Which part of a scope's articles a document holds. */
export type FeedPart =
  /** The newest; nothing stands for the site's usual number of them. */
  | { readonly kind: "newest"; readonly limit: number | undefined }
  /** Those on a sheet of the archive, counted from 1, the oldest; up to a position on it, if there is one given. */
  | { readonly kind: "archive"; readonly page: number; readonly to: number | undefined };

/** The newest articles, in the site's usual number. */
export const NEWEST: FeedPart = { kind: "newest", limit: undefined };

/** The scope that a question stands for: that of a whole feed where it asks for nothing else. */
export function scopeOf(question: SearchQuery): Scope {
  const { words, without, categories, withoutCategories, authors } = question;
  const [category, author] = [categories[0], authors[0]];
  const slugs = categories.length + authors.length;
  if (words.length + without.length + withoutCategories.length > 0 || slugs > 1)
    return { kind: "search", query: question };
  if (category !== undefined) return { kind: "category", slug: category };
  if (author !== undefined) return { kind: "author", slug: author };
  return { kind: "all" };
}
