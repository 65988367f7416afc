import { DatabaseSync } from "node:sqlite";
import type { Database } from "../../../src/store/sql/database.ts";

/** A database before each of whose batches something else happens. @param meddle is told which attempt it is, from 1 */
export function meddling(
  database: Database,
  meddle: (attempt: number) => Promise<void>,
): { readonly database: Database; readonly attempts: () => number } {
  let attempts = 0;
  return {
    attempts: () => attempts,
    database: {
      changeCounter: database.changeCounter,
      search: database.search,
      reader: database.reader,
      primaryReader: () => {
        const read = database.primaryReader();
        return async (statement) => {
          const rows = await read(statement);
          attempts += 1;
          await meddle(attempts);
          return rows;
        };
      },
      batch: (statements) => database.batch(statements),
    },
  };
}

/** A database whose batches fail behind so many statements. @param reported how many statements there would have been */
export function failingAt(database: Database, index: number, reported: (statements: number) => void): Database {
  return {
    changeCounter: database.changeCounter,
    reader: database.reader,
    search: database.search,
    primaryReader: database.primaryReader,
    batch: (statements) => {
      reported(statements.length);
      const broken = { sql: "DELETE FROM nowhere", values: [] };
      return database.batch([...statements.slice(0, index), broken, ...statements.slice(index)]);
    },
  };
}

/** Every row of every table of a file. */
export function dumpOf(path: string): Readonly<Record<string, readonly unknown[]>> {
  const database = new DatabaseSync(path, { readOnly: true, readBigInts: true });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
    return Object.fromEntries(
      tables.map(({ name }) => String(name)).map((name) => [name, database.prepare(`SELECT * FROM "${name}"`).all()]),
    );
  } finally {
    database.close();
  }
}
