import type { ParseSource } from "./source.ts";
import { parseWireArticle } from "./wire/parse-wire.ts";

/**
 * Reads an article of any format. The parsers of HTML, Markdown and YAML are loaded on first use: they are most of the
 * program, and polls do not need them.
 */
export const parseSource: ParseSource = async ({ slug, format, text }, conventions) => {
  switch (format) {
    case "wire":
      return parseWireArticle(text, slug, conventions);
    case "markdown":
      return (await import("./markdown/parse-markdown.ts")).parseMarkdownArticle(text, slug, conventions);
    case "json":
      return (await import("./json/parse-json.ts")).parseJsonArticle(text, slug, conventions);
  }
};
