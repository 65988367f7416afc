import { type Article, newestFirst } from "../../article/article.ts";

/** All articles, or those of one category or author. */
export interface Collection {
  /** Its name in the site's settings. Such a collection exists even while it is empty; others are named by articles. */
  readonly configuredName: string | undefined;
  /** Newest first. */
  readonly articles: Article[];
  /** The name that each article gives it. Empty for the collection of all articles. */
  readonly names: string[];
  /** When an article of it, present or former, was last stored, in milliseconds since the epoch. */
  readonly lastEdit: number;
}

export function emptyCollection(configuredName: string | undefined): Collection {
  return { configuredName, articles: [], names: [], lastEdit: 0 };
}

/** An article and the name that it gives the collection; undefined for the collection of all articles. */
export interface CollectionEntry {
  readonly article: Article;
  readonly name: string | undefined;
}

/** The collections after a change. Only those of the removed and added articles are copied. */
export function updateCollections(
  collections: ReadonlyMap<string, Collection>,
  removedArticles: ReadonlySet<Article>,
  removed: readonly (CollectionEntry & { readonly slug: string })[],
  added: readonly (CollectionEntry & { readonly slug: string })[],
): ReadonlyMap<string, Collection> {
  const result = new Map(collections);
  for (const slug of new Set([...removed, ...added].map((entry) => entry.slug))) {
    const current = collections.get(slug) ?? emptyCollection(undefined);
    const collection = updateCollection(
      current,
      removedArticles,
      added.filter((entry) => entry.slug === slug),
    );
    if (collection.articles.length === 0 && collection.configuredName === undefined) result.delete(slug);
    else result.set(slug, collection);
  }
  return result;
}

/** The collection after a change, in order. */
export function updateCollection(
  { configuredName, articles, names, lastEdit }: Collection,
  removedArticles: ReadonlySet<Article>,
  added: readonly CollectionEntry[],
): Collection {
  const latest = added.reduce((time, { article }) => Math.max(time, article.modified.getTime()), lastEdit);
  const collection = { configuredName, articles: [...articles], names: [...names], lastEdit: latest };
  for (const article of removedArticles) {
    const index = insertionIndex(collection.articles, article);
    if (collection.articles[index] !== article) continue;
    collection.articles.splice(index, 1);
    if (names.length > 0) collection.names.splice(index, 1);
  }
  for (const { article, name } of added) {
    const index = insertionIndex(collection.articles, article);
    collection.articles.splice(index, 0, article);
    if (name !== undefined) collection.names.splice(index, 0, name);
  }
  return collection;
}

/** Index of an article in a list, or the index at which to insert it. */
function insertionIndex(articles: readonly Article[], article: Article): number {
  let [low, high] = [0, articles.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const candidate = articles[middle];
    if (candidate !== undefined && newestFirst(candidate, article) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Appends an article, older than all others, to a collection. Creates the collection if needed. */
export function appendEntry(collections: Map<string, Collection>, slug: string, article: Article, name: string): void {
  const collection = collections.get(slug) ?? emptyCollection(undefined);
  collection.articles.push(article);
  collection.names.push(name);
  const lastEdit = Math.max(collection.lastEdit, article.modified.getTime());
  if (lastEdit !== collection.lastEdit || collection.articles.length === 1)
    collections.set(slug, { ...collection, lastEdit });
}
