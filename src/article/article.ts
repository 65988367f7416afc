import { digest } from "../lib/digest.ts";
import type { OptionalValues } from "./fields/optional-fields.ts";

/** Categories of one article. Each costs bytes in every feed; more than this is a pasted list, not a choice. @limit categories */
export const MAX_CATEGORIES = 64;

/** Characters of a category's label: the row of a feed in a database holds it for each article, and D1 takes 2 MB. @limit characters */
export const MAX_LABEL_CHARACTERS = 1_000;

/** Names in one byline: more than a newsroom prints, and each costs bytes in every feed. @limit names */
export const MAX_AUTHORS = 32;

/** Somebody named in a byline. */
export interface Author {
  readonly name: string;
  readonly slug: string;
}

/** A category: `slug` is its term in feeds and addresses, `label` is for people. */
export interface Category {
  readonly label: string;
  readonly slug: string;
}

/** The lead picture. */
export interface Picture {
  /** Absolute and normalised, http or https. */
  readonly address: string;
  /** Alternative text, plain; empty if there is none. */
  readonly alternative: string;
  /** Media type, by the suffix of the address. */
  readonly type: string;
}

/** The content of an article: all that is rendered. Texts are plain, except for `html`. */
export interface ArticleContent extends OptionalValues {
  /** Unique and permanent: the name of its file without the suffix. */
  readonly slug: string;
  readonly headline: string;
  readonly standfirst: string | null;
  readonly authors: readonly Author[];
  readonly picture: Picture | null;
  /** In the author's order, each slug once. */
  readonly categories: readonly Category[];
  readonly readingMinutes: number | null;
  /** BCP 47. */
  readonly language: string;
  /** UTC. */
  readonly published: Date;
  /** UTC; never before `published`. */
  readonly updated: Date;
  /** The body as safe HTML. */
  readonly html: string;
}

/** What orders an article and identifies its version. */
export interface ArticleRef {
  readonly slug: string;
  /** A digest of the content. */
  readonly revision: string;
  /** UTC. */
  readonly published: Date;
  /** UTC. */
  readonly updated: Date;
  /** When the stored text last changed (UTC). `updated` is what the author says, and may be earlier. */
  readonly modified: Date;
}

/** A stored article. */
export interface Article extends ArticleContent, ArticleRef {}

/**
 * Adds the revision to an article's content.
 * @param modified when the stored text last changed, UTC
 */
export async function revise(content: ArticleContent, modified: Date): Promise<Article> {
  return Object.freeze({ ...content, revision: await digest(JSON.stringify(content)), modified });
}

/** The order of feeds, pages and SQL: the newest publication first, then by slug in code point order. */
export function newestFirst(a: ArticleRef, b: ArticleRef): number {
  return b.published.getTime() - a.published.getTime() || compareCodePoints(a.slug, b.slug);
}

/**
 * Orders texts by code points, as SQLite orders UTF-8. `<` compares code units, so it puts U+10000 and above before
 * U+E000.
 */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const difference = sortWeight(a.charCodeAt(index)) - sortWeight(b.charCodeAt(index));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** The weight of a code unit: surrogates come last, as they encode what lies above U+FFFF. */
function sortWeight(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
