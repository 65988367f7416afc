import { createHash } from "node:crypto";
import type { Phrase, SearchQuery } from "./search-query.ts";

/**
 * Searches as expressions of SQLite's FTS5. The table uses the tokenizer `ascii` and has two columns: `text` holds
 * `searchableText`, `terms` holds `taxonomyTokens`.
 */

/** A token in `terms` of every article. FTS5 has no unary NOT, so a search that only excludes needs it. */
const EVERY_ARTICLE = "every";

/** 128 bits: too many for two slugs to collide. */
const DIGEST_CHARACTERS = 32;

/** The token of a category or author in `terms`. A digest, as a slug may contain characters that part tokens. */
export function taxonomyToken(kind: "category" | "author", slug: string): string {
  const digest = createHash("sha256").update(slug).digest("hex").slice(0, DIGEST_CHARACTERS);
  return (kind === "category" ? "c" : "a") + digest;
}

/** The column `terms` of an article, tokens separated by spaces. */
export function taxonomyTokens(article: {
  readonly categories: readonly { readonly slug: string }[];
  readonly authors: readonly { readonly slug: string }[];
}): string {
  const categories = article.categories.map(({ slug }) => taxonomyToken("category", slug));
  const authors = article.authors.map(({ slug }) => taxonomyToken("author", slug));
  return [EVERY_ARTICLE, ...categories, ...authors].join(" ");
}

/** The operand of `MATCH` for a search. Bind it as a parameter. */
export function ftsExpression(query: SearchQuery): string {
  const categories = query.categories.map((slug) => taxonomyToken("category", slug));
  const authors = query.authors.map((slug) => taxonomyToken("author", slug));
  const withoutCategories = query.withoutCategories.map((slug) => taxonomyToken("category", slug));
  const required = [
    ...query.words.map((words) => `text : ${quoted(words)}`),
    ...[categories, authors].filter(({ length }) => length > 0).map(anyTerm),
  ];
  const excluded = [
    ...query.without.map((words) => `text : ${quoted(words)}`),
    ...[withoutCategories].filter(({ length }) => length > 0).map(anyTerm),
  ];
  const base = required.length === 0 ? anyTerm([EVERY_ARTICLE]) : required.join(" AND ");
  return excluded.length === 0 ? base : `(${base}) NOT (${excluded.join(" OR ")})`;
}

function anyTerm(tokens: readonly string[]): string {
  return `terms : (${tokens.map((token) => quoted([token])).join(" OR ")})`;
}

/** A phrase as an FTS5 string. Quotation marks are doubled, although tokens have none. */
function quoted(tokens: Phrase): string {
  return `"${tokens.join(" ").replaceAll('"', '""')}"`;
}
