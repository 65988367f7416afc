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

/** Absolute address of the document of another part of the same feed. */
export function addressOf({ site, scope }: Selection, format: Format, part: FeedPart): string {
  return site.address + feedPath(scope, format, part);
}

/** Absolute address of the feed's subscribe page, one for all formats and parts. */
export function subscribePageAddress({ site, scope }: Selection): string {
  return site.address + subscribePath(scope);
}

/**
 * Media type of the subscribe page in links. Readers should show the site's own page as the feed's link, which precedes
 * this one. Most take the first alternate, but feedparser takes the last whose type is exactly `text/html`; hence the
 * charset.
 */
export const PAGE_TYPE = "text/html; charset=utf-8";

/** The WebSub hubs of a document. */
export function hubsOf({ site, scope, part }: Selection): readonly string[] {
  return isWebSubTopic(scope, part) ? site.hubs : [];
}

/** The categories of a feed, each once: the feed's own category, or those of its entries in order of appearance. */
export function categoriesOf(selection: Selection, articles: readonly Article[]): readonly Category[] {
  const { scope, site } = selection;
  const categories = new Map<string, Category>();
  for (const category of articles.flatMap((article) => article.categories)) {
    if (scope.kind !== "category" || category.slug === scope.slug)
      categories.set(category.slug, categories.get(category.slug) ?? category);
  }
  if (scope.kind === "category" && categories.size === 0) {
    return site.categories.filter(({ slug }) => slug === scope.slug).map(({ label, slug }) => ({ label, slug }));
  }
  return [...categories.values()];
}
