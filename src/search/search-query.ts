import { slugOf } from "../lib/text.ts";
import { tokenize } from "./tokens.ts";

/** Characters of a search's words, as they are typed and as its one address has them. @limit characters */
export const MAX_QUERY_CHARACTERS = 500;

/** Words and phrases of a search: each is looked up by itself. @limit words and phrases */
export const MAX_QUERY_TERMS = 16;

/** Categories and authors that a search names: each is looked up by itself. @limit categories and authors */
export const MAX_QUERY_SLUGS = 32;

/** Characters of a search's query as its address has it: many proxies take no line of a request above 8 KiB. @limit characters */
export const MAX_QUERY_STRING_CHARACTERS = 6_000;

/** A word or a phrase: its tokens, in their order. */
export type Phrase = readonly string[];

/** What somebody looks for among the articles. Every part narrows it; parts that are empty say nothing. */
export interface SearchQuery {
  /** All of these occur. */
  readonly words: readonly Phrase[];
  /** None of these occurs. */
  readonly without: readonly Phrase[];
  /** Slugs: the article is in one of these categories at least. */
  readonly categories: readonly string[];
  /** Slugs: the article is in none of these categories. */
  readonly withoutCategories: readonly string[];
  /** Slugs: the article is by one of these authors at least. */
  readonly authors: readonly string[];
}

/** A question, or what is wrong with it, for the person who asked. */
export type SearchQueryReading = { readonly query: SearchQuery } | { readonly fault: string };

/**
 * The question that a query's parameters ask: `q` (words, `"phrases"`, `-word`, `-"phrase"`), `category`, `author` and
 * `-category`, each any number of times. Others are not looked at, empty ones say nothing. Two queries that ask the
 * same in other words, order or case give one question, unless a part contradicts another or says less.
 */
export function parseSearchQuery(params: URLSearchParams): SearchQueryReading {
  const texts = params.getAll("q");
  if (charactersOf(texts) > MAX_QUERY_CHARACTERS) return TOO_LONG;
  const terms = texts.flatMap(termsOf);
  const question: SearchQuery = {
    words: settled(terms.filter(({ excluded }) => !excluded)),
    without: settled(terms.filter(({ excluded }) => excluded)),
    categories: slugsOf(params.getAll("category")),
    withoutCategories: slugsOf(params.getAll("-category")),
    authors: slugsOf(params.getAll("author")),
  };
  return faultOf(question) ?? { query: question };
}

/** The query of a question's one address, in `application/x-www-form-urlencoded`, without a question mark. */
export function searchQueryString(question: SearchQuery): string {
  const { categories, withoutCategories, authors } = question;
  const query = new URLSearchParams();
  const text = searchText(question);
  if (text !== "") query.set("q", text);
  for (const slug of categories) query.append("category", slug);
  for (const slug of withoutCategories) query.append("-category", slug);
  for (const slug of authors) query.append("author", slug);
  return query.toString();
}

/** A question's words as they are typed. */
export function searchText({ words, without }: Pick<SearchQuery, "words" | "without">): string {
  const quoted = (tokens: Phrase) => (tokens.length === 1 ? tokens.join() : `"${tokens.join(" ")}"`);
  return [...words.map(quoted), ...without.map((tokens) => `-${quoted(tokens)}`)].join(" ");
}

interface Term {
  readonly tokens: Phrase;
  readonly excluded: boolean;
}

/** What stands in quotes, which may lack the closing one, or a run of anything else; each perhaps after a hyphen. */
const TERM = /(-?)(?:"([^"]*)"?|([^\s"]+))/gu;

/** Quotation marks that telephones and word processors put where ASCII's was meant. */
const QUOTES = /[“”„‟«»＂]/g;

function termsOf(text: string): Term[] {
  return [...text.replace(QUOTES, '"').matchAll(TERM)]
    .map(([, sign, phrase, word]) => ({ tokens: tokenize(phrase ?? word ?? ""), excluded: sign === "-" }))
    .filter(({ tokens }) => tokens.length > 0);
}

/** Each once, in order of their code units. */
function settled(terms: readonly Term[]): Phrase[] {
  return [...new Set(terms.map(({ tokens }) => tokens.join(" ")))].sort().map((joined) => joined.split(" "));
}

function slugsOf(values: readonly string[]): string[] {
  const named = values.map((value) => value.trim()).filter((value) => value !== "");
  return [...new Set(named.map((value) => slugOf(value).normalize("NFC")))].sort();
}

/** Told of the question and not of how it was asked, so that no question loses its one address. */
function faultOf(question: SearchQuery): { readonly fault: string } | undefined {
  const { words, without, categories, withoutCategories, authors } = question;
  if (words.length + without.length > MAX_QUERY_TERMS)
    return { fault: `A search may have at most ${MAX_QUERY_TERMS} words and phrases.` };
  if (categories.length + withoutCategories.length + authors.length > MAX_QUERY_SLUGS)
    return { fault: `A search may name at most ${MAX_QUERY_SLUGS} categories and authors.` };
  if (charactersOf([searchText(question)]) > MAX_QUERY_CHARACTERS) return TOO_LONG;
  if (searchQueryString(question).length > MAX_QUERY_STRING_CHARACTERS)
    return { fault: "The search is too long for an address. Leave out some words, categories or authors." };
  return undefined;
}

const TOO_LONG = { fault: `The words of a search may have at most ${MAX_QUERY_CHARACTERS} characters.` };

function charactersOf(texts: readonly string[]): number {
  return texts.reduce((sum, { length }) => sum + length, 0);
}
