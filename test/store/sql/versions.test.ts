import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { ArticleStore } from "../../../src/store/article-store.ts";
import type { Database } from "../../../src/store/sql/database.ts";
import { createSqlStore } from "../../../src/store/sql/sql-store.ts";
import { reparseArticles } from "../../../src/store/sql/writer/reparse.ts";
import { createSqlOutbox } from "../../../src/store/sql/writer/sql-outbox.ts";
import { createSqlWriter } from "../../../src/store/sql/writer/sql-writer.ts";
import { restoreRemovals } from "../../../src/store/sql/writer/transfer.ts";
import { openSqlite } from "../../../src/store/sqlite/open-sqlite.ts";
import { createLog } from "../../../src/telemetry/log.ts";
import { siteOf } from "../../support/fixtures/content.ts";
import { anyHistory, FIRST, HISTORY_SETTINGS, perform, plainPiece, writtenAt } from "../../support/sql/history.ts";
import { publishUnder } from "../../support/sql/reading.ts";
import { databasePath, emptyDatabase } from "../../support/stores/sqlite.ts";

const SITE = await siteOf(HISTORY_SETTINGS);
const PUSHING = await siteOf({ ...HISTORY_SETTINGS, hubs: ["https://hub.example/"] });
const LATE = new Date(FIRST + 3e9);
const put = (slug: string, at = 0) => ({ kind: "put", piece: plainPiece(slug, at) }) as const;

const markOf = async (database: Database, now = LATE) => (await createSqlStore(database, SITE).version(now)).version;

/** Whatever can be seen of all articles by now, but for their texts, which the revisions stand for. */
async function seen(store: ArticleStore, slugs: readonly string[], now: Date): Promise<string> {
  const page = await store.newestPage({ scope: { kind: "all" }, limit: 100, now });
  const fullPage = await store.archivePage({ scope: { kind: "all" }, page: 1, to: undefined, now });
  const removed = await Promise.all(slugs.map((slug) => store.removed(slug)));
  const { version: _, ...state } = await store.version(now);
  return JSON.stringify([page, fullPage, removed, state, await store.taxonomyCounts(now)]);
}

it("over any history two states of which something can be told apart never have the same mark", async () => {
  let [states, still] = [0, 0];
  await fc.assert(
    fc.asyncProperty(anyHistory, async (history) => {
      const database = await emptyDatabase();
      const store = createSqlStore(database, SITE);
      const writer = createSqlWriter(database, SITE);
      const slugs = history.flat().map((deed) => (deed.kind === "put" ? deed.piece.slug : deed.slug));
      const known = new Map<string, string>();
      for (const [index, deeds] of history.entries()) {
        const outcomes = await perform(writer, deeds, writtenAt(index));
        for (const now of [new Date(FIRST - 1), new Date(FIRST), writtenAt(3), LATE]) {
          const { version } = await store.version(now);
          const reported = await seen(store, slugs, now);
          expect(known.get(version) ?? reported).toBe(reported);
          known.set(version, reported);
          states += 1;
        }
        const before = await markOf(database);
        // What does not change anything leaves the mark, too.
        if (outcomes.every(({ kind }) => kind !== "removed")) await perform(writer, deeds, writtenAt(index));
        if (outcomes.every(({ kind }) => kind !== "removed")) still += 1;
        expect(await markOf(database)).toBe(before);
      }
    }),
    { seed: 5, numRuns: 40 },
  );
  expect(states).toBeGreaterThan(500);
  expect(still).toBeGreaterThan(20);
}, 60_000);

it("a change that leads back to what was there has a mark of its own, as a position has changed", async () => {
  const database = await emptyDatabase();
  const writer = createSqlWriter(database, SITE);
  const marks = [await markOf(database)];
  for (const deeds of [[put("a")], [{ kind: "remove", slug: "a" } as const], [put("a")], [put("b", 9e12)]]) {
    await perform(writer, deeds, writtenAt(1));
    marks.push(await markOf(database));
  }
  expect(new Set(marks).size).toBe(5);
});

it("a mark is the same to every process, and after a restart", async () => {
  const path = await databasePath();
  const first = openSqlite(path);
  const other = openSqlite(path);
  await perform(createSqlWriter(first, SITE), [put("a")], writtenAt(0));
  const mark = await markOf(first);
  expect(await markOf(other)).toBe(mark);
  await perform(createSqlWriter(other, SITE), [put("b")], writtenAt(0));
  expect(await markOf(first)).not.toBe(mark);
  const last = await markOf(first);
  for (const database of [first, other]) database.close();
  const again = openSqlite(path);
  expect(await markOf(again)).toBe(last);
  again.close();
});

it("another database has another mark, though it holds the same and was written at the same times", async () => {
  const marks = new Set<string>();
  for (let copy = 0; copy < 3; copy += 1) {
    const database = await emptyDatabase();
    await perform(createSqlWriter(database, SITE), [put("a"), put("b", 7)], writtenAt(0));
    marks.add(await markOf(database));
  }
  expect(marks.size).toBe(3);
});

