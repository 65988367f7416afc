import { type Article, newestFirst } from "../../article/article.ts";
import type { Question } from "../../search/search-query.ts";
import type { Scope } from "../../site/scope.ts";
import type { Site } from "../../site/site.ts";
import type {
  Census,
  NewestPage,
  NotedRemoval,
  PageQuery,
  Sheet,
  SheetQuery,
  State,
  Store,
  Update,
} from "../article-store.ts";
import { NOBODY } from "../article-store.ts";
import { add, emptyShelf, reshelved, reshelvedAll, type Shelf } from "./collections.ts";
import {
  firstVisible,
  foundOn,
  lastChange,
  latestEdit,
  neighboursOn,
  newestOf,
  nextVisible,
  sheetOf,
  updateOf,
} from "./pages.ts";
import { createRemovals, type Removals } from "./removal-index.ts";
import { createSlugs, type Slugs } from "./slug-index.ts";
import { markOf, NO_SUM, type Sum, summed } from "./state-version.ts";
import { byName, terms } from "./taxonomy-counts.ts";

/** Articles exchanged in a store one by one; when more change at once, making it anew costs less. */
export const MAX_EXCHANGED = 64;

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
   * @param removals all that are known now; those of before when it is missing
   */
  readonly after: (exchange: Exchange, changed: Date, removals?: readonly NotedRemoval[]) => MemoryStore;
}

/** Everything that a store looks things up in. */
interface Index {
  readonly site: Site;
  readonly all: Shelf;
  readonly categories: ReadonlyMap<string, Shelf>;
  readonly authors: ReadonlyMap<string, Shelf>;
  readonly slugs: Slugs;
  readonly removals: Removals;
  /** When an article was last taken away or a setting changed, UTC. */
  readonly changed: Date;
  /** When any article last changed, in milliseconds since the epoch. */
  readonly edited: number;
  /** Over all articles. */
  readonly sum: Sum;
}

/**
 * A store of articles. A position in an archive is the rank from the oldest, so what is taken away or put in among
 * older ones moves those behind it.
 * @param changed when an article was last taken away or a setting changed, UTC
 * @param removals all that are known; those of slugs that are there count as lifted
 */
export function createMemoryStore(
  site: Site,
  articles: Iterable<Article>,
  changed: Date,
  removals: readonly NotedRemoval[] = [],
): MemoryStore {
  return storeOf(indexOf(site, articles, changed, removals));
}

function indexOf(
  site: Site,
  articles: Iterable<Article>,
  changed: Date,
  removals: readonly NotedRemoval[],
): Index {
  const sorted = [...articles].sort(newestFirst);
  const all: Shelf = { ...emptyShelf(""), articles: sorted, edited: latestEdit(sorted) };
  const categories = new Map<string, Shelf>();
  const authors = new Map<string, Shelf>();
  for (const { slug, label } of site.categories) categories.set(slug, emptyShelf(label));
  if (site.author) authors.set(site.author.slug, emptyShelf(site.author.name));
  for (const article of all.articles) {
    for (const { slug, label } of article.categories) add(categories, slug, article, label);
    for (const { slug, name } of article.authors) add(authors, slug, article, name);
  }
  const slugs = createSlugs(all.articles);
  return {
    site,
    all,
    categories,
    authors,
    slugs,
    removals: createRemovals(removals, (slug) => slugs.get(slug) !== undefined),
    changed,
    edited: latestEdit(all.articles),
    sum: summed(NO_SUM, sorted),
  };
}

