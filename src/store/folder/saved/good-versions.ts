import { join } from "node:path";
import type { Log } from "../../../lib/log.ts";
import { loadSqlite } from "../../sqlite/load-sqlite.ts";

/** Name of the file, in the content folder, with the last good version of each article. */
export const GOOD_VERSIONS_FILE = ".harkara-versions.sqlite";

/** The text of a file that was published. */
export interface GoodVersion {
  readonly text: string;
  /** When the file was changed, UTC. */
  readonly modified: Date;
}

/** The last good version of each article of a folder, by file name. It outlives a restart. */
export interface GoodVersions {
  /** When each version was changed, in milliseconds since the epoch. */
  readonly times: () => ReadonlyMap<string, number>;
  readonly get: (name: string) => GoodVersion | undefined;
  /** Saves versions, and forgets those that are undefined. @throws SQLite's error */
  readonly save: (versions: ReadonlyMap<string, GoodVersion | undefined>) => void;
  readonly close: () => void;
}

/**
 * Opens the versions of a content folder; makes the file if there is none. It is SQLite, as a folder of ten thousand
 * articles changes one at a time. After a power failure it may lack the last change: it is then made again.
 * @throws SqliteMissing; SQLite's error if the file cannot be opened or written
 */
export function openGoodVersions(folder: string): GoodVersions {
  const { DatabaseSync } = loadSqlite();
  const database = new DatabaseSync(join(folder, GOOD_VERSIONS_FILE));
  try {
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 1000");
    database.exec(
      "CREATE TABLE IF NOT EXISTS versions (name TEXT PRIMARY KEY, text TEXT NOT NULL, modified INTEGER NOT NULL)",
    );
  } catch (error) {
    database.close();
    throw error;
  }
  const times = new Map(
    database
      .prepare("SELECT name, modified FROM versions")
      .all()
      .map(({ name, modified }) => [String(name), Number(modified)]),
  );
  const select = database.prepare("SELECT text, modified FROM versions WHERE name = ?");
  const put = database.prepare(
    "INSERT INTO versions VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET text = excluded.text, modified = excluded.modified",
  );
  const remove = database.prepare("DELETE FROM versions WHERE name = ?");

  return {
    times: () => times,
    get(name) {
      const row = select.get(name);
      return row && { text: String(row.text), modified: new Date(Number(row.modified)) };
    },
    save(versions) {
      if (versions.size === 0) return;
      database.exec("BEGIN");
      try {
        for (const [name, version] of versions) {
          if (version === undefined) remove.run(name);
          else put.run(name, version.text, version.modified.getTime());
        }
        database.exec("COMMIT");
      } catch (error) {
        if (database.isTransaction) database.exec("ROLLBACK");
        throw error;
      }
      for (const [name, version] of versions) {
        if (version === undefined) times.delete(name);
        else times.set(name, version.modified.getTime());
      }
    },
    close: () => database.close(),
  };
}

/** The same for a service: a folder that cannot be written to is served all the same, and the log says what is missing. */
export function tryOpenGoodVersions(folder: string, log: Log): GoodVersions | undefined {
  try {
    return openGoodVersions(folder);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.warn(`${GOOD_VERSIONS_FILE} cannot be opened (${reason}): after a restart, articles with faults are missing`);
    return undefined;
  }
}
