import { env } from "cloudflare:test";
import { beforeAll, describe, expect, it } from "vitest";
import type { Scope } from "../../../src/site/scope.ts";
import type { ArticleStore } from "../../../src/store/article-store.ts";
import { ARCHIVE_ENTRIES } from "../../../src/store/article-store.ts";
import { openD1 } from "../../../src/store/d1/open-d1.ts";
import { createSqlStore } from "../../../src/store/sql/sql-store.ts";
import { NOW, siteOf } from "../../support/fixtures/content.ts";
import { emptyD1 } from "../../support/stores/d1.ts";
import { publishIn } from "../../support/stores/database.ts";

const ARTICLES = 730;
const START = Date.UTC(2026, 0, 1);

const TEXTS = Object.fromEntries(
  Array.from({ length: ARTICLES }, (_, number) => [
    `story-${String(number).padStart(4, "0")}`,
    [
      // A hundred of them at one instant.
      `Published ${new Date(START + (number < 250 || number > 350 ? number : 300) * 60_000).toISOString()}`,
      `Headline ${number}`,
      "By Asha Rao",
      "- India",
      ...(number % 2 === 0 ? ["- Weather"] : []),
      `Text of the story number ${number}.`,
    ].join("\n"),
  ]),
);

/** What D1 says that the queries of an action read: one number for each. */
let rows: number[] = [];

/** The database of the test, noting what its queries read. */
function counting(): typeof env.TEST_DB {
  type Queries = ReturnType<typeof env.TEST_DB.withSession>;
  const counted = (queries: Queries): Queries => ({
    ...queries,
    getBookmark: () => queries.getBookmark(),
    batch: (statements) => queries.batch(statements),
    prepare: (sql) => {
      const statement = queries.prepare(sql);
      return {
        ...statement,
        all: () => statement.all(),
        bind: (...values) => {
          const bound = statement.bind(...values);
          return {
            bind: (...more) => bound.bind(...more),
            all: async () => {
              const result = await bound.all();
              rows.push(result.meta.rows_read);
              return result;
            },
          };
        },
      };
    },
  });
  return {
    prepare: (sql) => env.TEST_DB.prepare(sql),
    batch: (statements) => env.TEST_DB.batch(statements),
    withSession: (constraint) => counted(env.TEST_DB.withSession(constraint)),
  };
}

let store: ArticleStore;

beforeAll(async () => {
  const site = await siteOf();
  await publishIn(await emptyD1(), site, TEXTS);
  store = createSqlStore(openD1(counting()), site);
});

const SCOPES: readonly Exclude<Scope, { kind: "search" }>[] = [
  { kind: "all" },
  { kind: "category", slug: "india" },
  { kind: "category", slug: "weather" },
  { kind: "author", slug: "asha-rao" },
];

describe("on D1, by what it bills", () => {
  it.each(SCOPES.flatMap((scope) => [1, 50, 100].map((limit) => ({ scope, limit }))))(
    "a poll that finds nothing new reads one row, one that renders a page more: $scope, $limit",
    async ({ scope, limit }) => {
      rows = [];
      const page = await store.newestPage({ scope, limit, now: NOW });
      expect(page?.refs).toHaveLength(limit);
      expect(rows).toEqual([1]);
      expect(await page?.articles()).toHaveLength(limit);
      expect(rows).toHaveLength(2);
      expect(rows[0] ?? 0).toBeLessThanOrEqual(5);
      expect((rows[0] ?? 0) + (rows[1] ?? 0)).toBeLessThanOrEqual(limit + 5);
    },
  );

  it.each(SCOPES)("a poll of an archive page reads as little: $kind", async (scope) => {
    rows = [];
    const fullPage = await store.archivePage({ scope, page: 2, to: undefined, now: NOW });
    expect(fullPage?.refs).toHaveLength(ARCHIVE_ENTRIES);
    expect(await fullPage?.articles()).toHaveLength(ARCHIVE_ENTRIES);
    expect(rows).toHaveLength(2);
    expect((rows[0] ?? 0) + (rows[1] ?? 0)).toBeLessThanOrEqual(ARCHIVE_ENTRIES + 5);
  });

  it("an article's page is one row", async () => {
    rows = [];
    expect((await store.article("story-0007", NOW))?.headline).toBe("Headline 7");
    expect(rows).toEqual([1]);
  });

  it.each(SCOPES)(
    "a part of an archive page, which a page of older articles shows, reads no more: $kind",
    async (scope) => {
      rows = [];
      const fullPage = await store.archivePage({ scope, page: 2, to: 140, after: 120, now: NOW });
      expect(fullPage?.refs).toHaveLength(20);
      expect(fullPage?.last).toBeGreaterThanOrEqual(ARTICLES / 2);
      expect(await fullPage?.articles()).toHaveLength(20);
      expect(rows[0]).toBeLessThanOrEqual(3);
      expect(rows[1]).toBeLessThanOrEqual(20 + 1);
    },
  );

  it("a poll of what is made of everything reads two rows, however many collections and articles there are", async () => {
    rows = [];
    expect(await store.version(NOW)).toMatchObject({ articles: ARTICLES, last: ARTICLES });
    expect(rows).toEqual([2]);
  });

  it("how much is new on many collections is one query of a row for each", async () => {
    rows = [];
    const updates = await store.updates([...SCOPES, { kind: "category", slug: "nothing" }], 50, NOW);
    expect(updates.map(({ entries }) => entries)).toEqual([50, 50, 50, 50, 0]);
    expect(rows).toHaveLength(1);
    // The list of what is asked for counts as well.
    expect(rows[0]).toBeLessThanOrEqual(2 * updates.length);
  });

  it.each(SCOPES)("what stands beside an article is at most eight rows, past ties too: $kind", async (scope) => {
    for (const number of [0, 2, 300, 302, ARTICLES - 2, ARTICLES - 1]) {
      const article = await store.article(`story-${String(number).padStart(4, "0")}`, NOW);
      if (article === undefined) throw new Error("there is no article");
      rows = [];
      const { newer, older } = await store.neighbours(scope, article, NOW);
      expect(newer !== null || older !== null || number === ARTICLES - 1).toBe(true);
      expect(rows).toHaveLength(1);
      expect(rows[0]).toBeLessThanOrEqual(8);
    }
  });
});
