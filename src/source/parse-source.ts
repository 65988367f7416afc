import type { ParseSource } from "./source.ts";
import { parseWireArticle } from "./wire/parse-wire.ts";

/**
 * Reads an article, whatever its format. What reads HTML, Markdown and YAML is loaded when it is first needed: it is
 * most of the program, and polls never need it.
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
