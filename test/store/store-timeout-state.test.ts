import { describe, expect, it } from "vitest";
import type { Article } from "../../src/article/article.ts";
import type {
  ArchiveCursor,
  ArchivePage,
  FeedUpdate,
  Neighbours,
  StoreVersion,
} from "../../src/store/article-store.ts";
import { createMemoryStore } from "../../src/store/memory/memory-store.ts";
import { withTimeout } from "../../src/store/store-timeout.ts";
import { placed } from "../support/fixtures/archive-model.ts";
import { NOW, STORED, siteOf } from "../support/fixtures/content.ts";

const ARTICLES = [3, 2, 1].map((day) => placed(`story-${day}`, new Date(Date.UTC(2026, 9, day)), "India"));
const TRUE = createMemoryStore(await siteOf(), ARTICLES, STORED);
const [first, second, third] = ARTICLES as [Article, Article, Article];

const ALL = { kind: "all" } as const;
const NEVER = new Date(Number.NaN);
const FUTURE = new Date(NOW.getTime() + 1);
const wrong = (value: unknown) => value as never;
const failure = (operation: string) => expect.objectContaining({ name: "StoreFailure", operation });

const OTHER = { slug: "other", headline: "Another", language: "en" };

const NEIGHBOURS: Readonly<Record<string, Partial<Neighbours>>> = {
  "a change at no time": { modified: NEVER },
  "nothing that is said to be newer": { newer: wrong(undefined) },
  "nothing that is said to be older": { older: wrong(undefined) },
  "one without a slug": { newer: { ...OTHER, slug: "" } },
  "one without a headline": { older: { ...OTHER, headline: wrong(null) } },
  "one without a language": { older: { ...OTHER, language: wrong(undefined) } },
  "the article itself": { older: { ...OTHER, slug: "story-2" } },
  "one on both sides": { newer: OTHER, older: OTHER },
  "a next that is past": { newer: null, next: NOW },
  "a next that is missing": { newer: null, next: wrong(undefined) },
  "a next that would come before what is newer": { newer: OTHER, next: FUTURE },
};

const BEYOND: Readonly<Record<string, Partial<ArchiveCursor>>> = {
  "a change at no time": { modified: NEVER },
  "a next that is past": { next: NOW },
  "a negative position": { olderPosition: -1 },
  "a position above the last": { olderPosition: 4 },
};

const UPDATES: Readonly<Record<string, readonly FeedUpdate[]>> = {
  nothing: wrong(undefined),
  "fewer than were asked for": [],
  "more than were asked for": Array.from({ length: 2 }, () => ({ entries: 1, updated: NOW })),
  "more entries than were asked for": [{ entries: 3, updated: NOW }],
  "a negative count": [{ entries: -1, updated: NOW }],
  "entries that were never updated": [{ entries: 1, updated: null }],
  "entries that were updated at no time": [{ entries: 1, updated: NEVER }],
  "an update of no entries": [{ entries: 0, updated: NOW }],
};

const STATES: Readonly<Record<string, Partial<StoreVersion>>> = {
  "no mark": { version: "" },
  "a mark that is no text": { version: wrong(7) },
  "a negative count": { articles: -1 },
  "more articles than positions": { articles: 4 },
  "no last position": { last: wrong(undefined) },
  "a change at no time": { modified: NEVER },
  "a next that is past": { next: NOW },
};

describe("what a store cannot mean is its failure", () => {
  it.each(Object.entries(NEIGHBOURS))("beside an article, %s", async (_, lie) => {
    const store = withTimeout({
      ...TRUE,
      neighbours: async (...requested) => ({ ...(await TRUE.neighbours(...requested)), ...lie }),
    });
    await expect(store.neighbours(ALL, second, NOW)).rejects.toEqual(failure("neighbours"));
  });

  it.each(Object.entries(BEYOND))("beyond a sheet, %s", async (_, lie) => {
    const query = { scope: ALL, page: 1, to: undefined, now: NOW };
    const fullPage = (await TRUE.archivePage(query)) as ArchivePage;
    const store = withTimeout({
      ...TRUE,
      archivePage: async () => ({ ...fullPage, cursor: { ...fullPage.cursor, ...lie } }),
    });
    await expect(store.archivePage(query)).rejects.toEqual(failure("archivePage"));
    expect((await withTimeout(TRUE).archivePage(query))?.cursor).toEqual(fullPage.cursor);
  });

  it.each(Object.entries(UPDATES))("of how much is new, %s", async (_, lie) => {
    const store = withTimeout({ ...TRUE, updates: async () => lie });
    await expect(store.updates([ALL], 2, NOW)).rejects.toEqual(failure("updates"));
  });

  it.each(Object.entries(STATES))("a state with %s", async (_, lie) => {
    const store = withTimeout({
      ...TRUE,
      version: async (now) => ({ ...(await TRUE.version(now)), ...lie }),
    });
    await expect(store.version(NOW)).rejects.toEqual(failure("version"));
  });
});

it("what is true passes as it is", async () => {
  const store = withTimeout(TRUE);
  expect(await store.version(NOW)).toEqual(await TRUE.version(NOW));
  expect(await store.updates([ALL], 2, NOW)).toEqual([{ entries: 2, updated: first.updated }]);
  expect(await store.neighbours(ALL, second, NOW)).toMatchObject({
    newer: { slug: first.slug, headline: first.headline },
    older: { slug: third.slug, headline: third.headline },
    next: null,
  });
});
