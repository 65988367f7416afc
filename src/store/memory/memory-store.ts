import { type Article, newestFirst } from "../../article/article.ts";
import type { SearchQuery } from "../../search/search-query.ts";
import type { Scope } from "../../site/scope.ts";
import type { Site } from "../../site/site.ts";
import type {
  ArchivePage,
  ArchivePageQuery,
  ArticleStore,
  FeedUpdate,
  NewestPage,
  NewestQuery,
  RecordedRemoval,
  StoreVersion,
  TaxonomyCounts,
} from "../article-store.ts";
import { NO_NEIGHBOURS } from "../article-store.ts";
import {
  appendEntry,
  type Collection,
  emptyCollection,
  updateCollection,
  updateCollections,
} from "./collections.ts";
import {
  archivePageOf,
  firstVisible,
  lastChange,
  latestEdit,
  neighboursOf,
  newestOf,
  nextVisible,
  searchEntries,
  updateOf,
} from "./pages.ts";
import { createRemovalIndex, type RemovalIndex } from "./removal-index.ts";
import { createSlugIndex, type SlugIndex } from "./slug-index.ts";
import { addToSum, computeVersion, NO_SUM, type VersionSum } from "./state-version.ts";
import { byName, countTaxonomy } from "./taxonomy-counts.ts";

/** Articles exchanged in a store one by one; when more change at once, making it anew costs less. @limit articles */
export const MAX_EXCHANGED_ARTICLES = 64;

/** Articles that are taken away and articles that come in their place or anew. */
export interface ArticleExchange {
  readonly removed: readonly Article[];
  readonly added: readonly Article[];
}

/** A store over articles held in memory. It never changes: a new state is a new store. */
export interface MemoryStore extends ArticleStore {
  /**
   * The store after an exchange of articles, for which only what they stand on is made anew.
   * @param changed when an article was last taken away or a setting changed, UTC
   * @param removals all that are known now; those of before when it is missing
   */
  readonly after: (
    exchange: ArticleExchange,
    changed: Date,
    removals?: readonly RecordedRemoval[],
  ) => MemoryStore;
}

/** Everything that a store looks things up in. */
interface Index {
  readonly site: Site;
  readonly all: Collection;
  readonly categories: ReadonlyMap<string, Collection>;
  readonly authors: ReadonlyMap<string, Collection>;
  readonly slugs: SlugIndex;
  readonly removals: RemovalIndex;
  /** When an article was last taken away or a setting changed, UTC. */
  readonly changed: Date;
  /** When any article last changed, in milliseconds since the epoch. */
  readonly edited: number;
  /** Over all articles. */
  readonly sum: VersionSum;
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
  removals: readonly RecordedRemoval[] = [],
): MemoryStore {
  return storeOf(indexOf(site, articles, changed, removals));
}

function indexOf(
  site: Site,
  articles: Iterable<Article>,
  changed: Date,
  removals: readonly RecordedRemoval[],
): Index {
  const sorted = [...articles].sort(newestFirst);
  const all: Collection = { ...emptyCollection(""), articles: sorted, lastEdit: latestEdit(sorted) };
  const categories = new Map<string, Collection>();
  const authors = new Map<string, Collection>();
  for (const { slug, label } of site.categories) categories.set(slug, emptyCollection(label));
  if (site.author) authors.set(site.author.slug, emptyCollection(site.author.name));
  for (const article of all.articles) {
    for (const { slug, label } of article.categories) appendEntry(categories, slug, article, label);
    for (const { slug, name } of article.authors) appendEntry(authors, slug, article, name);
  }
  const slugs = createSlugIndex(all.articles);
  return {
    site,
    all,
    categories,
    authors,
    slugs,
    removals: createRemovalIndex(removals, (slug) => slugs.get(slug) !== undefined),
    changed,
    edited: latestEdit(all.articles),
    sum: addToSum(NO_SUM, sorted),
  };
}

