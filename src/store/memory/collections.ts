import { type Article, newestFirst } from "../../article/article.ts";

/** The articles of everything, or of one category or author. */
export interface Collection {
  /** Its name by the site's settings, with which it exists even while it is empty; else the articles name it. */
  readonly configuredName: string | undefined;
  /** Newest first. */
  readonly articles: Article[];
  /** What each of them calls it. */
  readonly names: string[];
  /** When any of them, or of those that stood here before, was last stored, in milliseconds since the epoch. */
  readonly lastEdit: number;
}

/** A shelf on which nothing stands. */
export function emptyCollection(settled: string | undefined): Collection {
  return { configuredName: settled, articles: [], names: [], lastEdit: 0 };
}

/** An article and what it calls the shelf that it stands on; the shelf of everything has no name. */
export interface CollectionEntry {
  readonly article: Article;
  readonly name: string | undefined;
}

/** The shelves with those made anew on which something stood or is to stand. */
export function updateCollections(
  shelves: ReadonlyMap<string, Collection>,
  gone: ReadonlySet<Article>,
  removed: readonly (CollectionEntry & { readonly slug: string })[],
  added: readonly (CollectionEntry & { readonly slug: string })[],
): ReadonlyMap<string, Collection> {
  const result = new Map(shelves);
  for (const slug of new Set([...removed, ...added].map((placing) => placing.slug))) {
    const former = shelves.get(slug) ?? emptyCollection(undefined);
    const shelf = updateCollection(
      former,
      gone,
      added.filter((placing) => placing.slug === slug),
    );
    if (shelf.articles.length === 0 && shelf.configuredName === undefined) result.delete(slug);
    else result.set(slug, shelf);
  }
  return result;
}

/** The shelf without what is gone and with what is added, each at its place. */
export function updateCollection(
  { configuredName, articles, names, lastEdit }: Collection,
  gone: ReadonlySet<Article>,
  added: readonly CollectionEntry[],
): Collection {
  const latest = added.reduce((time, { article }) => Math.max(time, article.modified.getTime()), lastEdit);
  const shelf = { configuredName, articles: [...articles], names: [...names], lastEdit: latest };
  for (const article of gone) {
    const place = placeOf(shelf.articles, article);
    if (shelf.articles[place] !== article) continue;
    shelf.articles.splice(place, 1);
    if (names.length > 0) shelf.names.splice(place, 1);
  }
  for (const { article, name } of added) {
    const place = placeOf(shelf.articles, article);
    shelf.articles.splice(place, 0, article);
    if (name !== undefined) shelf.names.splice(place, 0, name);
  }
  return shelf;
}

/** Where an article stands, or would stand, among others. */
function placeOf(articles: readonly Article[], article: Article): number {
  let [low, high] = [0, articles.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = articles[middle];
    if (other !== undefined && newestFirst(other, article) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Puts an article, older than all that stand there, on a shelf, which is made if there is none. */
export function appendEntry(
  shelves: Map<string, Collection>,
  slug: string,
  article: Article,
  name: string,
): void {
  const shelf = shelves.get(slug) ?? emptyCollection(undefined);
  shelf.articles.push(article);
  shelf.names.push(name);
  const edited = Math.max(shelf.lastEdit, article.modified.getTime());
  if (edited !== shelf.lastEdit || shelf.articles.length === 1)
    shelves.set(slug, { ...shelf, lastEdit: edited });
}
