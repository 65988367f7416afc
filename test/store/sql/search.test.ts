import { beforeEach, describe, expect, it } from "vitest";
import type { SearchQuery } from "../../../src/search/search-query.ts";
import type { ArticleStore } from "../../../src/store/article-store.ts";
import type { ArticleWriter } from "../../../src/store/article-writer.ts";
import { createSqlStore } from "../../../src/store/sql/sql-store.ts";
import { createSqlWriter } from "../../../src/store/sql/writer/sql-writer.ts";
import type { SqliteDatabase } from "../../../src/store/sqlite/open-sqlite.ts";
import { siteOf } from "../../support/fixtures/content.ts";
import {
  type Deed,
  FIRST,
  HISTORY_SETTINGS,
  type Piece,
  perform,
  plainPiece,
  writtenAt,
} from "../../support/sql/history.ts";
import { noting } from "../../support/sql/reading.ts";
import { emptyDatabase } from "../../support/stores/sqlite.ts";

const SITE = await siteOf(HISTORY_SETTINGS);
const STORED = writtenAt(-10);

const questionOf = (parts: Partial<SearchQuery>): SearchQuery => ({
  words: [],
  without: [],
  categories: [],
  withoutCategories: [],
  authors: [],
  ...parts,
});

describe("a search in a database", () => {
  let database: SqliteDatabase;
  let store: ArticleStore;
  let writer: ArticleWriter;

  beforeEach(async () => {
    database = await emptyDatabase();
    store = createSqlStore(database, SITE);
    writer = createSqlWriter(database, SITE);
  });

  const write = (...deeds: Deed[]) => perform(writer, deeds, STORED);
  const put = (piece: Partial<Piece> & { slug: string }): Deed => ({
    kind: "put",
    piece: { ...plainPiece(piece.slug, 0), ...piece },
  });
  const ask = (parts: Partial<SearchQuery>, limit = 100, now = new Date(FIRST)) =>
    store.newestPage({ scope: { kind: "search", query: questionOf(parts) }, limit, now });
  const find = async (parts: Partial<SearchQuery>) =>
    (await ask(parts, 100, new Date(FIRST + 1_000)))?.refs.map(({ slug }) => slug);

  it("finds an article by its words, categories and authors of now, and not by those of before", async () => {
    const crocodile = { words: [["crocodile"]] };
    await write(put({ slug: "a", word: "crocodile", labels: ["Zebras"], names: ["Asha Rao"] }), put({ slug: "b" }));
    expect(await find(crocodile)).toEqual(["a"]);
    expect(await find({ categories: ["zebras"], authors: ["asha-rao"] })).toEqual(["a"]);
    for (const at of [0, 500, 90_000_000 - 1e9, 0]) {
      await write(put({ slug: "a", word: "heron", labels: ["India"], names: ["Bilal Khan"], at }));
      for (const old of [crocodile, { categories: ["zebras"] }, { authors: ["asha-rao"] }])
        expect(await find(old)).toEqual([]);
      expect(await find({ words: [["heron"]], categories: ["india"], authors: ["bilal-khan"] })).toEqual(["a"]);
      await write(put({ slug: "a", word: "crocodile", at }));
      expect(await find(crocodile)).toEqual(["a"]);
      expect(await find({ words: [["heron"]] })).toEqual([]);
    }
    await write({ kind: "remove", slug: "a" });
    expect(await find(crocodile)).toEqual([]);
    expect(await find({})).toEqual(["b"]);
    // The number of the row is given to another article, which must not inherit any word.
    await write(put({ slug: "c", word: "tide" }));
    expect(await find(crocodile)).toEqual([]);
  });

  it("has changed when an edit takes an article away from what it finds, whatever is left", async () => {
    await write(
      put({ slug: "a", word: "crocodile" }),
      put({ slug: "b", word: "crocodile", at: -9e9 }),
      put({ slug: "c" }),
    );
    const modified = async () => (await ask({ words: [["crocodile"]] }))?.modified;
    const before = await modified();
    const edited = writtenAt(-5);
    await perform(writer, [put({ slug: "a", word: "heron" })], edited);
    expect(await find({ words: [["crocodile"]] })).toEqual(["b"]);
    expect(before).toEqual(new Date(FIRST));
    expect(await ask({ words: [["crocodile"]] }, 100, edited)).toMatchObject({ modified: edited });
  });

  it("keeps no word of any of many articles that come and go in one second", async () => {
    for (let round = 0; round < 6; round += 1) {
      const slugs = Array.from({ length: 40 }, (_, index) => `s${(index * 7 + round) % 60}`);
      await write(...slugs.map((slug) => put({ slug, word: `word${round}`, at: round * 100 })));
      await write(
        ...slugs.filter((_, index) => index % 3 === round % 3).map((slug) => ({ kind: "remove", slug }) as const),
      );
    }
    const all = await writer.list(undefined, 1_000);
    const found = [];
    for (let round = 0; round < 6; round += 1) {
      const page = await ask({ words: [[`word${round}`]] }, 100, new Date(FIRST + 1_000));
      for (const article of (await page?.articles()) ?? []) {
        expect(article.html).toBe(`<p>About a word${round}.</p>`);
        found.push(article.slug);
      }
    }
    expect(found.sort()).toEqual(all.map(({ slug }) => slug).sort());
    expect(found.length).toBeGreaterThan(20);
  });

  it.each([0, 1, 15, 16, 17, 40, 300])(
    "shows a full page behind %i matches that are to come, and when the next of them does",
    async (waiting) => {
      const future = Array.from({ length: waiting }, (_, index) =>
        put({ slug: `f${index}`, at: 60_000 + index * 700 }),
      );
      const past = Array.from({ length: 130 }, (_, index) =>
        put({ slug: `p${String(index).padStart(3, "0")}`, at: -index * 400 }),
      );
      await write(...future, ...past, put({ slug: "other", word: "reed", at: 30_000 }));
      for (let limit = 1; limit <= 100; limit += limit < 5 ? 1 : 19) {
        const page = await ask({ words: [["ferry"]] }, limit);
        expect(page?.refs.map(({ slug }) => slug)).toEqual(
          Array.from({ length: limit }, (_, index) => `p${String(index).padStart(3, "0")}`),
        );
        expect(page?.next).toEqual(waiting === 0 ? null : new Date(FIRST + 60_000));
        expect(page).toMatchObject({ olderPosition: 0, removals: [], name: "" });
      }
      const between = await ask({ words: [["ferry"]] }, 100, new Date(FIRST + 60_000 + 700 * 9));
      expect(between?.refs.filter(({ slug }) => slug.startsWith("f"))).toHaveLength(Math.min(10, waiting));
      expect(between?.next).toEqual(waiting > 10 ? new Date(FIRST + 60_000 + 7_000) : null);
    },
  );

  it("only hands values in: no statement has a word of what is asked or published in it", async () => {
    const noted = noting(database);
    const mark = "zzmarkzz";
    const shown = createSqlStore(noted.database, SITE);
    await perform(
      createSqlWriter(noted.database, SITE),
      [put({ slug: mark, word: mark, labels: [mark], names: [mark] })],
      STORED,
    );
    const now = new Date(FIRST);
    const question = questionOf({
      words: [[mark]],
      categories: [mark],
      authors: [mark],
      without: [["x", mark]],
    });
    for (const scope of [
      { kind: "search", query: question },
      { kind: "category", slug: mark },
      { kind: "author", slug: mark },
    ] as const) {
      await shown.newestPage({ scope, limit: 5, now });
      await shown.archivePage({ scope, page: 1, to: undefined, now });
    }
    await shown.article(mark, now);
    await shown.removed(mark);
    const statements = [...noted.reads, ...noted.batches.flat()];
    expect(statements.length).toBeGreaterThan(20);
    expect(statements.filter(({ sql }) => sql.includes(mark))).toEqual([]);
    expect(statements.filter(({ values }) => values.join().includes(mark)).length).toBeGreaterThan(10);
  });
});