it("notices to hubs, refused and idle changes and a reading that finds nothing new leave the mark", async () => {
  const database = await emptyDatabase();
  const writer = createSqlWriter(database, PUSHING);
  const source = {
    slug: "a",
    format: "wire",
    text: "Published 2026-01-01T00:00:00Z\nA\n- India\nText.",
  } as const;
  await publishUnder(database, PUSHING, [source], writtenAt(0));
  const mark = await markOf(database);
  const outbox = createSqlOutbox(database);
  const [first, second] = await outbox.due(LATE, 10);
  if (first === undefined || second === undefined) throw new Error("there are no notices");
  await outbox.postpone(first, LATE);
  await outbox.markDelivered(first);
  await outbox.drop(second);
  expect(await markOf(database)).toBe(mark);
  await publishUnder(database, PUSHING, [source], writtenAt(1));
  await writer.writeChanges([{ kind: "remove", slug: "nothing" }], writtenAt(1));
  await writer.writeChanges([{ kind: "remove", slug: "a", match: ["another"] }], writtenAt(1));
  expect(await markOf(database)).toBe(mark);
  const read = () =>
    reparseArticles(
      database,
      writer,
      PUSHING,
      writtenAt(2),
      createLog("error", () => {}),
      () => {},
    );
  for (let left = 10; !(await read()); left -= 1) expect(left).toBeGreaterThan(0);
  expect(await markOf(database)).toBe(mark);
});

it("removals that are brought back change it, the same ones once more do not", async () => {
  const database = await emptyDatabase();
  await perform(createSqlWriter(database, SITE), [put("a")], writtenAt(0));
  const marks = [await markOf(database)];
  const removal = { slug: "gone", published: writtenAt(-9), removed: writtenAt(-3) };
  const reported = {
    ...removal,
    positions: [{ scope: { kind: "category", slug: "india" }, position: 3 } as const],
  };
  for (const each of [{ ...removal, positions: [] }, reported, reported, { ...reported, slug: "a" }]) {
    await restoreRemovals(database, [each], [], writtenAt(1));
    marks.push(await markOf(database));
  }
  expect(marks[1]).not.toBe(marks[0]);
  expect(marks[2]).not.toBe(marks[1]);
  expect(marks.slice(3)).toEqual([marks[2], marks[2]]);
});

it("a database of a program that knew of no marks is served as it is, and gets one with its first change", async () => {
  const path = await databasePath();
  const former = new DatabaseSync(path);
  former.exec(readFileSync("migrations/0001_articles.sql", "utf8"));
  former.exec("PRAGMA user_version = 1");
  former.close();
  const database = openSqlite(path);
  const writer = createSqlWriter(database, SITE);
  const store = createSqlStore(database, SITE);
  await perform(writer, [put("a"), put("b", 1)], writtenAt(0));
  await database.batch([{ sql: "DELETE FROM state WHERE name = 'version'", values: [] }]);
  const old = await store.version(LATE);
  expect(old).toMatchObject({ articles: 2, last: 2, next: null });
  expect(await store.version(LATE)).toEqual(old);
  // While the former program still runs beside this one, times and numbers tell of what it changes.
  const marks = [old.version];
  for (const [index, deeds] of [[put("c", 5)], [{ kind: "remove", slug: "a" } as const]].entries()) {
    await perform(writer, deeds, writtenAt(1 + index));
    await database.batch([{ sql: "DELETE FROM state WHERE name = 'version'", values: [] }]);
    marks.push(await markOf(database));
  }
  await perform(writer, [put("d")], writtenAt(3));
  marks.push(await markOf(database));
  expect(new Set(marks).size).toBe(4);
  expect(marks[3]).toMatch(/^[0-9a-f]{32} /);
  database.close();
});

it("an edit by a program that knows of no mark, with a clock that is behind, has another mark all the same", async () => {
  const database = await emptyDatabase();
  await perform(createSqlWriter(database, SITE), [put("a"), put("b")], writtenAt(10));
  const before = await createSqlStore(database, SITE).version(LATE);
  const former: Database = {
    ...database,
    batch: (statements) => database.batch(statements.filter(({ sql }) => !sql.includes("randomblob"))),
  };
  const edited = { ...plainPiece("a", 0), word: "bridge" };
  await perform(createSqlWriter(former, SITE), [{ kind: "put", piece: edited }], writtenAt(5));
  const after = await createSqlStore(database, SITE).version(LATE);
  expect((await createSqlStore(database, SITE).article("a", LATE))?.html).toContain("bridge");
  // Neither the mark that is noted nor any of the times tells of it.
  expect(after.modified).toEqual(before.modified);
  expect(after.version).not.toBe(before.version);
});
