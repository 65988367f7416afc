// An archive of so many articles (argument 1) in the memory store, that polls itself when it is told to.

import { createResponder } from "../../src/http/conditional-response.ts";
import { FORMATS } from "../../src/lib/feed-format.ts";
import type { Scope } from "../../src/site/scope.ts";
import { feedPath } from "../../src/site/urls.ts";
import { createMemoryStore } from "../../src/store/memory/memory-store.ts";
import { benchSite, quickArticles, STORED } from "../support/corpus.ts";
import { partsOf } from "../support/service.ts";

/** What it says when it is ready. */
export interface Facts {
  readonly startMs: number;
  /** Resident, after the garbage is gone. */
  readonly bytes: number;
}

/** What it can be told to measure: on the fast path, or through the app. */
export type Round = "200" | "304" | "200 app" | "304 app";

const ROUND_MS = 120;

const site = await benchSite();
const articles = quickArticles(Number(process.argv[2]));

const started = performance.now();
const content = { site, store: createMemoryStore(site, articles, STORED) };
const { service, fetch } = partsOf(() => content);
const startMs = performance.now() - started;

const respond = createResponder();

const scopes: Scope[] = [{ kind: "all" }, { kind: "category", slug: "india" }, { kind: "category", slug: "sport" }];
const targets = scopes.flatMap((scope) => FORMATS.map((format) => feedPath(scope, format)));
const headers = { "accept-encoding": "gzip" };
const tags = new Map<string, string>();
for (const target of targets) {
  const response = await fetch(new Request(`http://localhost${target}`, { headers }));
  if (response.status !== 200) throw new Error(`${target}: ${response.status}`);
  await response.arrayBuffer();
  tags.set(target, response.headers.get("etag") ?? "");
}

process.on("message", async (round: Round) => process.send?.(await measure(round)));
globalThis.gc?.();
process.send?.({ startMs, bytes: process.memoryUsage.rss() } satisfies Facts);

/** Microseconds per answer. */
async function measure(round: Round): Promise<number> {
  const status = Number(round.slice(0, 3));
  const poll = round.endsWith("app") ? pollApp : pollReady;
  const start = performance.now();
  let count = 0;
  while (performance.now() - start < ROUND_MS) {
    for (const target of targets) {
      if ((await poll(target, status === 304)) !== status) throw new Error(`${target}: not ${status}`);
      count += 1;
    }
  }
  return ((performance.now() - start) * 1000) / count;
}

function pollReady(target: string, conditional: boolean): Promise<number> | number {
  const own: Record<string, string | undefined> = conditional
    ? { ...headers, "if-none-match": tags.get(target) }
    : headers;
  const resource = service.peek(content, target);
  if (resource === undefined) return 0;
  const answered = respond({ method: "GET", header: (name) => own[name] }, resource, new Date());
  return answered instanceof Promise ? 0 : answered.status;
}

async function pollApp(target: string, conditional: boolean): Promise<number> {
  const own = conditional ? { ...headers, "if-none-match": tags.get(target) ?? "" } : headers;
  return (await fetch(new Request(`http://localhost${target}`, { headers: own }))).status;
}
