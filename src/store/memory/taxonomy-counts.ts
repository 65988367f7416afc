import { compareCodePoints } from "../../article/article.ts";
import type { TaxonomyCount } from "../article-store.ts";
import type { Collection } from "./collections.ts";
import { firstVisible, nameOf } from "./pages.ts";

/** Counts articles by term: configured terms in the order of the site, then the others by name. */
export function countTaxonomy(collections: ReadonlyMap<string, Collection>, now: Date): TaxonomyCount[] {
  const counted = [...collections].map(([slug, collection]) => {
    const first = firstVisible(collection.articles, now);
    const count = collection.articles.length - first;
    return {
      term: { slug, name: nameOf(collection, first), count },
      settled: collection.configuredName !== undefined,
    };
  });
  return [
    ...counted.filter(({ settled: configured }) => configured),
    ...counted
      .filter(({ settled: configured, term }) => !configured && term.count > 0)
      .sort((a, b) => byName(a.term, b.term)),
  ].map(({ term }) => term);
}

/** By name, then by slug, in code point order: a collation would depend on the machine's locale. */
export function byName(a: TaxonomyCount, b: TaxonomyCount): number {
  return compareCodePoints(a.name, b.name) || compareCodePoints(a.slug, b.slug);
}
