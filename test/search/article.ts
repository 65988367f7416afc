import { type Article, revise } from "../../src/article/article.ts";
import { slugOf } from "../../src/lib/text.ts";
import { createSearch } from "../../src/search/matching.ts";
import { parseSearchQuery, type SearchQuery } from "../../src/search/search-query.ts";
import { bodyToHtml } from "../../src/source/wire/body.ts";

const STORED = new Date("2026-11-01T00:00:00Z");

/** What an article says, as far as it can be searched. */
export interface Said {
  readonly headline?: string;
  readonly standfirst?: string | null;
  readonly authors?: readonly string[];
  readonly categories?: readonly string[];
  /** The body's blocks; or its HTML. */
  readonly body?: readonly string[] | string;
}

/** An article that says so and nothing else. */
export async function articleThat(said: Said, slug = "an-article"): Promise<Article> {
  const { headline = "", standfirst = null, authors = [], categories = [], body = [] } = said;
  return await revise(
    {
      slug,
      headline,
      standfirst,
      authors: authors.map((name) => ({ name, slug: slugOf(name) })),
      picture: null,
      categories: categories.map((label) => ({ label, slug: slugOf(label) })),
      readingMinutes: null,
      language: "en",
      published: STORED,
      updated: STORED,
      html: typeof body === "string" ? body : bodyToHtml(body),
    },
    STORED,
  );
}

/** The question of a query; fails when it is none. */
export function questionOf(query: string | Record<string, string>): SearchQuery {
  const reading = parseSearchQuery(new URLSearchParams(query));
  if ("fault" in reading) throw new Error(reading.fault);
  return reading.query;
}

export const findMatches = createSearch();

/** Whether a search finds an article. */
export function matchesQuery(article: Article, query: SearchQuery): boolean {
  return findMatches([article], query, 1).length > 0;
}