function storeOf(index: Index): MemoryStore {
  const { all, categories, authors, slugs, removals, changed, sum } = index;
  const edited = new Date(Math.max(changed.getTime(), index.edited));
  /** Of the articles from the first visible one on. */
  let marked: { readonly first: number; readonly mark: Promise<string> } | undefined;

  const shelfOf = (scope: Exclude<Scope, SearchScope>): Collection | undefined =>
    scope.kind === "all" ? all : (scope.kind === "category" ? categories : authors).get(scope.slug);

  return {
    changeCounter: () => 0,

    async newestPage({ scope, limit, now }: NewestQuery): Promise<NewestPage | undefined> {
      if (scope.kind === "search") return searchPage(index, scope.query, limit, now, edited);
      const gone = removals.of(scope);
      const shelf = shelfOf(scope);
      let page = shelf && newestOf(shelf, limit, now, changed);
      if (page === undefined && gone.length > 0 && scope.kind !== "all") {
        // Who follows a feed that lost its last article is to hear of it; what it was called nobody remembers.
        page = newestOf(
          { ...emptyCollection(scope.slug), ...shelf, configuredName: scope.slug },
          limit,
          now,
          changed,
        );
      }
      return page && { ...page, removals: gone };
    },

    async archivePage(query: ArchivePageQuery): Promise<ArchivePage | undefined> {
      const { scope } = query;
      const shelf = scope.kind === "search" ? undefined : shelfOf(scope);
      return shelf && archivePageOf(shelf, query, changed);
    },

    after: (exchange, since, known = removals.noted) => storeOf(exchanged(index, exchange, since, known)),

    updates: async (scopes, limit, now): Promise<readonly FeedUpdate[]> =>
      scopes.map((scope) => updateOf(shelfOf(scope)?.articles ?? [], limit, now)),

    async article(slug: string, now: Date): Promise<Article | undefined> {
      const article = slugs.get(slug);
      return article !== undefined && article.published <= now ? article : undefined;
    },

    removed: async (slug) => removals.when(slug),

    async neighbours(scope, article, now) {
      const shelf = scope.kind === "search" ? undefined : shelfOf(scope);
      return shelf ? neighboursOf(shelf, article, now, changed) : NO_NEIGHBOURS;
    },

    async version(now: Date): Promise<StoreVersion> {
      const first = firstVisible(all.articles, now);
      const count = all.articles.length - first;
      const next = nextVisible(all.articles, first);
      if (marked?.first !== first) {
        const mark = computeVersion({ sum, visible: count, next, removals: removals.noted, edited });
        marked = { first, mark };
      }
      return {
        version: await marked.mark,
        articles: count,
        last: count,
        modified: lastChange(all.articles.slice(first, first + 1), edited),
        next,
      };
    },

    async taxonomyCounts(now: Date): Promise<TaxonomyCounts> {
      const first = firstVisible(all.articles, now);
      return {
        articles: all.articles.length - first,
        categories: countTaxonomy(categories, now),
        authors: countTaxonomy(authors, now).sort(byName),
        modified: lastChange(all.articles.slice(first, first + 1), edited),
        next: nextVisible(all.articles, first),
      };
    },
  };
}

type SearchScope = Extract<Scope, { kind: "search" }>;

function searchPage(
  { all, categories, authors }: Index,
  question: SearchQuery,
  limit: number,
  now: Date,
  edited: Date,
): NewestPage {
  const [category, ...more] = question.categories;
  const [author, ...others] = question.authors;
  let shelf: Collection | undefined = all;
  if (category !== undefined && more.length === 0) shelf = categories.get(category);
  else if (author !== undefined && others.length === 0) shelf = authors.get(author);
  return searchEntries(shelf?.articles ?? [], question, limit, now, edited);
}

function exchanged(
  index: Index,
  { removed, added }: ArticleExchange,
  changed: Date,
  removals: readonly RecordedRemoval[],
): Index {
  const gone = new Set(removed);
  const edited = Math.max(index.edited, latestEdit(added));
  if (removed.length + added.length > MAX_EXCHANGED_ARTICLES) {
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
    all: updateCollection(index.all, gone, nameless(added)),
    categories: updateCollections(index.categories, gone, labelled(removed), labelled(added)),
    authors: updateCollections(index.authors, gone, signed(removed), signed(added)),
    slugs,
    removals: createRemovalIndex(removals, (slug) => slugs.get(slug) !== undefined),
    changed,
    edited,
    sum: addToSum(
      index.sum,
      added,
      removed.filter((article) => index.slugs.get(article.slug) === article),
    ),
  };
}
