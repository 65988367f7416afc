import type { ArticleContent } from "../../src/article/article.ts";
import { conventionsOf } from "../../src/site/site.ts";
import type { SourceReading } from "../../src/source/conventions.ts";
import { parseWireArticle } from "../../src/source/wire/parse-wire.ts";
import { siteOf } from "../support/fixtures/content.ts";

/** What a site of no particular settings means for the reading of its articles. */
export const CONVENTIONS = conventionsOf(await siteOf());

/** 2025-03-31T17:35:00Z: the first line of articles whose time does not matter. */
export const PUBLISHED = "Published 23:05 IST, March 31st 2025";

/** A body that is one paragraph. */
export const BODY = "The river rose.";

/** Reads lines as an article of a site. */
export function read(lines: readonly string[], conventions = CONVENTIONS): SourceReading {
  return parseWireArticle(lines.join("\n"), "a-slug", conventions);
}

/** The article that lines stand for; fails when anything was found, a warning included. */
export function good(lines: readonly string[], conventions = CONVENTIONS): ArticleContent {
  const { article, findings } = read(lines, conventions);
  if (article === null || findings.length > 0) throw new Error(JSON.stringify(findings));
  return article;
}

/** The article below a headline, between the first line and the body. */
export function withHead(...head: readonly string[]): ArticleContent {
  return good([PUBLISHED, "Rain", ...head, "- India", BODY]);
}

/** The body of an article as HTML. */
export function bodyOf(...body: readonly string[]): string {
  return good([PUBLISHED, "Rain", "- India", ...body]).html;
}

/** `line:column code` of everything found, in the order in which it is reported. */
export function found(reading: SourceReading): string[] {
  return reading.findings.map(({ line, column, code }) => `${line}:${column} ${code}`);
}
