import { copyFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { beforeAll, expect, it } from "vitest";
import { createSqlWriter } from "../../src/store/sql/writer/sql-writer.ts";
import { openSqlite } from "../../src/store/sqlite/open-sqlite.ts";
import { audit } from "../support/crash/audit.ts";
import { siteOf } from "../support/fixtures/content.ts";
import { putting, removing, WRITE_TIME, WRITER_SETTINGS } from "../support/fixtures/drafts.ts";
import { databasePath } from "../support/stores/sqlite.ts";

/** A database with a history: a hundred and forty articles, of which some were changed, moved, removed, brought back. */
async function withHistory(): Promise<string> {
  const path = await databasePath();
  const database = openSqlite(path);
  const writer = createSqlWriter(database, await siteOf(WRITER_SETTINGS));
  const slugs = Array.from({ length: 140 }, (_, index) => `a${index}`);
  const labels = (index: number) => (index % 3 === 0 ? ["Rivers"] : ["India", "Rivers"]);
  const drafts = slugs.map((slug, age) => putting(slug, { age, labels: labels(age), names: ["Asha Rao"] }));
  await writer.writeChanges(await Promise.all(drafts), WRITE_TIME);
  await writer.writeChanges(["a3", "a4", "a139"].map(removing), WRITE_TIME);
  await writer.writeChanges([await putting("a4"), await putting("a5", { age: -3, labels: [] })], WRITE_TIME);
  await writer.writeChanges([await putting("a6", { headline: "Another", labels: ["Hills"] })], WRITE_TIME);
  database.close();
  return path;
}

let history: string;

beforeAll(async () => {
  history = await withHistory();
});

it("an audit finds nothing to say of what was published, changed, removed and brought back", async () => {
  expect(await audit(history)).toEqual([]);
});

it.each([
  "UPDATE articles SET published = published + 1 WHERE slug = 'a7'",
  "UPDATE articles SET modified = modified + 1 WHERE slug = 'a7'",
  "UPDATE articles SET entity_tag = 'other' WHERE slug = 'a7'",
  "UPDATE articles SET revision = 'other' WHERE slug = 'a7'",
  "UPDATE articles SET content = json_set(content, '$.headline', 'Other') WHERE slug = 'a7'",
  "DELETE FROM articles WHERE slug = 'a7'",
  "DELETE FROM sources WHERE article = (SELECT id FROM articles WHERE slug = 'a7')",
  "UPDATE sources SET text = text || ' ' WHERE article = (SELECT id FROM articles WHERE slug = 'a7')",
  "INSERT INTO sources (article, text) VALUES (1, 'of no article')",
  "DELETE FROM collection_entries WHERE slug = 'a7' AND collection = 1",
  "UPDATE collection_entries SET name = 'Other' WHERE slug = 'a7' AND collection > 1",
  "UPDATE collection_entries SET position = position + 1000 WHERE slug = 'a7' AND collection = 1",
  "UPDATE collection_entries SET slug = 'a7x' WHERE slug = 'a7' AND collection = 1",
  "UPDATE collections SET article_count = article_count + 1 WHERE id = 2",
  "UPDATE collections SET last_position = last_position - 3 WHERE id = 2",
  "UPDATE collections SET newest_entries = '[]' WHERE id = 2",
  "UPDATE collections SET newest_entries = json_remove(newest_entries, '$[#-1]') WHERE id = 1",
  "UPDATE collections SET recent_removals = '[]' WHERE id = 1",
  "DELETE FROM archive_pages WHERE id = 16777217",
  "UPDATE archive_pages SET entries = json_remove(entries, '$[0]') WHERE id = 16777218",
  "INSERT INTO archive_pages (id, modified, entries) VALUES (16777226, 0, '[]')",
  "INSERT INTO removed_articles (slug, published, removed) VALUES ('a7', 0, 0)",
  "DELETE FROM removed_articles WHERE slug = 'a3'",
  "DELETE FROM collection_removals WHERE slug = 'a3'",
  "DELETE FROM search_index WHERE rowid = (SELECT id FROM articles WHERE slug = 'a7')",
  "INSERT INTO search_index (rowid, text, terms) VALUES (1, 'of', 'nothing')",
  "INSERT INTO changed_pages (collection, page) VALUES (1, 1)",
  "INSERT INTO replaced_entries (collection, slug, position) VALUES (1, 'a7', 1)",
  "INSERT INTO preconditions (met) VALUES (1)",
])("an audit finds what is not as it should be: %s", async (sql) => {
  const path = await databasePath();
  await copyFile(history, path);
  const database = new DatabaseSync(path);
  database.exec(sql);
  const { changed } = database.prepare("SELECT total_changes() AS changed").get() ?? {};
  database.close();
  expect(changed).toBeGreaterThan(0);
  expect(await audit(path)).not.toEqual([]);
});
