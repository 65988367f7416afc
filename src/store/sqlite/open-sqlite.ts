import { readdirSync, readFileSync } from "node:fs";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { isNoSpace } from "../../lib/error-code.ts";
import { asConflictError, type Database, type SqlRow, type Statement } from "../sql/database.ts";
import { createDiskReserve, RESERVE_SUFFIX } from "./disk-reserve.ts";
import { loadSqlite } from "./load-sqlite.ts";
import { createSearchThread, SQLITE_CACHE_KIB } from "./search-thread.ts";

/** Milliseconds that a writer waits for another process that is writing to the same SQLite file: a batch takes less. @limit ms */
const BUSY_TIMEOUT_MS = 5_000;

/** Milliseconds between two attempts to write to a SQLite file that another process writes to, or to open it: polls are answered in between. @limit ms */
const BUSY_PAUSE_MS = 10;

/** Milliseconds between two checks whether another process wrote to a SQLite file: a check costs as much as a poll. @limit ms */
const CHANGE_CHECK_MS = 10;

/** A SQLite database on Node that can be closed. */
export interface SqliteDatabase extends Database {
  readonly close: () => void;
}

/**
 * Opens a database file, creates it if it does not exist, and applies the migrations that it lacks. A batch that resolves is
 * on the disk (write-ahead log, full synchronisation).
 * @param keepsReserve whether room is kept on the disk for removals, in a file beside it
 * @throws SqliteMissing; SQLite's error if the file cannot be opened or is no database; Error if a newer version of the
 *   program made it
 */
export function openSqlite(path: string, keepsReserve = false): SqliteDatabase {
  const { DatabaseSync } = loadSqlite();
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    enableWriteAheadLog(database);
    database.exec("PRAGMA synchronous = FULL");
    database.exec(`PRAGMA cache_size = -${SQLITE_CACHE_KIB}`);
    migrate(database, path);
  } catch (error) {
    database.close();
    throw error;
  }

  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    let statement = statements.get(sql);
    if (statement === undefined) {
      statement = database.prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  };
  const read = async ({ sql, values }: Statement) => prepare(sql).all(...values) as SqlRow[];
  const write = async (batch: readonly Statement[]): Promise<void> => {
    const deadline = performance.now() + BUSY_TIMEOUT_MS;
    while (!tryBegin(database, deadline)) await pause(BUSY_PAUSE_MS);
    // Nothing is awaited before the end: other work of this process must not get into the transaction.
    try {
      // run() would read the last row id, and fail where FTS5 made one beyond 2^53.
      for (const { sql, values } of batch) prepare(sql).all(...values);
      database.exec("COMMIT");
    } catch (error) {
      if (database.isTransaction) database.exec("ROLLBACK");
      throw asConflictError(error);
    }
  };
  const searchThread = createSearchThread(path);
  const reserve = keepsReserve ? createDiskReserve(path + RESERVE_SUFFIX) : undefined;
  const dataVersion = database.prepare("PRAGMA data_version");
  let ownChanges = 0;
  let foreignChanges = 0;
  let checked = Number.NEGATIVE_INFINITY;

  return {
    changeCounter() {
      const now = performance.now();
      if (now - checked >= CHANGE_CHECK_MS) {
        checked = now;
        foreignChanges = Number(dataVersion.get()?.data_version);
      }
      // `data_version` counts the changes of other connections only. Both numbers only grow.
      return ownChanges + foreignChanges;
    },
    reader: () => read,
    primaryReader: () => read,
    search: searchThread.read,
    async batch(batch, makesRoom = false) {
      try {
        await write(batch);
      } catch (error) {
        if (!isNoSpace(error)) throw error;
        if (makesRoom) await reserve?.release();
        // The log may have room that only a checkpoint gives back.
        tryCheckpoint(database);
        await write(batch);
      }
      ownChanges += 1;
      // Whoever writes does not wait for it.
      void reserve?.renew();
    },
    close() {
      searchThread.close();
      if (database.isOpen) database.close();
    },
  };
}

/**
 * Begins to write unless another process is writing. SQLite itself would block the process while it waits.
 * @param deadline milliseconds of `performance.now()`; after it the error is thrown
 */
function tryBegin(database: DatabaseSync, deadline: number): boolean {
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

/** Writes the log into the database, if there is room for that, so that it is written from its beginning again. */
function tryCheckpoint(database: DatabaseSync): void {
  try {
    database.exec("PRAGMA wal_checkpoint(RESTART)");
  } catch (error) {
    if (!isNoSpace(error)) throw error;
  }
}

/** SQLite does not wait by itself if another process opens or closes the file at the same moment. */
function enableWriteAheadLog(database: DatabaseSync): void {
  const deadline = performance.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      database.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BUSY_PAUSE_MS);
    }
  }
}

/** Whether an error says that another process holds a lock. The lowest byte of an extended result code is the primary code. */
export function isBusy(error: unknown): boolean {
  const code = (error as { readonly errcode?: number }).errcode ?? 0;
  return (code & 0xff) === SQLITE_BUSY;
}

const SQLITE_BUSY = 5;

const MIGRATIONS = new URL("../../../migrations/", import.meta.url);

/** Applies the missing migrations, each in a transaction; `user_version` counts those that are applied. */
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
      // Another process may have applied it in the meantime.
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
