import { env } from "cloudflare:test";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConflictError, MAX_STORED_BYTES } from "../../../src/store/sql/database.ts";
import { createSqlStore } from "../../../src/store/sql/sql-store.ts";
import { createSqlWriter } from "../../../src/store/sql/writer/sql-writer.ts";
import { siteOf } from "../../support/fixtures/content.ts";
import { agrees } from "../../support/sql/agreement.ts";
import {
  anyHistory,
  Expected,
  FIRST,
  HISTORY_SETTINGS,
  perform,
  plainPiece,
  putOf,
  writtenAt,
} from "../../support/sql/history.ts";
import { oversized } from "../../support/sql/oversized.ts";
import { emptyD1 } from "../../support/stores/d1.ts";
import { amount } from "../../support/sweep.ts";

const SITE = await siteOf({ ...HISTORY_SETTINGS, hubs: ["https://hub.example/"] });
const NOW = writtenAt(1_000);

async function rowsIn(table: string): Promise<unknown> {
  const { results } = await env.TEST_DB.prepare(`SELECT * FROM ${table}`).all();
  return results;
}

describe("on D1", () => {
  it("after any history every question is answered as a store in memory of the same articles does", async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(anyHistory, fc.constantFrom(0, 2, 180_000, 1e9), async (history, offset) => {
        const database = await emptyD1();
        const expected = new Expected(SITE);
        for (const [index, deeds] of history.entries()) {
          await perform(createSqlWriter(database, SITE), deeds, writtenAt(index));
          await expected.apply(deeds, writtenAt(index));
        }
        compared += await agrees(createSqlStore(database, SITE), expected, new Date(FIRST + offset), [3]);
      }),
      { seed: 40, numRuns: amount(4, 10) },
    );
    expect(compared).toBeGreaterThan(250);
  }, 60_000);

  it.each([...oversized])("an article too large because of %s is refused, the others are written", async (_, make) => {
    const writer = createSqlWriter(await emptyD1(), SITE);
    const large = await make(NOW);
    const outcomes = await writer.writeChanges([await putOf(plainPiece("a", 0), NOW), large], NOW);
    expect(outcomes.map(({ kind }) => kind)).toEqual(["created", "refused"]);
    expect((await writer.list(undefined, 10)).map(({ slug }) => slug)).toEqual(["a"]);
  });

  it("the largest articles that are not refused are stored, in one batch and with what is searched in them", async () => {
    const database = await emptyD1();
    const put = await putOf(plainPiece("a", 0), NOW);
    const html = "ख, ".repeat(360_000);
    const changes = ["a", "b"].map((slug) => ({
      ...put,
      slug,
      source: { ...put.source, slug, text: `${slug}${"a".repeat(MAX_STORED_BYTES - 10)}` },
      article: { ...put.article, slug, html: `<p>${slug} ${html}</p>` },
    }));
    const outcomes = await createSqlWriter(database, SITE).writeChanges(changes, NOW);
    expect(outcomes.map(({ kind }) => kind)).toEqual(["created", "created"]);
    const store = createSqlStore(database, SITE);
    const question = { words: [["ख", "ख"]], without: [], categories: [], withoutCategories: [], authors: [] };
    const page = await store.newestPage({ scope: { kind: "search", query: question }, limit: 5, now: NOW });
    expect(page?.refs.map(({ slug }) => slug)).toEqual(["a", "b"]);
    expect((await page?.articles())?.map(({ html: { length } }) => length)).toEqual(
      changes.map((change) => change.article.html.length),
    );
  });

  it("what changed between reading and writing is worked out anew, up to a limit, and nothing is half done", async () => {
    const database = await emptyD1();
    const other = createSqlWriter(database, SITE);
    let reads = 0;
    let interfere = (_: number) => false;
    const meddled = {
      ...database,
      primaryReader: () => {
        const read = database.primaryReader();
        return async (statement: Parameters<typeof read>[0]) => {
          const rows = await read(statement);
          reads += 1;
          if (interfere(reads))
            await perform(other, [{ kind: "put", piece: { ...plainPiece("a", 0), word: `reed${reads}` } }], NOW);
          return rows;
        };
      },
    };
    const writer = createSqlWriter(meddled, SITE);
    const change = await putOf({ ...plainPiece("a", 0), word: "tide" }, NOW);
    interfere = (read) => read === 1;
    expect((await writer.writeChanges([change], NOW)).map(({ kind }) => kind)).toEqual(["changed"]);
    expect(reads).toBe(2);
    interfere = () => true;
    const second = await putOf({ ...plainPiece("a", 0), word: "flood" }, NOW);
    await expect(writer.writeChanges([second, await putOf(plainPiece("b", 0), NOW)], NOW)).rejects.toThrow(
      ConflictError,
    );
    expect((await createSqlStore(database, SITE).article("a", NOW))?.html).toContain(`reed${reads}`);
    expect(await createSqlStore(database, SITE).article("b", NOW)).toBeUndefined();
    for (const table of ["replaced_entries", "changed_pages", "preconditions"]) expect(await rowsIn(table)).toEqual([]);
  });

  it("a batch that fails behind any of its statements leaves everything as it was, notices to hubs among it", async () => {
    const database = await emptyD1();
    await perform(createSqlWriter(database, SITE), [{ kind: "put", piece: plainPiece("a", 0) }], NOW);
    const tables = [
      "articles",
      "sources",
      "collections",
      "collection_entries",
      "archive_pages",
      "outbox",
      "replaced_entries",
      "changed_pages",
      "preconditions",
    ];
    const dump = () => Promise.all(tables.map(rowsIn));
    const before = await dump();
    const change = await putOf({ ...plainPiece("a", 9_000), word: "tide" }, NOW);
    let count = 1;
    for (let index = 0; index < count; index += 5) {
      const failing = createSqlWriter(
        {
          ...database,
          batch: (statements) => {
            count = statements.length;
            return database.batch([
              ...statements.slice(0, index),
              { sql: "INSERT INTO articles (id, slug) VALUES (1, NULL)", values: [] },
              ...statements.slice(index),
            ]);
          },
        },
        SITE,
      );
      await expect(failing.writeChanges([change], NOW)).rejects.toThrow(/NOT NULL/);
      expect(await dump()).toEqual(before);
    }
    expect(count).toBeGreaterThan(15);
  });
});
