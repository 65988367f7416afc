import { readdirSync, readFileSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { asConflictError, type Database, type SqlRow, type Statement } from "../sql/database.ts";
import { createSearchThread, SQLITE_CACHE_KIB } from "./search-thread.ts";

/** Milliseconds that a writer waits for another process that is writing to the same SQLite file: a batch takes less. @limit ms */
const BUSY_TIMEOUT_MS = 5_000;

/** Milliseconds between two tries to write to a SQLite file that another process writes to, or to open it: polls are answered in between. @limit ms */
const BUSY_PAUSE_MS = 10;

/** Milliseconds between two looks at whether another process wrote to a SQLite file: asking costs as much as a poll. @limit ms */
const CHANGE_CHECK_MS = 10;

/** A SQLite database on Node that can be closed. */
export interface SqliteDatabase extends Database {
  readonly close: () => void;
}

/**
 * Opens a database file, which is made if there is none, and brings it to the newest schema. What it acknowledges is
 * on the disk: write-ahead log, full synchronisation.
 * @throws what SQLite says when the file cannot be opened or is no database; Error when a newer version of the program made it
 */
export function openSqlite(path: string): SqliteDatabase {
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    turnLogOn(database);
    database.exec("PRAGMA synchronous = FULL");
    database.exec(`PRAGMA cache_size = -${SQLITE_CACHE_KIB}`);
    migrate(database, path);
  } catch (error) {
    database.close();
    throw error;
  }

  const prepared = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  const read = async ({ sql, values }: Statement) => prepare(sql).all(...values) as SqlRow[];
  const aside = createSearchThread(path);
  const others = database.prepare("PRAGMA data_version");
  let own = 0;
  let foreign = 0;
  let looked = Number.NEGATIVE_INFINITY;

  return {
    changeCounter() {
      const now = performance.now();
      if (now - looked >= CHANGE_CHECK_MS) {
        looked = now;
        foreign = Number(others.get()?.data_version);
      }
      // SQLite's number tells of other connections only; both only grow.
      return own + foreign;
    },
    reader: () => read,
    primaryReader: () => read,
    search: aside.read,
    async batch(statements) {
      const deadline = performance.now() + BUSY_TIMEOUT_MS;
      while (!beginAtOnce(database, deadline)) await pause(BUSY_PAUSE_MS);
      // Up to the end nothing is waited for: what else goes on in this process must not come into the transaction.
      try {
        // Not run(): it also gives the last row id, and fails where FTS5 made that one of its own, beyond 2^53.
        for (const { sql, values } of statements) prepare(sql).all(...values);
        database.exec("COMMIT");
      } catch (error) {
        if (database.isTransaction) database.exec("ROLLBACK");
        throw asConflictError(error);
      }
      own += 1;
    },
    close() {
      aside.close();
      if (database.isOpen) database.close();
    },
  };
}

/**
 * Begins to write unless another process is writing. SQLite itself would wait for that one, and polls for SQLite.
 * @param deadline from when on it fails, as `performance.now()` has it
 */
function beginAtOnce(database: DatabaseSync, deadline: number): boolean {
  database.exec("PRAGMA busy_timeout = 0");
  try {
    database.exec("BEGIN IMMEDIATE");
    return true;
  } catch (error) {
    if (!isBusy(error) || performance.now() > deadline) throw error;
    return false;
  } finally {
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
  }
}

/** Turns the write-ahead log on. Where others open or close the file at the same moment, SQLite does not wait by itself. */
function turnLogOn(database: DatabaseSync): void {
  const deadline = performance.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      database.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
      Atomics.wait(NEVER_WOKEN, 0, 0, BUSY_PAUSE_MS);
    }
  }
}

/** Whether another process is in the way: the lowest byte of SQLite's code says so, the others how. */
function isBusy(error: unknown): boolean {
  const code = (error as { readonly errcode?: number }).errcode ?? 0;
  return (code & 0xff) === SQLITE_BUSY;
}

const SQLITE_BUSY = 5;

const NEVER_WOKEN = new Int32Array(new SharedArrayBuffer(4));

const MIGRATIONS = new URL("../../../migrations/", import.meta.url);

/** Runs the migrations that the file has not seen, each in a transaction; `user_version` counts them. */
function migrate(database: DatabaseSync, path: string): void {
  const names = readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith(".sql"))
    .sort();
  const applied = () => Number(database.prepare("PRAGMA user_version").get()?.user_version);
  if (applied() > names.length) {
    throw new Error(`${path} was made by a newer version of Harkara: use that one`);
  }
  for (const [index, name] of names.entries()) {
    if (applied() > index) continue;
    database.exec("BEGIN IMMEDIATE");
    try {
      // Another process may have been faster.
      if (applied() === index) {
        database.exec(readFileSync(new URL(name, MIGRATIONS), "utf8"));
        database.exec(`PRAGMA user_version = ${index + 1}`);
      }
      database.exec("COMMIT");
    } catch (error) {
      if (database.isTransaction) database.exec("ROLLBACK");
      throw error;
    }
  }
}
