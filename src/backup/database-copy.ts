import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { loadSqlite } from "../store/sqlite/load-sqlite.ts";
import { isBusy } from "../store/sqlite/open-sqlite.ts";
import { BackupError } from "./backup-error.ts";
import type { Manifest } from "./manifest.ts";

/** What a database says of its articles: their number, and a digest of their slugs and revisions. */
export type DatabaseSummary = NonNullable<Manifest["database"]>;

/**
 * Copies a SQLite database as it is at one moment, while others write to it.
 * @param read is called with the database as of that moment
 * @throws SQLite's error, with the path
 */
export async function copyDatabase<T>(from: string, to: string, read: (database: DatabaseSync) => T): Promise<T> {
  return withDatabase(from, async (database) => {
    // One transaction for both. It begins with its first read; without it the copying would begin anew at each write.
    database.exec("BEGIN");
    database.prepare("SELECT count(*) FROM sqlite_schema").get();
    const result = read(database);
    await loadSqlite().backup(database, to);
    return result;
  });
}

/** @throws SQLite's error when it is no database of articles, of this version or one before */
export function summarise(database: DatabaseSync): DatabaseSummary {
  const hash = createHash("sha256");
  let articles = 0;
  for (const { slug, revision } of database.prepare("SELECT slug, revision FROM articles ORDER BY slug").iterate()) {
    hash.update(`${JSON.stringify([slug, revision])}\n`);
    articles += 1;
  }
  return { articles, revisions: hash.digest("hex") };
}

/**
 * Checks a database: its structure and indexes, and what it says of its articles.
 * @param expected not compared if it is undefined
 * @throws BackupError when it is damaged or says something else
 */
export async function checkDatabase(path: string, expected: DatabaseSummary | undefined): Promise<void> {
  await withDatabase(path, async (database) => {
    const [first, ...others] = database.prepare("PRAGMA integrity_check").all();
    const finding = String(first?.integrity_check);
    if (others.length > 0 || finding !== "ok") throw new BackupError(`${path} is damaged: ${finding}`);
    if (expected === undefined) return;
    const { articles, revisions } = summarise(database);
    if (articles !== expected.articles || revisions !== expected.revisions)
      throw new BackupError(`${path} has other articles than it should: ${articles} for ${expected.articles}`);
  });
}

/**
 * Writes what is in the write-ahead log of a database into its file, as its last user does when it ends. Damage does not
 * matter.
 * @throws BackupError when somebody uses the database; SqliteMissing
 */
export function closeDatabase(path: string): void {
  const { DatabaseSync } = loadSqlite();
  const database = new DatabaseSync(path);
  try {
    database.exec("PRAGMA journal_mode = DELETE");
  } catch (error) {
    if (isBusy(error)) throw new BackupError(`${path} is used by a service or another program: stop it first`);
  } finally {
    database.close();
  }
}

async function withDatabase<T>(path: string, action: (database: DatabaseSync) => Promise<T>): Promise<T> {
  let database: DatabaseSync | undefined;
  try {
    // Not read-only: the last user of a write-ahead log takes it away.
    database = new (loadSqlite().DatabaseSync)(path);
    return await action(database);
  } catch (error) {
    if (error instanceof BackupError) throw error;
    throw new BackupError(`${path}: ${error instanceof Error ? error.message : error}`, { cause: error });
  } finally {
    database?.close();
  }
}
