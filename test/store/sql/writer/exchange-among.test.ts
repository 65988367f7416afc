import { describe, expect, it } from "vitest";
import { ARCHIVE_ENTRIES } from "../../../../src/store/article-store.ts";
import { createSqlStore } from "../../../../src/store/sql/sql-store.ts";
import { createSqlWriter } from "../../../../src/store/sql/writer/sql-writer.ts";
import type { SqliteDatabase } from "../../../../src/store/sqlite/open-sqlite.ts";
import { audit } from "../../../support/crash/audit.ts";
import { siteOf } from "../../../support/fixtures/content.ts";
import { HISTORY_SCOPES, walked } from "../../../support/sql/agreement.ts";
import { type Exported, exported, opened, playReadable, putReadable, restore } from "../../../support/sql/exchange.ts";
import { FIRST, HISTORY_SETTINGS, plainPiece, writtenAt } from "../../../support/sql/history.ts";

const SITE = await siteOf({ ...HISTORY_SETTINGS, tombstoneDays: 3650 });
const NOW = writtenAt(100);
const RESTORED = new Date(FIRST + 5e9);
const ALL = { kind: "all" } as const;

describe("what a database gives away, brought among other articles", () => {
  async function among(others: number, all: Exported) {
    const copy = await opened();
    await playReadable(copy.database, SITE, others, [
      Array.from(
        { length: 30 },
        (_, index) => ({ kind: "put", piece: plainPiece(`mine-${index}`, -2e10 + index) }) as const,
      ),
      [3, 4, 29].map((index) => ({ kind: "remove", slug: `mine-${index}` }) as const),
    ]);
    const before = await exported(copy.database);
    const deliveries = await restore(copy.path, SITE, all, RESTORED);
    return { ...copy, before, deliveries };
  }

  /** Every article is met on the way through every archive, whatever the page. */
  async function isWhole(
    { path, database }: { path: string; database: SqliteDatabase },
    limits: readonly number[] = [1, 7, 50, 100],
  ): Promise<void> {
    const store = createSqlStore(database, SITE);
    for (const scope of HISTORY_SCOPES) {
      const archivePages = [];
      for (let fullPage = 1; ; fullPage += 1) {
        const found = await store.archivePage({ scope, page: fullPage, to: undefined, now: RESTORED });
        if (found === undefined) break;
        archivePages.push(...found.refs.map(({ slug }) => slug));
      }
      expect(new Set(archivePages).size).toBe(archivePages.length);
      for (const limit of limits) {
        const page = await store.newestPage({ scope, limit, now: RESTORED });
        if (page !== undefined)
          expect([...new Set(await walked(store, scope, page, RESTORED))].sort()).toEqual([...archivePages].sort());
      }
    }
    expect(await audit(path)).toEqual([]);
  }

  it("leaves theirs where they stand, gives new positions where one is taken, and misses nothing", async () => {
    const source = await opened();
    await playReadable(source.database, SITE, 120, [
      [1, 50, 119].map((index) => ({ kind: "remove", slug: `old-${index}` }) as const),
    ]);
    const all = await exported(source.database);
    for (const others of [0, 1, 60]) {
      const renamed: Exported = {
        articles: all.articles.map((article) => ({ ...article, slug: `theirs-${article.slug}` })),
        removals: all.removals,
      };
      const target = await among(others, renamed);
      expect(target.deliveries.every(({ kind }) => kind === "created")).toBe(true);
      const after = await exported(target.database);
      const kept = new Map(after.articles.map((article) => [article.slug, article]));
      for (const article of target.before.articles) expect(kept.get(article.slug)).toEqual(article);
      expect(after.articles).toHaveLength(target.before.articles.length + all.articles.length);
      await isWhole(target);
      const page = await createSqlStore(target.database, SITE).newestPage({
        scope: ALL,
        limit: 5,
        now: RESTORED,
      });
      expect(page?.modified).toEqual(RESTORED);
      const writer = createSqlWriter(target.database, SITE);
      for (let number = 0; number < 60; number += 1)
        await writer.writeChanges([await putReadable(SITE, plainPiece(`new-${number}`, number * 1_000), NOW)], NOW);
      await isWhole(target);
      target.database.close();
    }
    source.database.close();
  });

  it("hides nothing behind the gaps that either has where the other has an article", async () => {
    const source = await opened();
    await playReadable(source.database, SITE, 12, [[{ kind: "remove", slug: "old-4" }]]);
    const { articles, removals } = await exported(source.database);
    source.database.close();
    const [seventh] = articles.filter(({ slug }) => slug === "old-6");
    if (seventh === undefined) throw new Error("there is no seventh article");
    const target = await opened();
    const mine = Array.from({ length: 12 }, (_, index) =>
      plainPiece(`mine-${index}`, (index < 7 ? -2e10 : -1e9) + index),
    );
    await playReadable(target.database, SITE, 0, [
      mine.map((piece) => ({ kind: "put", piece }) as const),
      [{ kind: "remove", slug: "mine-6" }],
    ]);
    const kinds = (await restore(target.path, SITE, { articles: [seventh], removals }, RESTORED)).map(
      ({ kind }) => kind,
    );
    expect(kinds).toEqual(["created"]);
    await isWhole(
      target,
      mine.map((_, index) => index + 1),
    );
    target.database.close();
  });

  it("moves nothing away that is edited by the same import, and tells from when on it shows", async () => {
    const target = await opened();
    const pieces = [1, 2, 3].map((index) => plainPiece(`s${index}`, index * 1_000 - 1e9));
    await playReadable(target.database, SITE, 0, [pieces.map((piece) => ({ kind: "put", piece }) as const)]);
    const before = await exported(target.database);
    const [first] = before.articles;
    if (first === undefined) throw new Error("there are articles");
    const articles = [
      { ...first, text: first.text.replace("ferry", "crocodile"), positions: [] },
      { ...first, slug: "another" },
    ];
    const kinds = (await restore(target.path, SITE, { articles, removals: [] }, RESTORED)).map(({ kind }) => kind);
    expect(kinds).toEqual(["changed", "created"]);
    const after = await exported(target.database);
    const placesOf = (all: Exported) =>
      new Map(all.articles.map(({ slug, positions }) => [slug, positions.map(({ position }) => position)]));
    expect(placesOf(after)).toEqual(new Map([["another", [4, 4, 4]], ...placesOf(before)]));
    const page = await createSqlStore(target.database, SITE).newestPage({
      scope: ALL,
      limit: 100,
      now: RESTORED,
    });
    expect(page).toMatchObject({ olderPosition: 0, modified: RESTORED });
    await isWhole(target);
    target.database.close();
  });

  it("copes with an export that says the same position twice, or positions that there are none of", async () => {
    const source = await opened();
    await playReadable(source.database, SITE, 40, [[{ kind: "remove", slug: "old-7" }]]);
    const { articles, removals } = await exported(source.database);
    const wrong = [5, 5, 5, 1, 39, 2 ** 31, 2 ** 52, 1e15, 40];
    const at = (position: number) => [{ scope: ALL, position }];
    const all: Exported = {
      articles: articles.map((article, index) => ({
        ...article,
        positions: at(wrong[index % wrong.length] ?? 1),
      })),
      removals: removals.map((removal) => ({ ...removal, positions: [...at(5), ...at(2 ** 52)] })),
    };
    for (const others of [0, 30]) {
      const target = await among(others, all);
      const fresh = target.deliveries.filter(({ kind }) => kind === "created");
      expect(fresh.length).toBeGreaterThan(5);
      expect(target.deliveries.every(({ kind }) => kind === "created" || kind === "same")).toBe(true);
      await isWhole(target);
      const fullPage = await createSqlStore(target.database, SITE).archivePage({
        scope: ALL,
        page: 1,
        to: undefined,
        now: RESTORED,
      });
      expect(fullPage?.refs.length).toBeLessThanOrEqual(ARCHIVE_ENTRIES);
      target.database.close();
    }
    source.database.close();
  });
});
