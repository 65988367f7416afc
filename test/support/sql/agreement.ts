import { expect } from "vitest";
import type { SearchQuery } from "../../../src/search/search-query.ts";
import type { Scope } from "../../../src/site/scope.ts";
import type { ArticleStore, EntryPage, NewestPage } from "../../../src/store/article-store.ts";
import { ARCHIVE_ENTRIES } from "../../../src/store/article-store.ts";
import { olderPage, walkedByPages } from "../readers/store-walk.ts";
import { type Expected, WORDS } from "./history.ts";

/** Every feed of the histories, and some that nobody writes for. */
export const HISTORY_SCOPES: readonly Exclude<Scope, { kind: "search" }>[] = [
  { kind: "all" },
  ...["india", "empty", "zebras", "town-hall", "none"].map((slug) => ({ kind: "category", slug }) as const),
  ...["news-desk", "asha-rao", "bilal-khan", "none"].map((slug) => ({ kind: "author", slug }) as const),
];

const NOTHING: SearchQuery = { words: [], without: [], categories: [], withoutCategories: [], authors: [] };

const QUESTIONS: readonly SearchQuery[] = [
  ...WORDS.map((word): SearchQuery => ({ ...NOTHING, words: [[word]] })),
  { ...NOTHING, words: [["about", "a", "ferry"]], categories: ["india", "zebras"] },
  { ...NOTHING, without: [["ferry"]] },
  { ...NOTHING, withoutCategories: ["zebras"], authors: ["asha-rao", "news-desk"] },
  { ...NOTHING, authors: ["asha-rao"] },
  { ...NOTHING, words: [["nothing"]] },
];

const slugsOf = (page: EntryPage | undefined) => page?.refs.map(({ slug }) => slug) ?? [];

/** What of a page does not depend on where the store gives positions from. */
async function plain(page: NewestPage | undefined) {
  if (page === undefined) return undefined;
  return {
    name: page.name,
    next: page.next,
    stamps: page.refs.map(({ slug, revision, published, updated, modified }) => ({
      slug,
      revision,
      published,
      updated,
      modified,
    })),
    // Those of one instant have no order.
    removals: page.removals
      .map(({ slug, published, removed }) => ({ slug, published, removed }))
      .sort((a, b) => b.removed.getTime() - a.removed.getTime() || (a.slug < b.slug ? -1 : 1)),
    articles: await page.articles(),
  };
}

/** Holds what a store answers at an instant against what should be there. @returns how many answers were compared */
export async function agrees(
  store: ArticleStore,
  expected: Expected,
  now: Date,
  limits: readonly number[],
): Promise<number> {
  const memory = expected.store;
  let compared = 0;
  const scopes = [...HISTORY_SCOPES, ...QUESTIONS.map((question): Scope => ({ kind: "search", query: question }))];
  for (const scope of scopes)
    for (const limit of limits) {
      const [page, other] = [
        await store.newestPage({ scope, limit, now }),
        await memory.newestPage({ scope, limit, now }),
      ];
      expect(await plain(page)).toEqual(await plain(other));
      if (page !== undefined && scope.kind !== "search") await walksThrough(store, scope, page, now, expected);
      compared += 1;
    }
  for (const slug of [...expected.articles.keys(), ...expected.removals.keys(), "nothing"]) {
    expect(await store.article(slug, now)).toEqual(await memory.article(slug, now));
    expect(await store.removed(slug)).toEqual(await memory.removed(slug));
    compared += 1;
  }
  const { modified, ...counts } = await store.taxonomyCounts(now);
  const { modified: _, ...other } = await memory.taxonomyCounts(now);
  expect(counts).toEqual(other);
  await agreesOnUpdates(store, memory, now, limits);
  const { articles, next } = await memory.version(now);
  expect(await store.version(now)).toMatchObject({ articles, next, modified });
  return compared + 1 + (await agreesOnNeighbours(store, expected, now));
}

async function agreesOnUpdates(
  store: ArticleStore,
  memory: ArticleStore,
  now: Date,
  limits: readonly number[],
): Promise<void> {
  for (const limit of limits)
    expect(await store.updates(HISTORY_SCOPES, limit, now)).toEqual(await memory.updates(HISTORY_SCOPES, limit, now));
}

/** Of so many articles at most. */
const SOME = 24;

/** @returns how many answers were compared */
async function agreesOnNeighbours(store: ArticleStore, expected: Expected, now: Date): Promise<number> {
  let compared = 0;
  const articles = [...expected.articles.values()];
  const step = Math.ceil(articles.length / SOME);
  for (const article of articles.filter((_, index) => index % step === 0))
    for (const scope of HISTORY_SCOPES) {
      const { modified, ...beside } = await store.neighbours(scope, article, now);
      const { modified: reported, ...others } = await expected.store.neighbours(scope, article, now);
      expect(beside).toEqual(others);
      // A database remembers what once stood there, too; of what does not stand there neither knows anything.
      if (reported.getTime() === 0) expect(modified).toEqual(reported);
      else expect(modified.getTime()).toBeGreaterThanOrEqual(article.modified.getTime());
      compared += 1;
    }
  return compared;
}

/**
 * From a page through the archive pages below it, or through pages of older articles, nothing is missed, and nowhere is what is
 * not there; the highest position that is said to be taken is.
 */
async function walksThrough(
  store: ArticleStore,
  scope: Exclude<Scope, { kind: "search" }>,
  page: NewestPage,
  now: Date,
  expected: Expected,
): Promise<void> {
  const all = await expected.store.newestPage({ scope, limit: expected.articles.size + 1, now });
  const sorted = [...slugsOf(all)].sort();
  expect([...new Set(await walked(store, scope, page, now))].sort()).toEqual(sorted);
  const met = await walkedByPages(store, scope, page, now);
  expect([...new Set(met)].sort()).toEqual(sorted);
  // Only what stands above the end of the page, but in another order, is met again; and each once below the page.
  const below = met.slice(page.refs.length);
  expect(new Set(below).size).toBe(below.length);
  if (sorted.length === 0) return;
  const { last } = await olderPage(store, scope, 1, now);
  const top = await store.archivePage({
    scope,
    page: Math.ceil(last / ARCHIVE_ENTRIES),
    to: last,
    after: last - 1,
    now,
  });
  expect(top?.refs).toHaveLength(1);
  expect(slugsOf(all)).toContain(top?.refs[0]?.slug);
  const { last: highest } = await store.version(now);
  if (scope.kind === "all") expect(highest).toBe(last);
}

/** Slugs that are met on the way from a page down to the oldest archive page, each as often as it is met. */
export async function walked(
  store: ArticleStore,
  scope: Exclude<Scope, { kind: "search" }>,
  page: NewestPage,
  now: Date,
): Promise<readonly string[]> {
  const met = [...slugsOf(page)];
  for (
    let fullPage = Math.ceil(page.olderPosition / ARCHIVE_ENTRIES), to: number | undefined = page.olderPosition;
    fullPage > 0;
    fullPage -= 1
  ) {
    const found = await store.archivePage({ scope, page: fullPage, to, now });
    if (found === undefined) throw new Error(`there is no sheet ${fullPage} up to ${to}`);
    met.push(...slugsOf(found));
    to = undefined;
  }
  return met;
}

/** What a reader can tell of a page. */
export function seen(page: NewestPage | undefined): string {
  if (page === undefined) return "";
  const { name, refs, olderPosition, removals } = page;
  const reported = removals.map(({ slug, removed }) => [slug, removed.getTime()]);
  return JSON.stringify([name, refs.map(({ slug, revision }) => [slug, revision]), olderPosition, reported]);
}
