import type { Scope } from "../addresses.ts";
import { type Article, newestFirst, type Stamp } from "../article/article.ts";
import type { Site } from "../site.ts";
import type { Census, Page, PageQuery, Store, Term } from "./store.ts";

/** The articles of everything, or of one category or author. */
interface Shelf {
  readonly name: string;
  /** Named by the site's settings: it exists even while it is empty. */
  readonly settled: boolean;
  /** Newest first. */
  readonly articles: Article[];
}

/**
 * A store over articles held in memory. It never changes: a new state is a new store.
 * @param changed when an article was last taken away or a setting changed, UTC
 */
export function createMemoryStore(site: Site, articles: Iterable<Article>, changed: Date): Store {
  const all: Shelf = { name: "", settled: true, articles: [...articles].sort(newestFirst) };
  const bySlug = new Map(all.articles.map((article) => [article.slug, article]));
  const edited = new Date(Math.max(changed.getTime(), latestEdit(all.articles)));
  const categories = new Map<string, Shelf>();
  const authors = new Map<string, Shelf>();
  for (const { slug, label } of site.categories)
    categories.set(slug, { name: label, settled: true, articles: [] });
  if (site.author) authors.set(site.author.slug, { name: site.author.name, settled: true, articles: [] });
  for (const article of all.articles) {
    for (const { slug, label } of article.categories) shelfAt(categories, slug, label).articles.push(article);
    for (const { slug, name } of article.authors) shelfAt(authors, slug, name).articles.push(article);
  }

  const shelfOf = (scope: Scope): Shelf | undefined =>
    scope.kind === "all" ? all : (scope.kind === "category" ? categories : authors).get(scope.slug);

  return {
    async page({ scope, limit, now }: PageQuery): Promise<Page | undefined> {
      const shelf = shelfOf(scope);
      if (shelf === undefined) return undefined;
      const first = firstVisible(shelf.articles, now);
      const page = shelf.articles.slice(first, first + limit);
      if (page.length === 0 && !shelf.settled) return undefined;
      return {
        name: shelf.name,
        stamps: page,
        modified: lastChange(page, changed),
        articles: async () => page,
      };
    },

    async article(slug: string, now: Date): Promise<Article | undefined> {
      const article = bySlug.get(slug);
      return article !== undefined && article.published <= now ? article : undefined;
    },

    async census(now: Date): Promise<Census> {
      const first = firstVisible(all.articles, now);
      return {
        articles: all.articles.length - first,
        categories: terms(categories, now),
        authors: terms(authors, now).sort((a, b) => compareNames(a.name, b.name)),
        modified: lastChange(all.articles.slice(first, first + 1), edited),
      };
    },
  };
}

function shelfAt(shelves: Map<string, Shelf>, slug: string, name: string): Shelf {
  let shelf = shelves.get(slug);
  if (shelf === undefined) {
    shelf = { name, settled: false, articles: [] };
    shelves.set(slug, shelf);
  }
  return shelf;
}

/** The site's own categories first, in its order; then those that only articles name, by name. */
function terms(shelves: ReadonlyMap<string, Shelf>, now: Date): Term[] {
  const counted = [...shelves].map(([slug, { name, settled, articles }]) => ({
    term: { slug, name, count: articles.length - firstVisible(articles, now) },
    settled,
  }));
  return [
    ...counted.filter(({ settled }) => settled),
    ...counted
      .filter(({ settled, term }) => !settled && term.count > 0)
      .sort((a, b) => compareNames(a.term.name, b.term.name)),
  ].map(({ term }) => term);
}

/** By code unit, as a collation would follow the machine's locale. */
function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Index of the newest article that is published by now: what comes before it is still to come. */
function firstVisible(articles: readonly Article[], now: Date): number {
  let [low, high] = [0, articles.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const article = articles[middle];
    if (article !== undefined && article.published > now) low = middle + 1;
    else high = middle;
  }
  return low;
}

function latestEdit(articles: readonly Stamp[]): number {
  return articles.reduce((latest, { modified }) => Math.max(latest, modified.getTime()), 0);
}

function lastChange(page: readonly Stamp[], changed: Date): Date {
  const published = page[0]?.published.getTime() ?? 0;
  return new Date(Math.max(changed.getTime(), latestEdit(page), published));
}
