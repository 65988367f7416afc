import type { Author, Category } from "../../article/article.ts";
import type { Site } from "../../site/site.ts";
import { type Html, markup } from "../layout/markup.ts";
import { translationsFor } from "../translations/translations.ts";
import { pagePath } from "./feed-links.ts";

/** The names of a byline as links, in the pages' own words: “A, B and C”. */
export function authorLinks(site: Site, authors: readonly Author[]): Html {
  const { and } = translationsFor(site);
  const between = (index: number) => (index === 0 ? "" : index === authors.length - 1 ? ` ${and} ` : ", ");
  return markup`${authors.map(
    ({ name, slug }, index) =>
      markup`${between(index)}<a href="${pagePath(site, { kind: "author", slug })}" rel="author" dir="auto">${name}</a>`,
  )}`;
}

/** A category as a link. */
export function categoryLink(site: Site, { label, slug }: Category): Html {
  return markup`<a href="${pagePath(site, { kind: "category", slug })}" rel="tag" dir="auto">${label}</a>`;
}

/** Pieces of a line of small text. */
export function joinWithDots(pieces: readonly Html[]): Html {
  return markup`${pieces.map((piece, index) => (index === 0 ? piece : markup` · ${piece}`))}`;
}
