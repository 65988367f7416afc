import { applyD1Migrations, env } from "cloudflare:test";
import { openD1 } from "../../../src/store/d1/open-d1.ts";
import type { Database } from "../../../src/store/sql/database.ts";

/** The local D1 database of the test file, with its schema and nothing in it. */
export async function emptyD1(): Promise<Database> {
  await applyD1Migrations(env.TEST_DB, env.TEST_MIGRATIONS);
  const tables = [
    "articles",
    "sources",
    "collection_entries",
    "archive_pages",
    "removed_articles",
    "collection_removals",
    "search_index",
    "outbox",
    "state",
  ];
  const empty = tables.map((table) => env.TEST_DB.prepare(`DELETE FROM ${table}`));
  await env.TEST_DB.batch([
    ...empty,
    env.TEST_DB.prepare("DELETE FROM collections WHERE kind <> 'all'"),
    env.TEST_DB.prepare(
      "UPDATE collections SET article_count = 0, last_position = 0, membership_changed = 0, modified = 0, older_position = 0, newest_entries = '[]', recent_removals = '[]'",
    ),
  ]);
  return openD1(env.TEST_DB);
}
