import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import type { Read, SqlRow, Statement } from "../sql/database.ts";
import { STORE_TIMEOUT_MS } from "../store-timeout.ts";
import { loadSqlite } from "./load-sqlite.ts";

/** Searches of a SQLite file that may wait; each takes a few milliseconds. @limit searches */
export const MAX_WAITING_READS = 32;

/** KiB of a SQLite file in memory: the upper levels of all indexes of a million articles. @limit KiB */
export const SQLITE_CACHE_KIB = 65_536;

export interface SearchThread {
  readonly read: Read;
  readonly close: () => void;
}

interface Job {
  readonly statement: Statement;
  /** Milliseconds of `performance.now()` after which nobody waits for the answer. */
  readonly deadline: number;
  readonly resolve: (rows: readonly SqlRow[]) => void;
  readonly reject: (error: Error) => void;
}

type Answer = { readonly rows: readonly SqlRow[] } | { readonly error: string };

/**
 * Reads in a thread of its own, one query after the other: SQLite cannot be interrupted, and a search may take seconds in
 * which polls would have to wait. Queries that nobody waits for any longer are not started.
 * @param path of a database in WAL mode; it is opened with the first read
 */
export function createSearchThread(path: string): SearchThread {
  const queue: Job[] = [];
  let current: Job | undefined;
  let worker: Worker | undefined;

  const fail = (error: Error) => {
    worker = undefined;
    const jobs = [current, ...queue.splice(0)];
    current = undefined;
    for (const job of jobs) job?.reject(error);
  };
  const start = (): Worker => {
    const started = new Worker(new URL(import.meta.url), { workerData: { [DATABASE_PATH]: path } });
    started.unref();
    started.on("message", (answer: Answer) => {
      const job = current;
      current = undefined;
      // Only a running query keeps the process alive.
      started.unref();
      if ("rows" in answer) job?.resolve(answer.rows);
      else job?.reject(new Error(answer.error));
      next();
    });
    started.on("error", fail);
    return started;
  };
  const next = () => {
    if (current !== undefined) return;
    for (current = queue.shift(); current !== undefined; current = queue.shift()) {
      if (performance.now() < current.deadline) break;
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
        if (queue.length >= MAX_WAITING_READS) return reject(new Error("too many searches at the same time"));
        queue.push({ statement, deadline: performance.now() + STORE_TIMEOUT_MS, resolve, reject });
        next();
      }),
    close() {
      void worker?.terminate();
      fail(new Error("the database is closed"));
    },
  };
}

const DATABASE_PATH = "harkaraDatabase";

if (!isMainThread && typeof workerData?.[DATABASE_PATH] === "string") {
  const { DatabaseSync } = loadSqlite();
  const database = new DatabaseSync(workerData[DATABASE_PATH], { readOnly: true });
  database.exec(`PRAGMA cache_size = -${SQLITE_CACHE_KIB}`);
  parentPort?.on("message", ({ sql, values }: Statement) => {
    let answer: Answer;
    try {
      answer = { rows: database.prepare(sql).all(...values) as SqlRow[] };
    } catch (error) {
      answer = { error: error instanceof Error ? error.message : String(error) };
    }
    parentPort?.postMessage(answer);
  });
}
