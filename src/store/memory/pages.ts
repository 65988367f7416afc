import { type Article, type ArticleRef, newestFirst } from "../../article/article.ts";
import { findMatches } from "../../search/matching.ts";
import type { SearchQuery } from "../../search/search-query.ts";
import type {
  ArchivePage,
  ArchivePageQuery,
  FeedUpdate,
  Neighbour,
  Neighbours,
  NewestPage,
} from "../article-store.ts";
import { ARCHIVE_ENTRIES, NO_NEIGHBOURS } from "../article-store.ts";
import type { Collection } from "./collections.ts";

/** The newest articles of a shelf; nothing when nobody can know of it. */
export function newestOf(
  shelf: Collection,
  limit: number,
  now: Date,
  changed: Date,
): Omit<NewestPage, "removals"> | undefined {
  const { articles, configuredName } = shelf;
  const first = firstVisible(articles, now);
  const page = articles.slice(first, first + limit);
  if (page.length === 0 && configuredName === undefined) return undefined;
  const rest = articles.length - first - page.length;
  return {
    name: nameOf(shelf, first),
    refs: page,
    // What is put in among older ones moves the position at which this page ends.
    modified: lastChange(page, rest === 0 ? changed : new Date(Math.max(changed.getTime(), shelf.lastEdit))),
    next: nextVisible(articles, first),
    articles: async () => page,
    olderPosition: rest,
  };
}

/** The articles at the positions of a sheet; nothing when there are none of these yet. */
export function archivePageOf(
  shelf: Collection,
  { page, to, after, newest: shown = 0, now }: ArchivePageQuery,
  changed: Date,
): ArchivePage | undefined {
  const { articles } = shelf;
  const first = firstVisible(articles, now);
  const visible = articles.length - first;
  const [before, end] = [(page - 1) * ARCHIVE_ENTRIES, page * ARCHIVE_ENTRIES];
  if (visible === 0 && shelf.configuredName === undefined) return undefined;
  if (before > visible || (to !== undefined && (to <= before || to > Math.min(end, visible))))
    return undefined;
  const newest = articles.length - Math.min(to ?? end, visible);
  const stamps = articles.slice(newest, articles.length - Math.max(before, after ?? 0));
  const full = visible >= end;
  return {
    name: nameOf(shelf, newest),
    refs: stamps,
    modified: lastChange(stamps, changed),
    next: full || to !== undefined ? null : nextVisible(articles, first),
    articles: async () => stamps,
    full,
    last: visible,
    cursor: {
      modified: changeOn(shelf, articles[first], changed),
      next: nextVisible(articles, first),
      olderPosition: Math.max(0, visible - shown),
    },
  };
}

/** How much there is among so many of the newest of a shelf. */
export function updateOf(articles: readonly ArticleRef[], limit: number, now: Date): FeedUpdate {
  const first = firstVisible(articles, now);
  const times = articles.slice(first, first + limit).map(({ updated }) => updated.getTime());
  return { entries: times.length, updated: times.length === 0 ? null : new Date(Math.max(...times)) };
}

/** What stands beside an article among those of a shelf that are published by now. */
export function neighboursOf(shelf: Collection, article: ArticleRef, now: Date, changed: Date): Neighbours {
  const { articles } = shelf;
  let [low, high] = [firstVisible(articles, now), articles.length];
  const first = low;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = articles[middle];
    if (other !== undefined && newestFirst(other, article) < 0) low = middle + 1;
    else high = middle;
  }
  if (articles[low]?.slug !== article.slug) return NO_NEIGHBOURS;
  const newer = low > first ? besides(articles[low - 1]) : null;
  return {
    newer,
    older: besides(articles[low + 1]),
    modified: changeOn(shelf, newer === null ? undefined : articles[low - 1], changed),
    next: newer === null ? nextVisible(articles, first) : null,
  };
}

/** When anything of a shelf last changed. @param newest that may have become visible by the time */
function changeOn({ lastEdit }: Collection, newest: ArticleRef | undefined, changed: Date): Date {
  return new Date(Math.max(changed.getTime(), lastEdit, newest?.published.getTime() ?? 0));
}

function besides(article: Article | undefined): Neighbour | null {
  return article === undefined
    ? null
    : { slug: article.slug, headline: article.headline, language: article.language };
}

/**
 * The newest articles that answer a question.
 * @param articles newest first
 * @param edited when any article last changed, UTC: an edit may take one away from what is found
 */
export function searchEntries(
  articles: readonly Article[],
  question: SearchQuery,
  limit: number,
  now: Date,
  edited: Date,
): NewestPage {
  const first = firstVisible(articles, now);
  const page = findMatches(walk(articles, first, 1), question, limit);
  const [next] = findMatches(walk(articles, first - 1, -1), question, 1);
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

/** By the newest article that is published: one to come does not exist yet. */
export function nameOf({ configuredName, names }: Collection, first: number): string {
  return configuredName ?? names[first] ?? "";
}

/** Index of the newest article that is published by now: what comes before it is still to come. */
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

/** When the article before the first visible one becomes visible. */
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
