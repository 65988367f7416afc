import { type Article, type ArticleRef, newestFirst } from "../../article/article.ts";
import type { FindMatches } from "../../search/matching.ts";
import type { SearchQuery } from "../../search/search-query.ts";
import type { ArchivePage, ArchivePageQuery, FeedUpdate, Neighbour, Neighbours, NewestPage } from "../article-store.ts";
import { ARCHIVE_ENTRIES, NO_NEIGHBOURS } from "../article-store.ts";
import type { Collection } from "./collections.ts";

/** The newest articles of a collection. Undefined if the collection is empty and not configured. */
export function newestOf(
  collection: Collection,
  limit: number,
  now: Date,
  changed: Date,
): Omit<NewestPage, "removals"> | undefined {
  const { articles, configuredName } = collection;
  const first = firstVisible(articles, now);
  const page = articles.slice(first, first + limit);
  if (page.length === 0 && configuredName === undefined) return undefined;
  const older = articles.length - first - page.length;
  return {
    name: nameOf(collection, first),
    refs: page,
    // An article added among older ones moves the position at which this page ends.
    modified: lastChange(page, older === 0 ? changed : new Date(Math.max(changed.getTime(), collection.lastEdit))),
    next: nextVisible(articles, first),
    articles: async () => page,
    olderPosition: older,
  };
}

/** An archive page. Undefined if its positions do not exist yet. */
export function archivePageOf(
  collection: Collection,
  { page, to, except = [], after, newest: shown = 0, now }: ArchivePageQuery,
  changed: Date,
): ArchivePage | undefined {
  const { articles } = collection;
  const first = firstVisible(articles, now);
  const visible = articles.length - first;
  const [start, end] = [(page - 1) * ARCHIVE_ENTRIES, page * ARCHIVE_ENTRIES];
  if (visible === 0 && collection.configuredName === undefined) return undefined;
  if (start > visible || (to !== undefined && (to <= start || to > Math.min(end, visible)))) return undefined;
  const newestIndex = articles.length - Math.min(to ?? end, visible);
  const refs = articles
    .slice(newestIndex, articles.length - Math.max(start, after ?? 0))
    .filter((_, index) => !except.includes(articles.length - newestIndex - index));
  const full = visible >= end;
  return {
    name: nameOf(collection, newestIndex),
    refs,
    modified: lastChange(refs, changed),
    next: full || to !== undefined ? null : nextVisible(articles, first),
    articles: async () => refs,
    full,
    last: visible,
    cursor: {
      modified: lastChangeIn(collection, articles[first], changed),
      next: nextVisible(articles, first),
      olderPosition: Math.max(0, visible - shown),
    },
  };
}

/** Count and latest `updated` of the newest articles. */
export function updateOf(articles: readonly ArticleRef[], limit: number, now: Date): FeedUpdate {
  const first = firstVisible(articles, now);
  const times = articles.slice(first, first + limit).map(({ updated }) => updated.getTime());
  return { entries: times.length, updated: times.length === 0 ? null : new Date(Math.max(...times)) };
}

/** The neighbours of an article among the published ones of a collection. */
export function neighboursOf(collection: Collection, article: ArticleRef, now: Date, changed: Date): Neighbours {
  const { articles } = collection;
  let [low, high] = [firstVisible(articles, now), articles.length];
  const first = low;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const candidate = articles[middle];
    if (candidate !== undefined && newestFirst(candidate, article) < 0) low = middle + 1;
    else high = middle;
  }
  if (articles[low]?.slug !== article.slug) return NO_NEIGHBOURS;
  const newer = low > first ? neighbourOf(articles[low - 1]) : null;
  return {
    newer,
    older: neighbourOf(articles[low + 1]),
    modified: lastChangeIn(collection, newer === null ? undefined : articles[low - 1], changed),
    next: newer === null ? nextVisible(articles, first) : null,
  };
}

/** When a collection last changed. @param newest may have become visible since its last edit */
function lastChangeIn({ lastEdit }: Collection, newest: ArticleRef | undefined, changed: Date): Date {
  return new Date(Math.max(changed.getTime(), lastEdit, newest?.published.getTime() ?? 0));
}

function neighbourOf(article: Article | undefined): Neighbour | null {
  return article === undefined ? null : { slug: article.slug, headline: article.headline, language: article.language };
}

/**
 * The newest articles that match a query.
 * @param articles newest first
 * @param edited when any article last changed, UTC: after an edit an article may no longer match
 */
export function searchEntries(
  findMatches: FindMatches,
  articles: readonly Article[],
  query: SearchQuery,
  limit: number,
  now: Date,
  edited: Date,
): NewestPage {
  const first = firstVisible(articles, now);
  const page = findMatches(walk(articles, first, 1), query, limit);
  const [next] = findMatches(walk(articles, first - 1, -1), query, 1);
  return {
    name: "",
    refs: page,
    modified: lastChange(page, edited),
    next: next?.published ?? null,
    articles: async () => page,
    olderPosition: 0,
    removals: [],
  };
}

function* walk(articles: readonly Article[], first: number, step: 1 | -1): Generator<Article> {
  for (let index = first; ; index += step) {
    const article = articles[index];
    if (article === undefined) return;
    yield article;
  }
}

/** The name of a collection: configured, or as the newest published article gives it. */
export function nameOf({ configuredName, names }: Collection, first: number): string {
  return configuredName ?? names[first] ?? "";
}

/** Index of the newest published article. Those before it are scheduled. */
export function firstVisible(articles: readonly ArticleRef[], now: Date): number {
  let [low, high] = [0, articles.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const article = articles[middle];
    if (article !== undefined && article.published > now) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** When the next scheduled article becomes visible, UTC. */
export function nextVisible(articles: readonly Article[], first: number): Date | null {
  return articles[first - 1]?.published ?? null;
}

export function latestEdit(articles: readonly ArticleRef[]): number {
  return articles.reduce((latest, { modified }) => Math.max(latest, modified.getTime()), 0);
}

export function lastChange(page: readonly ArticleRef[], changed: Date): Date {
  const published = page[0]?.published.getTime() ?? 0;
  return new Date(Math.max(changed.getTime(), latestEdit(page), published));
}
