import { createHash } from "node:crypto";
import type { Phrase, SearchQuery } from "./search-query.ts";

/**
 * Questions in the language of SQLite's FTS5, for a table with the tokenizer `ascii` and two columns: `text` holds
 * what `searchableText` gives, `terms` what `termsOf` gives.
 */

/** Is a term of every article: a question that only leaves out must leave out of something. */
const EVERY = "every";

/** 128 bits: slugs of the same digest will not be met. */
const DIGEST_CHARACTERS = 32;

/** The token that stands for a category or author. */
export function taxonomyToken(kind: "category" | "author", slug: string): string {
  const digest = createHash("sha256").update(slug).digest("hex").slice(0, DIGEST_CHARACTERS);
  return (kind === "category" ? "c" : "a") + digest;
}

/** The terms of an article, with blanks between. */
export function taxonomyTokens(article: {
  readonly categories: readonly { readonly slug: string }[];
  readonly authors: readonly { readonly slug: string }[];
}): string {
  const categories = article.categories.map(({ slug }) => taxonomyToken("category", slug));
  const authors = article.authors.map(({ slug }) => taxonomyToken("author", slug));
  return [EVERY, ...categories, ...authors].join(" ");
}

/** What to `MATCH` for a question. It is to be bound as a parameter. */
export function ftsExpression(question: SearchQuery): string {
  const categories = question.categories.map((slug) => taxonomyToken("category", slug));
  const authors = question.authors.map((slug) => taxonomyToken("author", slug));
  const withoutCategories = question.withoutCategories.map((slug) => taxonomyToken("category", slug));
  const wanted = [
    ...question.words.map((words) => `text : ${quoted(words)}`),
    ...[categories, authors].filter(({ length }) => length > 0).map(anyTerm),
  ];
  const unwanted = [
    ...question.without.map((words) => `text : ${quoted(words)}`),
    ...[withoutCategories].filter(({ length }) => length > 0).map(anyTerm),
  ];
  const all = wanted.length === 0 ? anyTerm([EVERY]) : wanted.join(" AND ");
  return unwanted.length === 0 ? all : `(${all}) NOT (${unwanted.join(" OR ")})`;
}

function anyTerm(tokens: readonly string[]): string {
  return `terms : (${tokens.map((token) => quoted([token])).join(" OR ")})`;
}

/** A phrase as an FTS5 string: what is a quotation mark in it is doubled, though no token has one. */
function quoted(tokens: Phrase): string {
  return `"${tokens.join(" ").replaceAll('"', '""')}"`;
}
