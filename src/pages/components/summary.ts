import type { Article } from "../../article/article.ts";
import { shorten } from "../../lib/text.ts";
import type { Site } from "../../site/site.ts";
import { plainText } from "../../source/html/plain-text.ts";

/**
 * Characters, in UTF-16 code units, of what previews and search engines are told of an article that has no standfirst:
 * about as many as those show.
 * @limit characters
 */
const SUMMARY_CHARACTERS = 160;

/** A paragraph of an article's HTML, in which `>` is only markup. */
const PARAGRAPH = /<p(?: [^>]*)?>(.*?)<\/p>/gs;

/**
 * What an article is about, for those who do not show it: its standfirst, or else how its first paragraph begins.
 * Nothing where it has no words.
 */
export function summaryOf({ standfirst, html }: Pick<Article, "standfirst" | "html">): string | undefined {
  if (standfirst !== null) return standfirst;
  for (const [, paragraph = ""] of html.matchAll(PARAGRAPH)) {
    const text = plainText(paragraph).replace(/\s+/g, " ").trim();
    if (text === "") continue;
    const short = shorten(text, SUMMARY_CHARACTERS - 1);
    return text.length <= SUMMARY_CHARACTERS ? text : `${short}…`;
  }
  return undefined;
}

/**
 * What the settings say of a scope; nothing where they say nothing, and what stands in its place in the documents of
 * feeds, which must have a description, repeats its title.
 * @param title the scope's
 * @param description the same
 */
export function ownDescription(site: Site, title: string, description: string): string | undefined {
  const name = title.slice(`${site.title}: `.length);
  return [title, `${name}: ${site.title}`].includes(description) ? undefined : description;
}
