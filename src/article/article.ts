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

/** A category as an entry carries it: `slug` is the term, `label` what people read. */
export interface Category {
  readonly label: string;
  readonly slug: string;
}

/** The lead picture. */
export interface Picture {
  /** Absolute and normalised, http or https. */
  readonly address: string;
  /** Alternative text, plain; empty when the author gave none. */
  readonly alternative: string;
  /** Media type, told from the address. */
  readonly type: string;
}

/** What an article says: everything that is rendered and nothing else. All texts are plain but `html`. */
export interface ArticleContent extends OptionalValues {
  /** Unique and for ever: the name of its file without `.txt`. */
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
  /** The body as safe HTML: only elements that `body.ts` writes. */
  readonly html: string;
}

/** The little that is needed of an article to order it and to tell whether a feed has changed. */
export interface ArticleRef {
  readonly slug: string;
  /** Differs when anything that is rendered differs. */
  readonly revision: string;
  /** UTC. */
  readonly published: Date;
  /** UTC. */
  readonly updated: Date;
  /** When the stored text last changed (UTC): it may be later than `updated`, which is what the author says. */
  readonly modified: Date;
}

/** A stored article. */
export interface Article extends ArticleContent, ArticleRef {}

/**
 * Gives an article's content the revision that follows from it.
 * @param modified when the stored text last changed, UTC
 */
export async function revise(content: ArticleContent, modified: Date): Promise<Article> {
  return Object.freeze({ ...content, revision: await digest(JSON.stringify(content)), modified });
}

/** Newest publication first, ties by slug in code point order: the order of every feed and page, and that of SQL. */
export function newestFirst(a: ArticleRef, b: ArticleRef): number {
  return b.published.getTime() - a.published.getTime() || compareCodePoints(a.slug, b.slug);
}

/**
 * Orders texts by their code points, which is the order of their bytes in UTF-8 and so SQLite's; `<` compares code
 * units, by which U+10000 and all above it would stand before U+E000.
 */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const difference = rank(a.charCodeAt(index)) - rank(b.charCodeAt(index));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** A code unit's place among others: surrogates, of which only what lies above U+FFFF is made, come last. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
