import { DatabaseSync } from "node:sqlite";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { STORE_TIMEOUT_MS } from "../guarded-store.ts";
import type { Read, SqlRow, Statement } from "../sql/database.ts";

/** Searches of a SQLite file that wait for their turn, a few milliseconds each; more than this is a flood. @limit searches */
export const MAX_WAITING_READS = 32;

/** KiB of a SQLite file that are kept in memory: the upper levels of all indexes of a million articles. @limit KiB */
export const SQLITE_CACHE_KIB = 65_536;

/** Reads in a thread of its own. */
export interface SearchThread {
  readonly read: Read;
  readonly close: () => void;
}

interface Job {
  readonly statement: Statement;
  /** Milliseconds of the monotonic clock after which nobody waits any longer. */
  readonly end: number;
  readonly resolve: (rows: readonly SqlRow[]) => void;
  readonly reject: (error: Error) => void;
}

type Told = { readonly rows: readonly SqlRow[] } | { readonly error: string };

/**
 * Reads that may take seconds, as SQLite can neither be interrupted from here nor leaves polls their turn meanwhile.
 * One after the other; those that nobody waits for any longer are not begun, and no more wait than may.
 * @param path of a database in WAL mode, which is opened with the first read
 */
export function createSearchThread(path: string): SearchThread {
  const waiting: Job[] = [];
  let current: Job | undefined;
  let worker: Worker | undefined;

  const fail = (error: Error) => {
    worker = undefined;
    const jobs = [current, ...waiting.splice(0)];
    current = undefined;
    for (const job of jobs) job?.reject(error);
  };
  const start = (): Worker => {
    const started = new Worker(new URL(import.meta.url), { workerData: { [NAME]: path } });
    started.unref();
    started.on("message", (told: Told) => {
      const job = current;
      current = undefined;
      // Only a read that is under way keeps the process alive.
      started.unref();
      if ("rows" in told) job?.resolve(told.rows);
      else job?.reject(new Error(told.error));
      next();
    });
    started.on("error", fail);
    return started;
  };
  const next = () => {
    if (current !== undefined) return;
    for (current = waiting.shift(); current !== undefined; current = waiting.shift()) {
      if (performance.now() < current.end) break;
      current.reject(new Error("its turn came too late"));
    }
    if (current === undefined) return;
    worker ??= start();
    worker.ref();
    worker.postMessage(current.statement);
  };

  return {
    read: (statement) =>
      new Promise((resolve, reject) => {
        if (waiting.length >= MAX_WAITING_READS)
          return reject(new Error("too many searches at the same time"));
        waiting.push({ statement, end: performance.now() + STORE_TIMEOUT_MS, resolve, reject });
        next();
      }),
    close() {
      void worker?.terminate();
      fail(new Error("the database is closed"));
    },
  };
}

const NAME = "harkaraDatabase";

if (!isMainThread && typeof workerData?.[NAME] === "string") {
  const database = new DatabaseSync(workerData[NAME], { readOnly: true });
  database.exec(`PRAGMA cache_size = -${SQLITE_CACHE_KIB}`);
  parentPort?.on("message", ({ sql, values }: Statement) => {
    let told: Told;
    try {
      told = { rows: database.prepare(sql).all(...values) as SqlRow[] };
    } catch (error) {
      told = { error: error instanceof Error ? error.message : String(error) };
    }
    parentPort?.postMessage(told);
  });
}
