import type { ArticleContent } from "../../src/article/article.ts";
import type { SourceReading } from "../../src/source/conventions.ts";
import { parseJsonArticle } from "../../src/source/json/parse-json.ts";
import { parseMarkdownArticle } from "../../src/source/markdown/parse-markdown.ts";
import type { SourceFormat } from "../../src/source/source.ts";
import { parseWireArticle } from "../../src/source/wire/parse-wire.ts";
import { CONVENTIONS } from "./reading.ts";

const READERS = { wire: parseWireArticle, markdown: parseMarkdownArticle, json: parseJsonArticle };

/** Reads a source in one of the formats. */
export function readAs(format: SourceFormat, text: string, conventions = CONVENTIONS): SourceReading {
  return READERS[format](text, "a-slug", conventions);
}

/** What JSON needs at least. */
export const LEAST = { headline: "Rain", published: "2025-03-31T17:35:00Z", html: "<p>The river rose.</p>" };

/** Reads an article in JSON that has the least and what is given; a key that is undefined is left out. */
export function readJson(members: Readonly<Record<string, unknown>>, conventions = CONVENTIONS): SourceReading {
  return readAs("json", JSON.stringify({ ...LEAST, ...members }), conventions);
}

/** Reads an article in Markdown by the lines of its front matter and its body. */
export function readMarkdown(
  frontMatter: readonly string[],
  body = "The river rose.",
  conventions = CONVENTIONS,
): SourceReading {
  return readAs("markdown", ["---", ...frontMatter, "---", body].join("\n"), conventions);
}

/** The article of a reading; fails when there is none. */
export function articleOf({ article, findings }: SourceReading): ArticleContent {
  if (article === null) throw new Error(JSON.stringify(findings));
  return article;
}
