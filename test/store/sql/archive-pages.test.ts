import { describe, expect, it } from "vitest";
import type { Scope } from "../../../src/site/scope.ts";
import type { ArticleStore } from "../../../src/store/article-store.ts";
import { ARCHIVE_ENTRIES } from "../../../src/store/article-store.ts";
import { createSqlStore } from "../../../src/store/sql/sql-store.ts";
import { createSqlWriter } from "../../../src/store/sql/writer/sql-writer.ts";
import { siteOf } from "../../support/fixtures/content.ts";
import { walked } from "../../support/sql/agreement.ts";
import {
  type Deed,
  FIRST,
  HISTORY_SETTINGS,
  MINUTE,
  type Piece,
  perform,
  writtenAt,
} from "../../support/sql/history.ts";
import { emptyDatabase } from "../../support/stores/sqlite.ts";

const SITE = await siteOf(HISTORY_SETTINGS);
const NOW = new Date(FIRST + 365 * 24 * 60 * MINUTE);
const ALL: Scope & { kind: "all" } = { kind: "all" };
const SHELVES = [ALL, { kind: "category", slug: "zebras" }, { kind: "author", slug: "asha-rao" }] as const;

/** Articles published a minute after each other. */
function inOrder(count: number, label = "Zebras", from = 0): Piece[] {
  return Array.from({ length: count }, (_, index) => ({
    slug: `story-${String(from + index).padStart(5, "0")}`,
    at: (from + index) * MINUTE,
    labels: index % 3 === 0 ? [] : [label],
    names: index % 2 === 0 ? ["Asha Rao"] : [],
    word: "ferry",
  }));
}

const put = (piece: Piece): Deed => ({ kind: "put", piece });

async function fresh() {
  const database = await emptyDatabase();
  return { store: createSqlStore(database, SITE), writer: createSqlWriter(database, SITE) };
}

async function sheetsOf(store: ArticleStore, scope: Scope) {
  const archivePages = [];
  for (let fullPage = 1; ; fullPage += 1) {
    const found = await store.archivePage({ scope, page: fullPage, to: undefined, now: NOW });
    if (found === undefined) return archivePages;
    const { name, refs, full, modified } = found;
    archivePages.push({ name, full, modified, stamps: refs.map(({ slug, revision }) => `${slug} ${revision}`) });
  }
}

describe("the archive of a database", () => {
  it("published in order, it is walked through from any page with each article once", async () => {
    const { store, writer } = await fresh();
    const pieces = inOrder(2_345);
    for (let from = 0; from < pieces.length; from += 1_000)
      await perform(writer, pieces.slice(from, from + 1_000).map(put), writtenAt(from));
    for (const scope of SHELVES)
      for (const limit of [1, 49, 50, 99, 100]) {
        const page = await store.newestPage({ scope, limit, now: NOW });
        if (page === undefined) throw new Error("there is no page");
        const of = pieces.filter(
          ({ labels, names }) => scope.kind === "all" || (scope.kind === "category" ? labels.length : names.length) > 0,
        );
        const met = await walked(store, scope, page, NOW);
        expect(met).toHaveLength(of.length);
        expect(page.olderPosition).toBe(of.length - limit);
        expect([...met].sort()).toEqual(of.map(({ slug }) => slug));
      }
  });

  it("a full archive page stays as it is, its name and its times as well, whatever is published later with whatever date", async () => {
    const { store, writer } = await fresh();
    await perform(writer, inOrder(730).map(put), writtenAt(0));
    const before = new Map<Scope, Awaited<ReturnType<typeof sheetsOf>>>();
    for (const scope of SHELVES)
      before.set(
        scope,
        (await sheetsOf(store, scope)).filter(({ full }) => full),
      );
    expect(before.get(ALL)).toHaveLength(7);
    for (const [batch, at] of [
      -1e9,
      365 * MINUTE,
      200 * MINUTE + 1,
      5_000 * MINUTE,
      NOW.getTime() + 1e9 - FIRST,
    ].entries()) {
      const later = inOrder(30, "ZEBRAS", 10_000 + batch * 100).map((piece, index) => ({
        ...piece,
        at: at + (index % 7) * 500,
      }));
      await perform(writer, later.map(put), writtenAt(1 + batch));
      for (const [scope, archivePages] of before)
        expect((await sheetsOf(store, scope)).slice(0, archivePages.length)).toEqual(archivePages);
    }
  });

  it("an edit keeps an article on its archive pages, even if it gives it another time of publication", async () => {
    const { store, writer } = await fresh();
    const pieces = inOrder(320);
    await perform(writer, pieces.map(put), writtenAt(0));
    const slugs = async (scope: Scope) =>
      (await sheetsOf(store, scope)).map(({ stamps }) => stamps.map((ref) => ref.split(" ")[0]).sort());
    const before = await Promise.all(SHELVES.map(slugs));
    const edited = pieces.map((piece, index) => ({
      ...piece,
      word: "crocodile",
      at: (index * 7_919) % 40_000_000,
    }));
    for (let from = 0; from < edited.length; from += 64)
      await perform(
        writer,
        edited
          .slice(from, from + 64)
          .reverse()
          .map(put),
        writtenAt(1 + from),
      );
    expect(await Promise.all(SHELVES.map(slugs))).toEqual(before);
    expect(before[0]?.map(({ length }) => length)).toEqual([100, 100, 100, 20]);
  });

  it("a removed article leaves a gap, which nothing fills, not even the same article published again", async () => {
    const { store, writer } = await fresh();
    const pieces = inOrder(200);
    await perform(writer, pieces.map(put), writtenAt(0));
    await perform(
      writer,
      [0, 50, 99, 150].map((index): Deed => ({ kind: "remove", slug: pieces[index]?.slug ?? "" })),
      writtenAt(1),
    );
    const counts = async () => (await sheetsOf(store, ALL)).map(({ stamps, full }) => [stamps.length, full]);
    expect(await counts()).toEqual([
      [97, true],
      [99, true],
      [0, false],
    ]);
    await perform(writer, pieces.slice(50, 51).map(put), writtenAt(2));
    expect(await counts()).toEqual([
      [97, true],
      [99, true],
      [1, false],
    ]);
    expect(await store.archivePage({ scope: ALL, page: 4, to: undefined, now: NOW })).toBeUndefined();
  });

  it.each([
    [1, 1, 1],
    [1, 100, 100],
    [2, 101, 1],
    [2, 150, 50],
    [1, 0, undefined],
    [1, 101, undefined],
    [2, 100, undefined],
    [2, 151, undefined],
    [0, undefined, undefined],
    [-1, undefined, undefined],
    [3, undefined, undefined],
  ])("of sheet %s up to position %s it gives %s articles", async (fullPage, to, count) => {
    const { store, writer } = await fresh();
    await perform(writer, inOrder(150).map(put), writtenAt(0));
    const found = await store.archivePage({ scope: ALL, page: fullPage, to, now: NOW });
    expect(found?.refs.length).toBe(count);
    if (found !== undefined) expect(found.full).toBe(fullPage * ARCHIVE_ENTRIES <= 150);
  });
});
