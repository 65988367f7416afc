import type { Article, Stamp } from "../article/article.ts";
import { ARCHIVE_ENTRIES } from "../limits.ts";
import { search } from "../search/matching.ts";
import type { Question } from "../search/question.ts";
import type { Shelf } from "./shelves.ts";
import type { NewestPage, Sheet, SheetQuery } from "./store.ts";

/** The newest articles of a shelf; nothing when nobody can know of it. */
export function newestOf(
  shelf: Shelf,
  limit: number,
  now: Date,
  changed: Date,
): Omit<NewestPage, "removals"> | undefined {
  const { articles, settled } = shelf;
  const first = firstVisible(articles, now);
  const page = articles.slice(first, first + limit);
  if (page.length === 0 && settled === undefined) return undefined;
  const rest = articles.length - first - page.length;
  return {
    name: nameOf(shelf, first),
    stamps: page,
    // What is put in among older ones moves the position at which this page ends.
    modified: lastChange(page, rest === 0 ? changed : new Date(Math.max(changed.getTime(), shelf.edited))),
    next: nextVisible(articles, first),
    articles: async () => page,
    rest,
  };
}

/** The articles at the positions of a sheet; nothing when there are none of these yet. */
export function sheetOf(shelf: Shelf, { sheet, to, now }: SheetQuery, changed: Date): Sheet | undefined {
  const { articles } = shelf;
  const first = firstVisible(articles, now);
  const visible = articles.length - first;
  const [before, end] = [(sheet - 1) * ARCHIVE_ENTRIES, sheet * ARCHIVE_ENTRIES];
  if (visible === 0 && shelf.settled === undefined) return undefined;
  if (before > visible || (to !== undefined && (to <= before || to > Math.min(end, visible))))
    return undefined;
  const newest = articles.length - Math.min(to ?? end, visible);
  const stamps = articles.slice(newest, articles.length - before);
  const full = visible >= end;
  return {
    name: nameOf(shelf, newest),
    stamps,
    modified: lastChange(stamps, changed),
    next: full || to !== undefined ? null : nextVisible(articles, first),
    articles: async () => stamps,
    full,
  };
}

/**
 * The newest articles that answer a question.
 * @param articles newest first
 * @param edited when any article last changed, UTC: an edit may take one away from what is found
 */
export function foundOn(
  articles: readonly Article[],
  question: Question,
  limit: number,
  now: Date,
  edited: Date,
): NewestPage {
  const first = firstVisible(articles, now);
  const page = search(walk(articles, first, 1), question, limit);
  const [next] = search(walk(articles, first - 1, -1), question, 1);
  return {
    name: "",
    stamps: page,
    modified: lastChange(page, edited),
    next: next?.published ?? null,
    articles: async () => page,
    rest: 0,
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
export function nameOf({ settled, names }: Shelf, first: number): string {
  return settled ?? names[first] ?? "";
}

/** Index of the newest article that is published by now: what comes before it is still to come. */
export function firstVisible(articles: readonly Article[], now: Date): number {
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

export function latestEdit(articles: readonly Stamp[]): number {
  return articles.reduce((latest, { modified }) => Math.max(latest, modified.getTime()), 0);
}

export function lastChange(page: readonly Stamp[], changed: Date): Date {
  const published = page[0]?.published.getTime() ?? 0;
  return new Date(Math.max(changed.getTime(), latestEdit(page), published));
}
