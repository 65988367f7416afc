import fc from "fast-check";
import { expect, it } from "vitest";
import type { Scope } from "../../../../src/site/scope.ts";
import { createSqlStore } from "../../../../src/store/sql/sql-store.ts";
import { createSqlWriter } from "../../../../src/store/sql/writer/sql-writer.ts";
import { openSqlite } from "../../../../src/store/sqlite/open-sqlite.ts";
import { audit } from "../../../support/crash/audit.ts";
import { siteOf } from "../../../support/fixtures/content.ts";
import { agrees, HISTORY_SCOPES, seen } from "../../../support/sql/agreement.ts";
import {
  anyHistory,
  Expected,
  FIRST,
  HISTORY_SETTINGS,
  perform,
  plainPiece,
  writtenAt,
} from "../../../support/sql/history.ts";
import { databasePath } from "../../../support/stores/sqlite.ts";
import { amount } from "../../../support/sweep.ts";

const SITE = await siteOf(HISTORY_SETTINGS);

async function fresh() {
  const path = await databasePath();
  const database = openSqlite(path);
  return { path, database, store: createSqlStore(database, SITE), writer: createSqlWriter(database, SITE) };
}

it("after any history a database answers every question as a store in memory of the same articles does", async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(
      anyHistory,
      fc.array(fc.constantFrom(-1, 0, 1, 2, 999, 1_000, 180_000, 180_001, 600_000, 1e9, 3e9), {
        minLength: 1,
        maxLength: 2,
      }),
      fc.uniqueArray(fc.constantFrom(1, 2, 3, 7, 100), { minLength: 1, maxLength: 2 }),
      async (history, offsets, limits) => {
        const { path, database, store, writer } = await fresh();
        try {
          const expected = new Expected(SITE);
          for (const [index, deeds] of history.entries()) {
            await perform(writer, deeds, writtenAt(index));
            await expected.apply(deeds, writtenAt(index));
          }
          for (const offset of offsets) compared += await agrees(store, expected, new Date(FIRST + offset), limits);
          expect(await audit(path)).toEqual([]);
        } finally {
          database.close();
        }
      },
    ),
    { seed: 20_260_101, numRuns: amount(8, 60) },
  );
  expect(compared).toBeGreaterThan(amount(250, 3_000));
}, 120_000);

it("when a page last changed never goes back, and moves with everything that a reader can tell of it", async () => {
  const questions: readonly Scope[] = ["ferry", "crocodile"].map((word) => ({
    kind: "search",
    query: { words: [[word]], without: [], categories: [], withoutCategories: [], authors: [] },
  }));
  const scopes = [...HISTORY_SCOPES, ...questions].flatMap((scope) => [1, 3, 100].map((limit) => ({ scope, limit })));
  let moves = 0;
  await fc.assert(
    fc.asyncProperty(anyHistory, async (history) => {
      const { database, store, writer } = await fresh();
      try {
        const look = (now: Date) =>
          Promise.all(
            scopes.map(async (query) => {
              const page = await store.newestPage({ ...query, now });
              return { told: seen(page), modified: page?.modified.getTime() ?? 0 };
            }),
          );
        let former = await look(new Date(FIRST - 1));
        for (const [index, deeds] of history.entries()) {
          await perform(writer, deeds, writtenAt(index));
          const present = await look(writtenAt(index));
          for (const [at, { told: reported, modified }] of present.entries()) {
            const before = former[at];
            // A feed that is not there any more has no time either.
            if (before === undefined || reported === "" || before.told === "") continue;
            if (reported === before.told) expect(modified).toBeGreaterThanOrEqual(before.modified);
            else expect(modified, JSON.stringify(scopes[at])).toBeGreaterThan(before.modified);
            if (reported !== before.told) moves += 1;
          }
          former = present;
        }
      } finally {
        database.close();
      }
    }),
    { seed: 77, numRuns: amount(5, 40) },
  );
  expect(moves).toBeGreaterThan(amount(100, 1_000));
}, 120_000);

it("more articles to come than a collection's row holds hide none that is there, nor the next", async () => {
  const { path, database, store, writer } = await fresh();
  const expected = new Expected(SITE);
  const deeds = Array.from({ length: 400 }, (_, number) => ({
    kind: "put" as const,
    piece: plainPiece(`s${number}`, (number % 40) * 1_000 + (number % 3)),
  }));
  await perform(writer, deeds, writtenAt(-1));
  await expected.apply(deeds, writtenAt(-1));
  for (const now of [-1, 0, 2, 1_000, 9_001, 27_000, 28_002, 39_001, 40_000])
    await agrees(store, expected, new Date(FIRST + now), [1, 50, 100]);
  expect(await audit(path)).toEqual([]);
  database.close();
});
