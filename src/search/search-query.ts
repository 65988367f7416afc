import { slugOf } from "../lib/text.ts";
import { tokenize } from "./tokens.ts";

/** Characters of a search's words, as typed and as in its canonical address. @limit characters */
export const MAX_QUERY_CHARACTERS = 500;

/** Words and phrases of a search: each is a lookup. @limit words and phrases */
export const MAX_QUERY_TERMS = 16;

/** Categories and authors of a search: each is a lookup. @limit categories and authors */
export const MAX_QUERY_SLUGS = 32;

/** Characters of a search's query string: many proxies refuse a request line above 8 KiB. @limit characters */
export const MAX_QUERY_STRING_CHARACTERS = 6_000;

/** A word or a phrase: its tokens in order. */
export type Phrase = readonly string[];

/** A search. Every part narrows it; an empty part does not. */
export interface SearchQuery {
  /** The article contains all of these. */
  readonly words: readonly Phrase[];
  /** The article contains none of these. */
  readonly without: readonly Phrase[];
  /** Slugs. The article is in at least one of these categories. */
  readonly categories: readonly string[];
  /** Slugs. The article is in none of these categories. */
  readonly withoutCategories: readonly string[];
  /** Slugs. The article is by at least one of these authors. */
  readonly authors: readonly string[];
}

/** A search, or a sentence for its user about what is wrong with it. */
export type SearchQueryReading = { readonly query: SearchQuery } | { readonly fault: string };

/**
 * Reads a search from the parameters of a URL: `q` (words, `"phrases"`, `-word`, `-"phrase"`), `category`, `author` and
 * `-category`, each any number of times. Other parameters and empty values are ignored. The result is canonical: case,
 * order, accents and repetition make no difference. Redundant and contradictory parts are kept.
 */
export function parseSearchQuery(params: URLSearchParams): SearchQueryReading {
  const values = params.getAll("q");
  if (charactersOf(values) > MAX_QUERY_CHARACTERS) return TOO_LONG;
  const terms = values.flatMap(termsOf);
  const query: SearchQuery = {
    words: uniquePhrases(terms.filter(({ excluded }) => !excluded)),
    without: uniquePhrases(terms.filter(({ excluded }) => excluded)),
    categories: slugsOf(params.getAll("category")),
    withoutCategories: slugsOf(params.getAll("-category")),
    authors: slugsOf(params.getAll("author")),
  };
  return faultOf(query) ?? { query };
}

/** The query string of a search's canonical address, `application/x-www-form-urlencoded`, without the question mark. */
export function searchQueryString(query: SearchQuery): string {
  const { categories, withoutCategories, authors } = query;
  const params = new URLSearchParams();
  const text = searchText(query);
  if (text !== "") params.set("q", text);
  for (const slug of categories) params.append("category", slug);
  for (const slug of withoutCategories) params.append("-category", slug);
  for (const slug of authors) params.append("author", slug);
  return params.toString();
}

/** The words of a search as a user would type them. */
export function searchText({ words, without }: Pick<SearchQuery, "words" | "without">): string {
  const quoted = (tokens: Phrase) => (tokens.length === 1 ? tokens.join() : `"${tokens.join(" ")}"`);
  return [...words.map(quoted), ...without.map((tokens) => `-${quoted(tokens)}`)].join(" ");
}

interface Term {
  readonly tokens: Phrase;
  readonly excluded: boolean;
}

/** A quoted phrase (the closing quote may be missing) or a word; either may follow a hyphen. */
const TERM = /(-?)(?:"([^"]*)"?|([^\s"]+))/gu;

/** Quotation marks that phones and word processors type instead of ASCII's. */
const QUOTES = /[“”„‟«»＂]/g;

function termsOf(text: string): Term[] {
  return [...text.replace(QUOTES, '"').matchAll(TERM)]
    .map(([, sign, phrase, word]) => ({ tokens: tokenize(phrase ?? word ?? ""), excluded: sign === "-" }))
    .filter(({ tokens }) => tokens.length > 0);
}

/** Each phrase once, sorted by code units. */
function uniquePhrases(terms: readonly Term[]): Phrase[] {
  return [...new Set(terms.map(({ tokens }) => tokens.join(" ")))].sort().map((joined) => joined.split(" "));
}

function slugsOf(values: readonly string[]): string[] {
  const names = values.map((value) => value.trim()).filter((value) => value !== "");
  return [...new Set(names.map((value) => slugOf(value).normalize("NFC")))].sort();
}

/** Checks the canonical search, not how it was typed: two ways to type one search get one answer. */
function faultOf(query: SearchQuery): { readonly fault: string } | undefined {
  const { words, without, categories, withoutCategories, authors } = query;
  if (words.length + without.length > MAX_QUERY_TERMS)
    return { fault: `A search may have at most ${MAX_QUERY_TERMS} words and phrases.` };
  if (categories.length + withoutCategories.length + authors.length > MAX_QUERY_SLUGS)
    return { fault: `A search may name at most ${MAX_QUERY_SLUGS} categories and authors.` };
  if (charactersOf([searchText(query)]) > MAX_QUERY_CHARACTERS) return TOO_LONG;
  if (searchQueryString(query).length > MAX_QUERY_STRING_CHARACTERS)
    return { fault: "The search is too long for an address. Leave out some words, categories or authors." };
  return undefined;
}

const TOO_LONG = { fault: `The words of a search may have at most ${MAX_QUERY_CHARACTERS} characters.` };

function charactersOf(values: readonly string[]): number {
  return values.reduce((sum, { length }) => sum + length, 0);
}
