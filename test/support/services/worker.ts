import { env } from "cloudflare:test";
import { inject } from "vitest";
import bundleWorker from "../../../src/bundle-worker.ts";
import { bundledArticles } from "../../../src/runtime/worker/bundled-articles.ts";
import type { EdgeCache } from "../../../src/runtime/worker/cache-invalidation.ts";
import { type Bindings, createWorker, type Worker } from "../../../src/runtime/worker/create-worker.ts";
import { articlesInDatabase } from "../../../src/runtime/worker/database-articles.ts";
import type { WorkerEntry } from "../../../src/runtime/worker/worker-entry.ts";
import type { Site } from "../../../src/site/site.ts";
import type { D1Binding } from "../../../src/store/d1/open-d1.ts";
import { createMemoryStore } from "../../../src/store/memory/memory-store.ts";
import { createLog } from "../../../src/telemetry/log.ts";
import databaseWorker from "../../../src/worker.ts";
import { STORED, siteOf } from "../fixtures/content.ts";
import { TOKEN } from "./publishing.ts";

/** Bindings of a Worker over the database of the test file. */
export function bindings(over: Partial<Bindings> = {}): Bindings {
  return { DB: database(), PUBLISH_TOKEN: TOKEN, ALLOW_PRIVATE_HUBS: "true", ...over };
}

/** The database of the test file, as a Worker is given it. */
export function database(): D1Binding {
  return env.TEST_DB as unknown as D1Binding;
}

/** The Worker that is deployed with such bindings. */
export function entryFor({ DB }: Bindings): WorkerEntry {
  return DB === undefined ? bundleWorker : databaseWorker;
}

/** A Worker, and what it made of the platform. */
export interface WorkerDesk {
  readonly worker: Worker;
  readonly site: Site;
  /** What was left to go on after the answer. */
  readonly background: Promise<unknown>[];
  readonly lines: string[];
  /** The instant at which requests take place. */
  now: Date;
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
  /** As a publisher who has the token. */
  readonly order: (method: string, path: string, init?: RequestInit) => Promise<Response>;
  /** Publishes a text in the wire format. */
  readonly put: (slug: string, text: string) => Promise<Response>;
  /** Waits for all that was left to go on. */
  readonly settled: () => Promise<void>;
}

/** A Worker over a site of these settings. */
export async function workerDesk(
  settings: Record<string, unknown>,
  over: Partial<Bindings> = {},
  cache?: EdgeCache,
): Promise<WorkerDesk> {
  const site = await siteOf(settings);
  const background: Promise<unknown>[] = [];
  const lines: string[] = [];
  let now = new Date("2026-11-23T06:00:00Z");
  const platform = { waitUntil: (work: Promise<unknown>) => void background.push(work), cache };
  const ask: WorkerDesk["ask"] = async (path, init = {}) =>
    client.worker.fetch(new Request(`https://worker.example${path}`, { redirect: "manual", ...init }));
  const order: WorkerDesk["order"] = (method, path, init = {}) =>
    ask(path, {
      method,
      ...init,
      headers: { authorization: `Bearer ${TOKEN}`, ...(init.headers as Record<string, string>) },
    });
  const given = bindings(over);
  const openArticles =
    given.DB === undefined
      ? bundledArticles({ site, store: createMemoryStore(site, [], STORED) })
      : articlesInDatabase(site);
  const client: WorkerDesk = {
    worker: createWorker(given, {
      openArticles,
      platform,
      now: () => now,
      log: createLog("debug", (line) => lines.push(line)),
    }),
    site,
    background,
    lines,
    get now() {
      return now;
    },
    set now(instant) {
      now = instant;
    },
    ask,
    order,
    put: (slug, text) =>
      order("PUT", `/api/articles/${encodeURIComponent(slug)}`, {
        headers: { "content-type": "text/plain" },
        body: text,
      }),
    async settled() {
      while (background.length > 0) await Promise.all(background.splice(0));
    },
  };
  return client;
}

/** The sample content as lines of a bulk request. */
export function sampleLines(): string {
  return Object.entries(inject("samples"))
    .map(([slug, source]) => JSON.stringify({ slug, format: "wire", source }))
    .join("\n");
}
