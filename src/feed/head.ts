import { type Format, feedPath } from "../addresses.ts";
import type { Article, Category } from "../article/article.ts";
import type { Selection } from "./selection.ts";

/** Absolute address of a selection's document in a format. */
export function selfAddress(selection: Selection, format: Format): string {
  return selection.site.address + feedPath(selection.scope, format) + selection.query;
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
