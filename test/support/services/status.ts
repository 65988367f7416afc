import type { Hono } from "hono";
import { createApp } from "../../../src/app.ts";
import { ownerTokens } from "../../../src/http/access-tokens.ts";
import { createResolver } from "../../../src/routes/resolver.ts";
import { createStatusRoutes, type StatusOptions } from "../../../src/routes/status/status-routes.ts";
import { nodeCompression } from "../../../src/runtime/node/compression.ts";
import type { Content } from "../../../src/store/content.ts";
import { createCounters } from "../../../src/telemetry/counters/counters.ts";
import { createLog } from "../../../src/telemetry/log.ts";
import { type AppEnvironment, createRequestContext } from "../../../src/telemetry/request-context.ts";
import type { RequestRecord } from "../../../src/telemetry/request-record.ts";
import type { Deployment } from "../../../src/telemetry/status/deployment.ts";
import { HubHealth } from "../../../src/websub/hub-health.ts";
import { contentOf, NOW, siteOf } from "../fixtures/content.ts";
import { articleText } from "../stores/folder.ts";

export const STATUS_TOKEN = "the-token-of-the-status";

/** As curl and scrapers show the token. */
export const BEARER = { authorization: `Bearer ${STATUS_TOKEN}` };

/** The app with the status mounted, and what a test may change. */
export interface Watched {
  readonly app: Hono<AppEnvironment>;
  readonly health: HubHealth;
  readonly lines: string[];
  /** The instant at which requests take place. */
  now: Date;
  content: Content | undefined;
  sources: Deployment | undefined;
  /** Counts requests; the parts that are missing are those of a poll of all articles as RSS. */
  readonly count: (seen?: Partial<RequestRecord>, times?: number) => void;
  /** @param local whether the request comes from the machine itself */
  readonly get: (path: string, headers?: Readonly<Record<string, string>>, local?: boolean) => Promise<Response>;
}

/** @param parts in the place of the usual ones @param settings of the site */
export async function watched(
  parts: Partial<StatusOptions> = {},
  settings: Record<string, unknown> = {},
): Promise<Watched> {
  const lines: string[] = [];
  const log = createLog("debug", (line) => lines.push(line));
  const tally = createCounters(NOW);
  const content = await contentOf(
    { a: articleText("A"), b: articleText("B").replace("- India", "By Anna\n- India") },
    await siteOf(settings),
  );
  const health = new HubHealth(log);
  const status = createStatusRoutes({
    content: () => own.content,
    deployment: () => own.sources,
    counters: tally,
    tokens: () => ownerTokens(STATUS_TOKEN),
    now: () => own.now,
    log,
    ...parts,
  });
  const own: Watched = {
    app: createApp({
      content: () => own.content,
      service: createResolver(() => own.now, nodeCompression, false),
      now: () => own.now,
      log,
      mounts: (mounted) => mounted.route("/", status),
    }),
    health,
    lines,
    now: NOW,
    content,
    sources: {
      kind: "folder",
      place: "content",
      runtime: "Node 26.0.0",
      counted: "process",
      analytics: false,
      heldRemovals: () => 0,
      faults: () => [],
      outbox: undefined,
      health,
    },
    count(seen = {}, times = 1) {
      for (let time = 0; time < times; time += 1) tally.count({ ...POLL, at: own.now, ...seen });
    },
    get: async (path, headers = BEARER, local = false) =>
      own.app.request(path, { headers }, createRequestContext(local)),
  };
  return own;
}

const POLL: Omit<RequestRecord, "at"> = {
  method: "GET",
  path: "/rss.xml",
  status: 200,
  feed: "all",
  format: "rss",
  bytes: 1_000,
  took: 2,
  cache: "hit",
  agent: "Example/1.0",
  loading: false,
};
