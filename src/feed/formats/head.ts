import type { Article, Category } from "../../article/article.ts";
import type { Format } from "../../lib/feed-format.ts";
import type { FeedPart } from "../../site/scope.ts";
import { feedPath, subscribePath } from "../../site/urls.ts";
import { isWebSubTopic } from "../archive/archive-links.ts";
import type { Selection } from "../selection.ts";

/** Absolute address of a selection's document in a format. */
export function selfAddress(selection: Selection, format: Format): string {
  return addressOf(selection, format, selection.part);
}

/** Absolute address of a document of the same feed that holds another part of it. */
export function addressOf({ site, scope }: Selection, format: Format, part: FeedPart): string {
  return site.address + feedPath(scope, format, part);
}

/** Absolute address of the page that shows a feed to people: one for all its formats and parts. */
export function subscribePageAddress({ site, scope }: Selection): string {
  return site.address + subscribePath(scope);
}

/**
 * Media type of that page as RSS and Atom say it. The site's own page, which readers show as a feed's link, stands
 * before it; most take the first alternate, feedparser the last one of type `text/html`, which this is not to the letter.
 */
export const PAGE_TYPE = "text/html; charset=utf-8";

/** The hubs at which a document can be subscribed to. */
export function hubsOf({ site, scope, part }: Selection): readonly string[] {
  return isWebSubTopic(scope, part) ? site.hubs : [];
}

/**
 * The categories of a feed: of a category's feed that one, of another those of its entries, each once, in the order
 * in which they come.
 */
export function categoriesOf(selection: Selection, articles: readonly Article[]): readonly Category[] {
  const { scope, site } = selection;
  const found = new Map<string, Category>();
  for (const category of articles.flatMap((article) => article.categories)) {
    if (scope.kind !== "category" || category.slug === scope.slug)
      found.set(category.slug, found.get(category.slug) ?? category);
  }
  if (scope.kind === "category" && found.size === 0) {
    return site.categories
      .filter(({ slug }) => slug === scope.slug)
      .map(({ label, slug }) => ({ label, slug }));
  }
  return [...found.values()];
}
