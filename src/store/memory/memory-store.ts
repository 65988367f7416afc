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

/** Changed articles that are applied one by one. Building a new store costs less for more. @limit articles */
export const MAX_INCREMENTAL_CHANGES = 64;

/** Articles to remove and articles to add. A replaced article is in both. */
export interface ArticleChanges {
  readonly removed: readonly Article[];
  readonly added: readonly Article[];
}

/** A store over articles in memory. It is immutable: a new state is a new store. */
export interface MemoryStore extends ArticleStore {
  /**
   * The store with changes applied. Only the collections of these articles are built anew.
   * @param changed when an article was last removed or a setting changed, UTC
   * @param removals all recorded removals; by default those of this store
   */
  readonly withChanges: (
    changes: ArticleChanges,
    changed: Date,
    removals?: readonly RecordedRemoval[],
  ) => MemoryStore;
}

interface Index {
  readonly site: Site;
  readonly all: Collection;
  readonly categories: ReadonlyMap<string, Collection>;
  readonly authors: ReadonlyMap<string, Collection>;
  readonly slugs: SlugIndex;
  readonly removals: RemovalIndex;
  /** When an article was last removed or a setting changed, UTC. */
  readonly changed: Date;
  /** When any article last changed, in milliseconds since the epoch. */
  readonly edited: number;
  /** Of all articles. */
  readonly sum: VersionSum;
}

/**
 * Creates a store of articles. An archive position is the rank from the oldest, so removing or adding an older article
 * moves the newer ones.
 * @param changed when an article was last removed or a setting changed, UTC
 * @param removals all recorded removals; those of a slug that has an article again are ignored
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
  /** Version of the articles from the first visible one on. */
  let cachedVersion: { readonly first: number; readonly version: Promise<string> } | undefined;

  const collectionOf = (scope: Exclude<Scope, SearchScope>): Collection | undefined =>
    scope.kind === "all" ? all : (scope.kind === "category" ? categories : authors).get(scope.slug);

  return {
    changeCounter: () => 0,

    async newestPage({ scope, limit, now }: NewestQuery): Promise<NewestPage | undefined> {
      if (scope.kind === "search") return searchPage(index, scope.query, limit, now, edited);
      const removed = removals.of(scope);
      const collection = collectionOf(scope);
      let page = collection && newestOf(collection, limit, now, changed);
      if (page === undefined && removed.length > 0 && scope.kind !== "all") {
        // Subscribers of a feed that lost its last article need the removal. The name of the scope is not known any more.
        page = newestOf(
          { ...emptyCollection(scope.slug), ...collection, configuredName: scope.slug },
          limit,
          now,
          changed,
        );
      }
      return page && { ...page, removals: removed };
    },

    async archivePage(query: ArchivePageQuery): Promise<ArchivePage | undefined> {
      const { scope } = query;
      const collection = scope.kind === "search" ? undefined : collectionOf(scope);
      return collection && archivePageOf(collection, query, changed);
    },

    withChanges: (changes, since, recorded = removals.recorded) =>
      storeOf(withArticleChanges(index, changes, since, recorded)),

    updates: async (scopes, limit, now): Promise<readonly FeedUpdate[]> =>
      scopes.map((scope) => updateOf(collectionOf(scope)?.articles ?? [], limit, now)),

    async article(slug: string, now: Date): Promise<Article | undefined> {
      const article = slugs.get(slug);
      return article !== undefined && article.published <= now ? article : undefined;
    },

    removed: async (slug) => removals.removedAt(slug),

    async neighbours(scope, article, now) {
      const collection = scope.kind === "search" ? undefined : collectionOf(scope);
      return collection ? neighboursOf(collection, article, now, changed) : NO_NEIGHBOURS;
    },

    async version(now: Date): Promise<StoreVersion> {
      const first = firstVisible(all.articles, now);
      const count = all.articles.length - first;
      const next = nextVisible(all.articles, first);
      if (cachedVersion?.first !== first) {
        const version = computeVersion({ sum, visible: count, next, removals: removals.recorded, edited });
        cachedVersion = { first, version };
      }
      return {
        version: await cachedVersion.version,
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
  query: SearchQuery,
  limit: number,
  now: Date,
  edited: Date,
): NewestPage {
  const [category, ...otherCategories] = query.categories;
  const [author, ...otherAuthors] = query.authors;
  let collection: Collection | undefined = all;
  if (category !== undefined && otherCategories.length === 0) collection = categories.get(category);
  else if (author !== undefined && otherAuthors.length === 0) collection = authors.get(author);
  return searchEntries(collection?.articles ?? [], query, limit, now, edited);
}

function withArticleChanges(
  index: Index,
  { removed, added }: ArticleChanges,
  changed: Date,
  removals: readonly RecordedRemoval[],
): Index {
  const removedArticles = new Set(removed);
  const edited = Math.max(index.edited, latestEdit(added));
  if (removed.length + added.length > MAX_INCREMENTAL_CHANGES) {
    const remaining = index.all.articles.filter((article) => !removedArticles.has(article));
    return { ...indexOf(index.site, [...remaining, ...added], changed, removals), edited };
  }
  const unnamed = (articles: readonly Article[]) => articles.map((article) => ({ article, name: undefined }));
  const byCategory = (articles: readonly Article[]) =>
    articles.flatMap((article) =>
      article.categories.map(({ slug, label }) => ({ slug, article, name: label })),
    );
  const byAuthor = (articles: readonly Article[]) =>
    articles.flatMap((article) => article.authors.map(({ slug, name }) => ({ slug, article, name })));
  const slugs = index.slugs.with(removed, added);
  return {
    site: index.site,
    all: updateCollection(index.all, removedArticles, unnamed(added)),
    categories: updateCollections(index.categories, removedArticles, byCategory(removed), byCategory(added)),
    authors: updateCollections(index.authors, removedArticles, byAuthor(removed), byAuthor(added)),
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
