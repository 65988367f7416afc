import { describe, expect, it, vi } from "vitest";
import type { Article } from "../../src/article/article.ts";
import type { ArchivePage, ArticleStore, NewestPage, TaxonomyCounts } from "../../src/store/article-store.ts";
import { createMemoryStore } from "../../src/store/memory/memory-store.ts";
import { StoreChanged, StoreFailure } from "../../src/store/store-errors.ts";
import { changeCounterOf, STORE_TIMEOUT_MS, withTimeout } from "../../src/store/store-timeout.ts";
import { placed } from "../support/fixtures/archive-model.ts";
import { NOW, STORED, siteOf } from "../support/fixtures/content.ts";

const SITE = await siteOf();
const ARTICLES = [3, 2, 1].map((day) => placed(`story-${day}`, new Date(Date.UTC(2026, 9, day)), "India"));
const REMOVAL = { slug: "gone", published: STORED, removed: STORED };
const TRUE: ArticleStore = createMemoryStore(SITE, ARTICLES, STORED, [{ ...REMOVAL, scopes: [{ kind: "all" }] }]);

const QUERY = { scope: { kind: "all" }, limit: 3, now: NOW } as const;
const SHEET = { scope: { kind: "all" }, page: 1, to: undefined, now: NOW } as const;
const NEVER = new Date(Number.NaN);
const FUTURE = new Date(NOW.getTime() + 1);
const wrong = (value: unknown) => value as never;
const [first, second, third] = ARTICLES as [Article, Article, Article];

/** Pages that cannot be; so can no archive page of what both have. */
const BOTH: Readonly<Record<string, Partial<NewestPage>>> = {
  "no name": { name: wrong(undefined) },
  "a name that is no text": { name: wrong(7) },
  "no stamps": { refs: wrong(undefined) },
  "stamps that are no list": { refs: wrong({ length: 1 }) },
  "a stamp that is nothing": { refs: [wrong(undefined)] },
  "a stamp without a slug": { refs: [{ ...first, slug: "" }] },
  "a stamp without a revision": { refs: [{ ...first, revision: wrong(null) }] },
  "a time that is none": { refs: [{ ...first, updated: NEVER }] },
  "a time that is a text": { refs: [{ ...first, published: wrong("2026-10-01T00:00:00Z") }] },
  "a time that is a number": { refs: [{ ...first, modified: wrong(0) }] },
  "oldest first": { refs: [third, second] },
  "one out of order": { refs: [first, third, second] },
  "one twice": { refs: [first, first] },
  "one slug at two times": { refs: [first, { ...second, slug: first.slug }] },
  "what is to come": { refs: [{ ...first, published: FUTURE }] },
  "a change at no time": { modified: NEVER },
  "a next at no time": { next: NEVER },
  "a next that is past": { next: NOW },
  "a next that is missing": { next: wrong(undefined) },
  "no way to read": { articles: wrong(undefined) },
};

const PAGES: Readonly<Record<string, Partial<NewestPage>>> = {
  ...BOTH,
  "more than asked for": { refs: [first, second, third, placed("story-0", new Date(0))] },
  "a negative rest": { olderPosition: -1 },
  "half a rest": { olderPosition: 0.5 },
  "no rest": { olderPosition: wrong(undefined) },
  "no removals": { removals: wrong(undefined) },
  "a removal at no time": { removals: [{ ...REMOVAL, removed: NEVER }] },
  "a removal of nothing": { removals: [{ ...REMOVAL, slug: "" }] },
  "a removal twice": { removals: [REMOVAL, REMOVAL] },
  "removals oldest first": { removals: [REMOVAL, { ...REMOVAL, slug: "b", removed: FUTURE }] },
  "too many removals": {
    removals: Array.from({ length: 101 }, (_, n) => ({ ...REMOVAL, slug: `gone-${n}` })),
  },
  "a removal of what is there": { removals: [{ ...REMOVAL, slug: first.slug }] },
};

const SHEETS: Readonly<Record<string, Partial<ArchivePage>>> = {
  ...(BOTH as Record<string, Partial<ArchivePage>>),
  "full of what": { full: wrong(1) },
  "no last position": { last: wrong(undefined) },
  "a last position below those of its articles": { last: 2 },
};

const CENSUSES: Readonly<Record<string, Partial<TaxonomyCounts>>> = {
  "a negative count": { articles: -1 },
  "no count": { articles: wrong("3") },
  "no categories": { categories: wrong(null) },
  "a category of nothing": { categories: [{ slug: "", name: "", count: 0 }] },
  "a category less than empty": { categories: [{ slug: "a", name: "A", count: -1 }] },
  "authors that are no list": { authors: wrong("authors") },
  "a change at no time": { modified: NEVER },
  "a next that is past": { next: STORED },
};

const LISTS: Readonly<Record<string, unknown>> = {
  nothing: undefined,
  "no list": { length: 3 },
  "one too few": [first, second],
  "one too many": [first, second, third, third],
  "another order": [second, first, third],
  "another slug": [first, second, { ...third, slug: "other" }],
  "another revision": [first, { ...second, revision: "other" }, third],
  "a hole": [first, undefined, third],
  "an article without its text": [first, { ...second, html: undefined }, third],
  "an article without categories": [first, { ...second, categories: undefined }, third],
  "an author without a name": [{ ...first, authors: [{ slug: "a" }] }, second, third],
  "a picture that is none": [{ ...first, picture: {} }, second, third],
  "a standfirst that is none": [{ ...first, standfirst: undefined }, second, third],
};

const failure = (operation: string) => expect.objectContaining({ name: "StoreFailure", operation });

