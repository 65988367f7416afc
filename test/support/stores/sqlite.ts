import { join } from "node:path";
import { openSqlite, type SqliteDatabase } from "../../../src/store/sqlite/open-sqlite.ts";
import { afterFile } from "../after-file.ts";
import { temporaryFolder } from "./folder.ts";

/** Path of a database that is not there yet; its folder is there until the file's tests are over. */
export async function databasePath(): Promise<string> {
  return join(await temporaryFolder(), "articles.db");
}

/** An empty database in a file; it is open until the file's tests are over. */
export async function emptyDatabase(): Promise<SqliteDatabase> {
  const database = openSqlite(await databasePath());
  afterFile(() => database.close());
  return database;
}
