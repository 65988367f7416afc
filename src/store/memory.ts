import type { Scope } from "../addresses.ts";
import { type Article, newestFirst, type Stamp } from "../article/article.ts";
import { MAX_EXCHANGED } from "../limits.ts";
import type { Site } from "../site.ts";
import { add, reshelved, reshelvedAll, type Shelf } from "./shelves.ts";
import { createSlugs, type Slugs } from "./slugs.ts";
import type { Census, Page, PageQuery, Store, Term } from "./store.ts";

/** Articles that are taken away and articles that come in their place or anew. */
export interface Exchange {
  readonly removed: readonly Article[];
  readonly added: readonly Article[];
}

/** A store over articles held in memory. It never changes: a new state is a new store. */
export interface MemoryStore extends Store {
  /**
   * The store after an exchange of articles, for which only what they stand on is made anew.
   * @param changed when an article was last taken away or a setting changed, UTC
   */
  readonly after: (exchange: Exchange, changed: Date) => MemoryStore;
}

/** Everything that a store looks things up in. */
interface Index {
  readonly site: Site;
  readonly all: Shelf;
  readonly categories: ReadonlyMap<string, Shelf>;
  readonly authors: ReadonlyMap<string, Shelf>;
  readonly slugs: Slugs;
  /** When an article was last taken away or a setting changed, UTC. */
  readonly changed: Date;
  /** When any article last changed, in milliseconds since the epoch. */
  readonly edited: number;
}

/**
 * A store of articles.
 * @param changed when an article was last taken away or a setting changed, UTC
 */
export function createMemoryStore(site: Site, articles: Iterable<Article>, changed: Date): MemoryStore {
  return storeOf(indexOf(site, articles, changed));
}

function indexOf(site: Site, articles: Iterable<Article>, changed: Date): Index {
  const all: Shelf = { settled: "", articles: [...articles].sort(newestFirst), names: [] };
  const categories = new Map<string, Shelf>();
  const authors = new Map<string, Shelf>();
  for (const { slug, label } of site.categories)
    categories.set(slug, { settled: label, articles: [], names: [] });
  if (site.author) authors.set(site.author.slug, { settled: site.author.name, articles: [], names: [] });
  for (const article of all.articles) {
    for (const { slug, label } of article.categories) add(categories, slug, article, label);
    for (const { slug, name } of article.authors) add(authors, slug, article, name);
  }
  const slugs = createSlugs(all.articles);
  return { site, all, categories, authors, slugs, changed, edited: latestEdit(all.articles) };
}

function storeOf(index: Index): MemoryStore {
  const { all, categories, authors, slugs, changed } = index;
  const edited = new Date(Math.max(changed.getTime(), index.edited));

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

    after: (exchange, since) => storeOf(exchanged(index, exchange, since)),

    async article(slug: string, now: Date): Promise<Article | undefined> {
      const article = slugs.get(slug);
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

function exchanged(index: Index, { removed, added }: Exchange, changed: Date): Index {
  const gone = new Set(removed);
  const edited = Math.max(index.edited, latestEdit(added));
  if (removed.length + added.length > MAX_EXCHANGED) {
    const stay = index.all.articles.filter((article) => !gone.has(article));
    return { ...indexOf(index.site, [...stay, ...added], changed), edited };
  }
  const nameless = (articles: readonly Article[]) =>
    articles.map((article) => ({ article, name: undefined }));
  const labelled = (articles: readonly Article[]) =>
    articles.flatMap((article) =>
      article.categories.map(({ slug, label }) => ({ slug, article, name: label })),
    );
  const signed = (articles: readonly Article[]) =>
    articles.flatMap((article) => article.authors.map(({ slug, name }) => ({ slug, article, name })));
  return {
    site: index.site,
    all: reshelved(index.all, gone, nameless(added)),
    categories: reshelvedAll(index.categories, gone, labelled(removed), labelled(added)),
    authors: reshelvedAll(index.authors, gone, signed(removed), signed(added)),
    slugs: index.slugs.with(removed, added),
    changed,
    edited,
  };
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