describe("what a store cannot mean is its failure", () => {
  it.each(Object.entries(PAGES))("a page with %s", async (_, lie) => {
    const store = withTimeout({
      ...TRUE,
      newestPage: async (query) => ({ ...((await TRUE.newestPage(query)) as NewestPage), ...lie }),
    });
    await expect(store.newestPage(QUERY)).rejects.toEqual(failure("newestPage"));
  });

  it.each(Object.entries(SHEETS))("a sheet with %s", async (_, lie) => {
    const store = withTimeout({
      ...TRUE,
      archivePage: async (query) => ({ ...((await TRUE.archivePage(query)) as ArchivePage), ...lie }),
    });
    await expect(store.archivePage(SHEET)).rejects.toEqual(failure("archivePage"));
  });

  it("an archive page with more articles than it has positions", async () => {
    const store = withTimeout({ ...TRUE, archivePage: () => TRUE.archivePage(SHEET) });
    await expect(store.archivePage({ ...SHEET, to: 2 })).rejects.toEqual(failure("archivePage"));
    expect((await store.archivePage({ ...SHEET, to: 3 }))?.refs).toHaveLength(3);
  });

  it.each(Object.entries(CENSUSES))("a census with %s", async (_, lie) => {
    const store = withTimeout({
      ...TRUE,
      taxonomyCounts: async (now) => ({ ...(await TRUE.taxonomyCounts(now)), ...lie }),
    });
    await expect(store.taxonomyCounts(NOW)).rejects.toEqual(failure("taxonomyCounts"));
  });

  it("a part of an archive page with more articles than it has positions", async () => {
    const store = withTimeout({ ...TRUE, archivePage: () => TRUE.archivePage(SHEET) });
    await expect(store.archivePage({ ...SHEET, to: 3, after: 1 })).rejects.toEqual(failure("archivePage"));
    const part = withTimeout({ ...TRUE, archivePage: () => TRUE.archivePage({ ...SHEET, to: 3, after: 1 }) });
    expect((await part.archivePage({ ...SHEET, to: 3, after: 1 }))?.refs).toHaveLength(2);
  });

  it.each(Object.entries(LISTS))("for a page's articles, %s", async (_, lie) => {
    const store = withTimeout({
      ...TRUE,
      newestPage: async (query) => ({
        ...((await TRUE.newestPage(query)) as NewestPage),
        articles: async () => lie as Article[],
      }),
    });
    const page = await store.newestPage(QUERY);
    await expect(page?.articles()).rejects.toEqual(failure("newestPage.articles"));
  });

  it.each([
    ["of another slug", second],
    ["that is to come", { ...first, published: FUTURE }],
    ["that is nothing", null],
    ["without its text", { ...first, html: null }],
  ])("an article %s", async (_, lie) => {
    const store = withTimeout({ ...TRUE, article: async () => lie as Article });
    await expect(store.article(first.slug, NOW)).rejects.toEqual(failure("article"));
  });

  it.each([null, NEVER, "2026-10-01", 0])("%s for when something was removed", async (lie) => {
    const store = withTimeout({ ...TRUE, removed: async () => wrong(lie) });
    await expect(store.removed("gone")).rejects.toEqual(failure("removed"));
  });
});

it("what is true passes as it is", async () => {
  const store = withTimeout(TRUE);
  const page = await store.newestPage(QUERY);
  expect(page).toMatchObject({ refs: ARTICLES, olderPosition: 0, removals: [REMOVAL] });
  expect(await page?.articles()).toEqual(ARTICLES);
  expect(await (await store.archivePage(SHEET))?.articles()).toEqual(ARTICLES);
  expect(await store.article(first.slug, NOW)).toBe(first);
  expect(await store.article("nothing", NOW)).toBeUndefined();
  expect(await store.removed("gone")).toEqual(STORED);
  expect(await store.taxonomyCounts(NOW)).toEqual(await TRUE.taxonomyCounts(NOW));
  expect(await store.newestPage({ ...QUERY, scope: { kind: "category", slug: "nothing" } })).toBeUndefined();
});

it("a call that takes too long has failed, and leaves no timer behind; one that is in time has not", async () => {
  vi.useFakeTimers();
  try {
    let answer: (counts: TaxonomyCounts) => void = () => {};
    const slow = withTimeout({ ...TRUE, taxonomyCounts: () => new Promise((resolve) => (answer = resolve)) });
    const late = slow.taxonomyCounts(NOW).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(STORE_TIMEOUT_MS - 1);
    const inTime = slow.taxonomyCounts(NOW);
    answer(await TRUE.taxonomyCounts(NOW));
    expect((await inTime).articles).toBe(3);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await late).toBeInstanceOf(StoreFailure);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

it("a change while articles are read is told as such, every other error as a failure", async () => {
  for (const [error, reported] of [
    [new StoreChanged(), StoreChanged],
    [new Error("gone"), StoreFailure],
    ["no error at all", StoreFailure],
  ] as const) {
    const store = withTimeout({
      ...TRUE,
      newestPage: async (query) => ({
        ...((await TRUE.newestPage(query)) as NewestPage),
        articles: () => Promise.reject(error),
      }),
    });
    await expect((await store.newestPage(QUERY))?.articles()).rejects.toBeInstanceOf(reported);
  }
});

it("a version that is none says nothing", () => {
  for (const [version, reported] of [
    [7, 7],
    [null, null],
    [Number.NaN, null],
    ["7", null],
    [undefined, null],
  ] as const)
    expect(changeCounterOf({ ...TRUE, changeCounter: () => wrong(version) })).toBe(reported);
  const failing = () => {
    throw new Error("gone");
  };
  expect(changeCounterOf({ ...TRUE, changeCounter: failing })).toBeNull();
});
