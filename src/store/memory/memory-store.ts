import type { Article } from "../../article/article.ts";
import { createSearch } from "../../search/matching.ts";
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
import { type ArticleChanges, type ArticleIndex, indexArticles, withArticleChanges } from "./article-index.ts";
import { type Collection, emptyCollection } from "./collections.ts";
import {
  archivePageOf,
  firstVisible,
  lastChange,
  neighboursOf,
  newestOf,
  nextVisible,
  searchEntries,
  updateOf,
} from "./pages.ts";
import { computeVersion } from "./state-version.ts";
import { byName, countTaxonomy } from "./taxonomy-counts.ts";

/** A store over articles in memory. It is immutable: a new state is a new store. */
export interface MemoryStore extends ArticleStore {
  /**
   * The store with changes applied. Only the collections of these articles are built anew.
   * @param changed when an article was last removed or a setting changed, UTC
   * @param removals all recorded removals; by default those of this store
   */
  readonly withChanges: (changes: ArticleChanges, changed: Date, removals?: readonly RecordedRemoval[]) => MemoryStore;
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
  return storeOf(indexArticles(site, articles, changed, removals, createSearch()));
}

function storeOf(index: ArticleIndex): MemoryStore {
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
  { all, categories, authors, findMatches }: ArticleIndex,
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
  return searchEntries(findMatches, collection?.articles ?? [], query, limit, now, edited);
}
