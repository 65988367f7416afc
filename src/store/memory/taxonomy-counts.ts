import { compareCodePoints } from "../../article/article.ts";
import type { TaxonomyCount } from "../article-store.ts";
import type { Collection } from "./collections.ts";
import { firstVisible, nameOf } from "./pages.ts";

/** The site's own categories first, in its order; then those that only articles name, by name. */
export function countTaxonomy(shelves: ReadonlyMap<string, Collection>, now: Date): TaxonomyCount[] {
  const counted = [...shelves].map(([slug, shelf]) => {
    const first = firstVisible(shelf.articles, now);
    const count = shelf.articles.length - first;
    return { term: { slug, name: nameOf(shelf, first), count }, settled: shelf.configuredName !== undefined };
  });
  return [
    ...counted.filter(({ settled }) => settled),
    ...counted
      .filter(({ settled, term }) => !settled && term.count > 0)
      .sort((a, b) => byName(a.term, b.term)),
  ].map(({ term }) => term);
}

/** By code point, as a collation would follow the machine's locale; those of one name by slug. */
export function byName(a: TaxonomyCount, b: TaxonomyCount): number {
  return compareCodePoints(a.name, b.name) || compareCodePoints(a.slug, b.slug);
}
