import { expect, it } from "vitest";
import { MAX_WAITING_READS } from "../../../src/store/sqlite/search-thread.ts";
import { emptyDatabase } from "../../support/stores/sqlite.ts";

/** Counts for some tenths of a second. */
const LONG = {
  sql: "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1) SELECT count(*) AS c FROM n",
  values: [2_000_000],
};
const SHORT = { sql: "SELECT article_count FROM collections WHERE kind = 'all'", values: [] };

it("a search that takes long holds up nothing but other searches", async () => {
  const database = await emptyDatabase();
  const ended: string[] = [];
  const search = database.search(LONG).then(([row]) => ended.push(`search ${row?.c}`));
  await database
    .reader()(SHORT)
    .then(() => ended.push("poll"));
  await database.batch([{ sql: "DELETE FROM changed_pages", values: [] }]).then(() => ended.push("write"));
  await search;
  expect(ended).toEqual(["poll", "write", "search 2000000"]);
});

it("searches see what was written before, and fail with what SQLite says", async () => {
  const database = await emptyDatabase();
  await database.batch([{ sql: "INSERT INTO state (name, value) VALUES ('a', ?1)", values: ["b"] }]);
  expect(await database.search({ sql: "SELECT value FROM state", values: [] })).toMatchObject([{ value: "b" }]);
  await expect(database.search({ sql: "SELECT nothing", values: [] })).rejects.toThrow("nothing");
  await expect(database.search({ sql: "DELETE FROM state", values: [] })).rejects.toThrow("readonly");
  expect(await database.search(SHORT)).toMatchObject([{ article_count: 0 }]);
});

it("more searches than may wait are refused, those that wait are answered", async () => {
  const database = await emptyDatabase();
  const requested = Array.from({ length: MAX_WAITING_READS + 3 }, () => database.search(SHORT));
  const outcomes = await Promise.allSettled(requested);
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(MAX_WAITING_READS + 1);
  expect(outcomes.at(-1)).toMatchObject({ reason: { message: "too many searches at the same time" } });
});
