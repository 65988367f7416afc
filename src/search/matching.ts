import type { Article } from "../article/article.ts";
import { type BloomFilter, bloomFilterOf, hashOf, mayContain } from "./bloom-filter.ts";
import type { Phrase, SearchQuery } from "./search-query.ts";
import { searchableText } from "./tokens.ts";

/** Whether an article answers a question. */
export function matchesQuery(article: Article, question: SearchQuery): boolean {
  return createMatcher(question)(article);
}

/**
 * The first articles that answer a question.
 * @param articles in the order in which they are wanted; read only as far as needed
 */
export function findMatches(articles: Iterable<Article>, question: SearchQuery, limit: number): Article[] {
  const found: Article[] = [];
  if (limit <= 0) return found;
  const matches = createMatcher(question);
  for (const article of articles) {
    if (matches(article) && found.push(article) >= limit) break;
  }
  return found;
}

/** A test of articles for one question: to be made once for many of them. */
export function createMatcher(question: SearchQuery): (article: Article) => boolean {
  const words = question.words.map(needleOf);
  const without = question.without.map(needleOf);
  const categories = new Set(question.categories);
  const withoutCategories = new Set(question.withoutCategories);
  const authors = new Set(question.authors);

  return (article) => {
    if (categories.size > 0 && !isAmong(categories, article.categories)) return false;
    if (authors.size > 0 && !isAmong(authors, article.authors)) return false;
    if (withoutCategories.size > 0 && isAmong(withoutCategories, article.categories)) return false;
    if (words.length === 0 && without.length === 0) return true;
    const text = searchedOf(article);
    return (
      words.every((needle) => mayOccur(needle, text)) &&
      words.every((needle) => occurs(needle, text)) &&
      !without.some((needle) => mayOccur(needle, text) && occurs(needle, text))
    );
  };
}

function isAmong(slugs: ReadonlySet<string>, terms: readonly { readonly slug: string }[]): boolean {
  return terms.some(({ slug }) => slugs.has(slug));
}

/** An article as it is searched. */
interface Searched {
  /** Its tokens, with a blank before and after each. */
  readonly text: string;
  readonly signature: BloomFilter;
}

/** Kept as long as their articles are, and made when first needed. */
const known = new WeakMap<Article, Searched>();

function searchedOf(article: Article): Searched {
  const earlier = known.get(article);
  if (earlier !== undefined) return earlier;
  const text = searchableText(article);
  const searched = { text: ` ${text} `, signature: bloomFilterOf(text) };
  known.set(article, searched);
  return searched;
}

/** Words as they are looked for. */
interface Needle {
  /** With a blank behind, but none before: a text is full of blanks, and each would be a place to look closer. */
  readonly text: string;
  readonly hashes: readonly number[];
}

function needleOf(tokens: Phrase): Needle {
  return { text: `${tokens.join(" ")} `, hashes: tokens.map(hashOf) };
}

function mayOccur({ hashes }: Needle, { signature }: Searched): boolean {
  return hashes.every((hash) => mayContain(signature, hash));
}

function occurs({ text: needle }: Needle, { text }: Searched): boolean {
  let index = text.indexOf(needle);
  while (index > 0 && text[index - 1] !== " ") index = text.indexOf(needle, index + 1);
  return index > 0;
}
