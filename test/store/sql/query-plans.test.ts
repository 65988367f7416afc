import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import {
  ARCHIVE_PAGE,
  ARCHIVE_PAGE_FROM_ENTRIES,
  ARTICLE,
  COLLECTION,
  contentsOf,
  LIST_AFTER,
  NEIGHBOURS,
  NEWEST_FROM_ENTRIES,
  newestEntriesOf,
  REMOVED,
  SEARCH,
  SOURCE,
  updatesFromEntries,
  VERSION,
  VERSION_FROM_ENTRIES,
} from "../../../src/store/sql/queries.ts";
import { openSqlite } from "../../../src/store/sqlite/open-sqlite.ts";
import { databasePath } from "../../support/stores/sqlite.ts";

const STATEMENTS = {
  "a feed's poll": COLLECTION,
  "a feed's poll when many articles are to come": NEWEST_FROM_ENTRIES,
  "an archive page": ARCHIVE_PAGE,
  "an archive page when many articles are to come": ARCHIVE_PAGE_FROM_ENTRIES,
  "the poll of a page that is made of everything": VERSION,
  "that poll when many articles are to come": VERSION_FROM_ENTRIES,
  "what stands beside an article": NEIGHBOURS,
  "the updates of many collections": newestEntriesOf(24),
  "the same when many articles are to come": updatesFromEntries(24),
  "the contents of a page": contentsOf(50),
  "an article's page": ARTICLE,
  "a removed article's page": REMOVED,
  "a search": SEARCH,
  "an article's source": SOURCE,
  "a page of the list of articles": LIST_AFTER,
};

/** How SQLite says that it goes through all of a table. */
const WALK =
  /^SCAN (?:articles|a|collections|s|collection_entries|p|archive_pages|t|removed_articles|collection_removals|sources)\b/;

async function planOf(sql: string): Promise<string[]> {
  const path = await databasePath();
  openSqlite(path).close();
  const database = new DatabaseSync(path);
  try {
    const values = new Array(new Set(sql.match(/\?\d+/g)).size).fill(sql === SEARCH ? "word" : 1);
    return database
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...values)
      .map(({ detail }) => String(detail));
  } finally {
    database.close();
  }
}

describe("every read of a poll", () => {
  it.each(Object.entries(STATEMENTS))("%s goes by an index and walks through no table", async (_, sql) => {
    const plan = await planOf(sql);
    expect(plan.join("\n")).toMatch(/SEARCH \w+ USING|VIRTUAL TABLE INDEX \d+:M/);
    // A page of rows that an index gave is gone through; its table has the name of a subquery.
    const inner = plan.some((line) => line === "CO-ROUTINE p") ? plan.filter((line) => line !== "SCAN p") : plan;
    expect(inner.filter((line) => WALK.test(line))).toEqual([]);
    expect(plan.join("\n")).not.toContain("TEMP B-TREE");
  });

  it("would be noticed if it did not", async () => {
    const plan = await planOf("SELECT * FROM articles WHERE revision = ?1 ORDER BY modified");
    expect(plan.filter((line) => WALK.test(line))).toHaveLength(1);
    expect(plan.join("\n")).toContain("TEMP B-TREE");
  });
});
