import { applyD1Migrations, env } from "cloudflare:test";
import { openD1 } from "../../../src/store/d1/open-d1.ts";
import type { Database } from "../../../src/store/sql/database.ts";

/** The local D1 database of the test file, with its schema and nothing in it. */
export async function emptyD1(): Promise<Database> {
  await applyD1Migrations(env.TEST_DB, env.TEST_MIGRATIONS);
  const tables = [
    "articles",
    "sources",
    "placings",
    "sheets",
    "removals",
    "departures",
    "words",
    "outbox",
    "notes",
  ];
  const empty = tables.map((table) => env.TEST_DB.prepare(`DELETE FROM ${table}`));
  await env.TEST_DB.batch([
    ...empty,
    env.TEST_DB.prepare("DELETE FROM shelves WHERE kind <> 'all'"),
    env.TEST_DB.prepare(
      "UPDATE shelves SET articles = 0, last = 0, changed = 0, edited = 0, below = 0, head = '[]', removals = '[]'",
    ),
  ]);
  return openD1(env.TEST_DB);
}
