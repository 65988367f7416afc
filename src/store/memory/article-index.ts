import { type Article, newestFirst } from "../../article/article.ts";
import type { FindMatches } from "../../search/matching.ts";
import type { Site } from "../../site/site.ts";
import type { RecordedRemoval } from "../article-store.ts";
import { appendEntry, type Collection, emptyCollection, updateCollection, updateCollections } from "./collections.ts";
import { latestEdit } from "./pages.ts";
import { createRemovalIndex, type RemovalIndex } from "./removal-index.ts";
import { createSlugIndex, type SlugIndex } from "./slug-index.ts";
import { addToSum, NO_SUM, type VersionSum } from "./state-version.ts";

/** Changed articles that are applied one by one. Building a new store costs less for more. @limit articles */
export const MAX_INCREMENTAL_CHANGES = 64;

/** Articles to remove and articles to add. A replaced article is in both. */
export interface ArticleChanges {
  readonly removed: readonly Article[];
  readonly added: readonly Article[];
}

/** The articles of a memory store, by all that it is asked for. Immutable. */
export interface ArticleIndex {
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
  readonly findMatches: FindMatches;
}

/** Builds an index of articles. Parameters as of `createMemoryStore`. */
export function indexArticles(
  site: Site,
  articles: Iterable<Article>,
  changed: Date,
  removals: readonly RecordedRemoval[],
  findMatches: FindMatches,
): ArticleIndex {
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
    findMatches,
  };
}

/** An index with changes applied. Only the collections of these articles are built anew. */
export function withArticleChanges(
  index: ArticleIndex,
  { removed, added }: ArticleChanges,
  changed: Date,
  removals: readonly RecordedRemoval[],
): ArticleIndex {
  const removedArticles = new Set(removed);
  const edited = Math.max(index.edited, latestEdit(added));
  if (removed.length + added.length > MAX_INCREMENTAL_CHANGES) {
    const remaining = index.all.articles.filter((article) => !removedArticles.has(article));
    return {
      ...indexArticles(index.site, [...remaining, ...added], changed, removals, index.findMatches),
      edited,
    };
  }
  const unnamed = (articles: readonly Article[]) => articles.map((article) => ({ article, name: undefined }));
  const byCategory = (articles: readonly Article[]) =>
    articles.flatMap((article) => article.categories.map(({ slug, label }) => ({ slug, article, name: label })));
  const byAuthor = (articles: readonly Article[]) =>
    articles.flatMap((article) => article.authors.map(({ slug, name }) => ({ slug, article, name })));
  const slugs = index.slugs.with(removed, added);
  return {
    ...index,
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
