import type { Scope } from "../addresses.ts";
import { type Article, newestFirst, type Stamp } from "../article/article.ts";
import type { Site } from "../site.ts";
import type { Census, Page, PageQuery, Store, Term } from "./store.ts";

/** The articles of everything, or of one category or author. */
interface Shelf {
  /** Its name by the site's settings, with which it exists even while it is empty; else the articles name it. */
  readonly settled: string | undefined;
  /** Newest first. */
  readonly articles: Article[];
  /** What each of them calls it. */
  readonly names: string[];
}

/**
 * A store over articles held in memory. It never changes: a new state is a new store.
 * @param changed when an article was last taken away or a setting changed, UTC
 */
export function createMemoryStore(site: Site, articles: Iterable<Article>, changed: Date): Store {
  const all: Shelf = { settled: "", articles: [...articles].sort(newestFirst), names: [] };
  const bySlug = new Map(all.articles.map((article) => [article.slug, article]));
  const edited = new Date(Math.max(changed.getTime(), latestEdit(all.articles)));
  const categories = new Map<string, Shelf>();
  const authors = new Map<string, Shelf>();
  for (const { slug, label } of site.categories)
    categories.set(slug, { settled: label, articles: [], names: [] });
  if (site.author) authors.set(site.author.slug, { settled: site.author.name, articles: [], names: [] });
  for (const article of all.articles) {
    for (const { slug, label } of article.categories) add(categories, slug, article, label);
    for (const { slug, name } of article.authors) add(authors, slug, article, name);
  }

  const shelfOf = (scope: Scope): Shelf | undefined =>
    scope.kind === "all" ? all : (scope.kind === "category" ? categories : authors).get(scope.slug);

  return {
    immutable: true,

    async page({ scope, limit, now }: PageQuery): Promise<Page | undefined> {
      const shelf = shelfOf(scope);
      if (shelf === undefined) return undefined;
      const first = firstVisible(shelf.articles, now);
      const page = shelf.articles.slice(first, first + limit);
      if (page.length === 0 && shelf.settled === undefined) return undefined;
      return {
        name: nameOf(shelf, first),
        stamps: page,
        modified: lastChange(page, changed),
        next: nextVisible(shelf.articles, first),
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
        next: nextVisible(all.articles, first),
      };
    },
  };
}

function add(shelves: Map<string, Shelf>, slug: string, article: Article, name: string): void {
  let shelf = shelves.get(slug);
  if (shelf === undefined) {
    shelf = { settled: undefined, articles: [], names: [] };
    shelves.set(slug, shelf);
  }
  shelf.articles.push(article);
  shelf.names.push(name);
}

/** By the newest article that is published: one to come does not exist yet. */
function nameOf({ settled, names }: Shelf, first: number): string {
  return settled ?? names[first] ?? "";
}

/** The site's own categories first, in its order; then those that only articles name, by name. */
function terms(shelves: ReadonlyMap<string, Shelf>, now: Date): Term[] {
  const counted = [...shelves].map(([slug, shelf]) => {
    const first = firstVisible(shelf.articles, now);
    const count = shelf.articles.length - first;
    return { term: { slug, name: nameOf(shelf, first), count }, settled: shelf.settled !== undefined };
  });
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

/** When the article before the first visible one becomes visible. */
function nextVisible(articles: readonly Article[], first: number): Date | null {
  return articles[first - 1]?.published ?? null;
}

function latestEdit(articles: readonly Stamp[]): number {
  return articles.reduce((latest, { modified }) => Math.max(latest, modified.getTime()), 0);
}

function lastChange(page: readonly Stamp[], changed: Date): Date {
  const published = page[0]?.published.getTime() ?? 0;
  return new Date(Math.max(changed.getTime(), latestEdit(page), published));
}
