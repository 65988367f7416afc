import type { Article } from "../article/article.ts";
import { type BloomFilter, bloomFilterOf, hashOf, mayContain } from "./bloom-filter.ts";
import type { Phrase, SearchQuery } from "./search-query.ts";
import { searchableText } from "./tokens.ts";

/**
 * Returns the first articles that match a query.
 * @param articles read only as far as needed
 */
export type FindMatches = (articles: Iterable<Article>, query: SearchQuery, limit: number) => Article[];

/** Creates a search over articles in memory. It caches the searchable text of each article while that is in memory. */
export function createSearch(): FindMatches {
  const texts = new WeakMap<Article, SearchableArticle>();
  const textOf = (article: Article): SearchableArticle => {
    const cached = texts.get(article);
    if (cached !== undefined) return cached;
    const text = searchableText(article);
    const searchable = { text: ` ${text} `, filter: bloomFilterOf(text) };
    texts.set(article, searchable);
    return searchable;
  };

  return (articles, query, limit) => {
    const matches: Article[] = [];
    if (limit <= 0) return matches;
    const isMatch = createMatcher(query, textOf);
    for (const article of articles) {
      if (isMatch(article) && matches.push(article) >= limit) break;
    }
    return matches;
  };
}

function createMatcher(
  query: SearchQuery,
  textOf: (article: Article) => SearchableArticle,
): (article: Article) => boolean {
  const words = query.words.map(needleOf);
  const without = query.without.map(needleOf);
  const categories = new Set(query.categories);
  const withoutCategories = new Set(query.withoutCategories);
  const authors = new Set(query.authors);

  return (article) => {
    if (categories.size > 0 && !isAmong(categories, article.categories)) return false;
    if (authors.size > 0 && !isAmong(authors, article.authors)) return false;
    if (withoutCategories.size > 0 && isAmong(withoutCategories, article.categories)) return false;
    if (words.length === 0 && without.length === 0) return true;
    const text = textOf(article);
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

interface SearchableArticle {
  /** The tokens, with a space before and after each. */
  readonly text: string;
  readonly filter: BloomFilter;
}

/** A phrase to search for. */
interface Needle {
  /** Ends with a space but does not begin with one: `indexOf` would stop at every space of the text. */
  readonly text: string;
  readonly hashes: readonly number[];
}

function needleOf(tokens: Phrase): Needle {
  return { text: `${tokens.join(" ")} `, hashes: tokens.map(hashOf) };
}

function mayOccur({ hashes }: Needle, { filter }: SearchableArticle): boolean {
  return hashes.every((hash) => mayContain(filter, hash));
}

function occurs({ text: needle }: Needle, { text }: SearchableArticle): boolean {
  let index = text.indexOf(needle);
  while (index > 0 && text[index - 1] !== " ") index = text.indexOf(needle, index + 1);
  return index > 0;
}
