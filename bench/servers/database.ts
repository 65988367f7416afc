// The service over a database (argument 1), that polls itself when it is told to.
import { createSqlStore } from "../../src/store/sql/sql-store.ts";
import { openSqlite } from "../../src/store/sqlite/open-sqlite.ts";
import { benchSite } from "../support/corpus.ts";
import { partsOf } from "../support/service.ts";
import { POLLS, type PollCase } from "./polls.ts";

/** What it says when it is ready. */
export interface Facts {
  readonly startMs: number;
}

const ROUND_MS = 150;

const started = performance.now();
const database = openSqlite(process.argv[2] ?? "");
const site = await benchSite();
const store = createSqlStore(database, site);
/** Stands for what others write: nothing that was found before holds any more. */
let foreign = 0;
const content = { site, store: { ...store, changeCounter: () => (store.changeCounter() ?? 0) + foreign } };
const { fetch } = partsOf(() => content);
const startMs = performance.now() - started;

const headers = { "accept-encoding": "gzip" };
const tags = new Map<string, string>();
for (const target of new Set(POLLS.flatMap(({ targets }) => targets))) {
  const response = await fetch(new Request(`http://localhost${target}`, { headers }));
  if (response.status !== 200) throw new Error(`${target}: ${response.status}`);
  await response.arrayBuffer();
  tags.set(target, response.headers.get("etag") ?? "");
}

process.on("message", async (requested: string) => {
  globalThis.gc?.();
  if (requested === "memory") return process.send?.(process.memoryUsage.rss());
  const poll = POLLS.find(({ name }) => name === requested);
  if (poll === undefined) throw new Error(`there is no poll ${requested}`);
  return process.send?.(await measure(poll));
});
process.send?.({ startMs } satisfies Facts);

/** Microseconds per answer, through the app. */
async function measure({ targets, status, kept }: PollCase): Promise<number> {
  const start = performance.now();
  let count = 0;
  while (performance.now() - start < ROUND_MS) {
    for (const target of targets) {
      if (!kept) foreign += 1;
      const own = status === 304 ? { ...headers, "if-none-match": tags.get(target) ?? "" } : headers;
      const response = await fetch(new Request(`http://localhost${target}`, { headers: own }));
      if (response.status !== status) throw new Error(`${target}: ${response.status}, not ${status}`);
      count += 1;
    }
  }
  return ((performance.now() - start) * 1000) / count;
}