function storeOf(index: Index): MemoryStore {
  const { all, categories, authors, slugs, removals, changed, sum } = index;
  const edited = new Date(Math.max(changed.getTime(), index.edited));
  /** Of the articles from the first visible one on. */
  let marked: { readonly first: number; readonly mark: Promise<string> } | undefined;

  const shelfOf = (scope: Exclude<Scope, SearchScope>): Shelf | undefined =>
    scope.kind === "all" ? all : (scope.kind === "category" ? categories : authors).get(scope.slug);

  return {
    version: () => 0,

    async page({ scope, limit, now }: PageQuery): Promise<NewestPage | undefined> {
      if (scope.kind === "search") return searchPage(index, scope.question, limit, now, edited);
      const gone = removals.of(scope);
      const shelf = shelfOf(scope);
      let page = shelf && newestOf(shelf, limit, now, changed);
      if (page === undefined && gone.length > 0 && scope.kind !== "all") {
        // Who follows a feed that lost its last article is to hear of it; what it was called nobody remembers.
        page = newestOf({ ...emptyShelf(scope.slug), ...shelf, settled: scope.slug }, limit, now, changed);
      }
      return page && { ...page, removals: gone };
    },

    async sheet(query: SheetQuery): Promise<Sheet | undefined> {
      const { scope } = query;
      const shelf = scope.kind === "search" ? undefined : shelfOf(scope);
      return shelf && sheetOf(shelf, query, changed);
    },

    after: (exchange, since, known = removals.noted) => storeOf(exchanged(index, exchange, since, known)),

    updates: async (scopes, limit, now): Promise<readonly Update[]> =>
      scopes.map((scope) => updateOf(shelfOf(scope)?.articles ?? [], limit, now)),

    async article(slug: string, now: Date): Promise<Article | undefined> {
      const article = slugs.get(slug);
      return article !== undefined && article.published <= now ? article : undefined;
    },

    removed: async (slug) => removals.when(slug),

    async neighbours(scope, article, now) {
      const shelf = scope.kind === "search" ? undefined : shelfOf(scope);
      return shelf ? neighboursOn(shelf, article, now, changed) : NOBODY;
    },

    async state(now: Date): Promise<State> {
      const first = firstVisible(all.articles, now);
      const count = all.articles.length - first;
      const next = nextVisible(all.articles, first);
      if (marked?.first !== first) {
        const mark = markOf({ sum, visible: count, next, removals: removals.noted, edited });
        marked = { first, mark };
      }
      return {
        mark: await marked.mark,
        articles: count,
        last: count,
        modified: lastChange(all.articles.slice(first, first + 1), edited),
        next,
      };
    },

    async census(now: Date): Promise<Census> {
      const first = firstVisible(all.articles, now);
      return {
        articles: all.articles.length - first,
        categories: terms(categories, now),
        authors: terms(authors, now).sort(byName),
        modified: lastChange(all.articles.slice(first, first + 1), edited),
        next: nextVisible(all.articles, first),
      };
    },
  };
}

type SearchScope = Extract<Scope, { kind: "search" }>;

function searchPage(
  { all, categories, authors }: Index,
  question: Question,
  limit: number,
  now: Date,
  edited: Date,
): NewestPage {
  const [category, ...more] = question.categories;
  const [author, ...others] = question.authors;
  let shelf: Shelf | undefined = all;
  if (category !== undefined && more.length === 0) shelf = categories.get(category);
  else if (author !== undefined && others.length === 0) shelf = authors.get(author);
  return foundOn(shelf?.articles ?? [], question, limit, now, edited);
}

function exchanged(
  index: Index,
  { removed, added }: Exchange,
  changed: Date,
  removals: readonly NotedRemoval[],
): Index {
  const gone = new Set(removed);
  const edited = Math.max(index.edited, latestEdit(added));
  if (removed.length + added.length > MAX_EXCHANGED) {
    const stay = index.all.articles.filter((article) => !gone.has(article));
    return { ...indexOf(index.site, [...stay, ...added], changed, removals), edited };
  }
  const nameless = (articles: readonly Article[]) =>
    articles.map((article) => ({ article, name: undefined }));
  const labelled = (articles: readonly Article[]) =>
    articles.flatMap((article) =>
      article.categories.map(({ slug, label }) => ({ slug, article, name: label })),
    );
  const signed = (articles: readonly Article[]) =>
    articles.flatMap((article) => article.authors.map(({ slug, name }) => ({ slug, article, name })));
  const slugs = index.slugs.with(removed, added);
  return {
    site: index.site,
    all: reshelved(index.all, gone, nameless(added)),
    categories: reshelvedAll(index.categories, gone, labelled(removed), labelled(added)),
    authors: reshelvedAll(index.authors, gone, signed(removed), signed(added)),
    slugs,
    removals: createRemovals(removals, (slug) => slugs.get(slug) !== undefined),
    changed,
    edited,
    sum: summed(
      index.sum,
      added,
      removed.filter((article) => index.slugs.get(article.slug) === article),
    ),
  };
}
