import type { Hono } from "hono";
import { createApp } from "../../app.ts";
import { ownerTokens, parseTokens } from "../../http/access-tokens.ts";
import { comesFromLoopback } from "../../http/loopback.ts";
import { requestTarget } from "../../http/request-target.ts";
import type { ApiEnvironment, ReadOnlyApiOptions } from "../../publish/publish-api.ts";
import { createResolver, type Resolver } from "../../routes/resolver.ts";
import { createStatusRoutes } from "../../routes/status/status-routes.ts";
import type { Content } from "../../store/content.ts";
import type { D1Binding } from "../../store/d1/open-d1.ts";
import type { Outbox } from "../../store/outbox.ts";
import { createCounters } from "../../telemetry/counters/counters.ts";
import type { RequestLog } from "../../telemetry/log.ts";
import { createRequestRecorder, recordResponse } from "../../telemetry/record-request.ts";
import { createRedactor } from "../../telemetry/redact.ts";
import { createRequestContext } from "../../telemetry/request-context.ts";
import type { Deployment } from "../../telemetry/status/deployment.ts";
import { HubHealth } from "../../websub/hub-health.ts";
import { type Dataset, recordToAnalytics } from "./analytics.ts";
import type { EdgeCache } from "./cache-invalidation.ts";
import { workerCompression } from "./compression.ts";

/** What the Worker is given: see `wrangler.toml` and `docs/deploy.md`. */
export interface Bindings {
  /** The articles, of the Worker with a database. */
  readonly DB?: D1Binding;
  /** The token that may do all. */
  readonly PUBLISH_TOKEN?: string;
  /** Further tokens, as `parseTokens` takes them. */
  readonly TOKENS?: string;
  readonly ALLOW_PRIVATE_HUBS?: string;
  /** Is told of every request, if it is there. */
  readonly ANALYTICS?: Dataset;
}

/** What is used of the platform besides its bindings. */
export interface Platform {
  /** Lets work go on after the response of the request that is served. */
  readonly waitUntil: (work: Promise<unknown>) => void;
  /** The cache in front of the Worker; nothing where there is none. */
  readonly cache: EdgeCache | undefined;
}

export interface WorkerOptions {
  readonly openArticles: OpenArticles;
  readonly platform: Platform;
  /** UTC. */
  readonly now: () => Date;
  readonly log: RequestLog;
}

/** Opens the articles of a Worker. */
export type OpenArticles = (options: ArticlesOptions) => WorkerArticles;

/** What articles may use of the Worker that serves them. */
export interface ArticlesOptions extends ReadOnlyApiOptions {
  readonly bindings: Bindings;
  readonly platform: Platform;
  readonly log: RequestLog;
  /** Is told of what is removed. */
  readonly service: Resolver;
  readonly health: HubHealth;
}

/** The articles of a Worker, and what can be done with them. */
export interface WorkerArticles extends Pick<Deployment, "kind"> {
  readonly content: Content;
  readonly api: Hono<ApiEnvironment>;
  /** Undefined if hubs are never notified. */
  readonly outbox?: Outbox;
  /** What is to be done every minute. Never rejects because of a hub. */
  readonly tick: () => Promise<void>;
}

export interface Worker extends Pick<WorkerArticles, "tick"> {
  readonly fetch: (request: Request) => Promise<Response>;
}

/** The service on Cloudflare. */
export function createWorker(bindings: Bindings, { openArticles, platform, now, log }: WorkerOptions): Worker {
  const { PUBLISH_TOKEN, TOKENS, ANALYTICS } = bindings;
  const health = new HubHealth(log);
  const service = createResolver(now, workerCompression, true);
  const reading = parseTokens(TOKENS || "[]");
  if ("message" in reading) log.error(`TOKENS is not understood, and its tokens do not hold: ${reading.message}`);
  const boundTokens = [...ownerTokens(PUBLISH_TOKEN), ...("tokens" in reading ? reading.tokens : [])];
  const tokens = () => boundTokens;
  const articles = openArticles({ bindings, tokens, platform, now, log, service, health });
  const content = () => articles.content;
  const counters = createCounters(now());
  const deployment: Deployment = {
    kind: articles.kind,
    place: null,
    runtime: "Cloudflare Workers",
    counted: "isolate",
    analytics: ANALYTICS !== undefined,
    // What is wrong with what was bundled, the bundling said.
    faults: () => [],
    outbox: articles.outbox,
    health,
  };
  const status = createStatusRoutes({ content, deployment: () => deployment, counters, tokens, now, log });
  const app = createApp({
    content,
    service,
    now,
    log,
    mounts: (mounted) => mounted.route("/", articles.api).route("/", status),
  });
  const listeners = [counters.count, log.request, ...(ANALYTICS === undefined ? [] : [recordToAnalytics(ANALYTICS)])];
  const observe = createRequestRecorder(listeners, createRedactor(PUBLISH_TOKEN));
  return {
    async fetch(request) {
      const context = createRequestContext(comesFromHere(request));
      // The clock of the platform stands still while the Worker computes: it is the store that is waited for.
      const began = now().getTime();
      const response = await app.fetch(request, context);
      const at = now();
      const took = at.getTime() - began;
      const { subject } = context;
      recordResponse(observe, { request, subject, response, target: requestTarget(request.url), at, took });
      return response;
    },
    tick: articles.tick,
  };
}

/**
 * Whether `wrangler dev` serves a request to the developer at the same machine: it names the client in the field in
 * which Cloudflare does, and adds no other. Cloudflare itself always adds more, and takes no loopback for a host.
 */
function comesFromHere({ url, headers }: Request): boolean {
  const fields = [...headers.keys()].filter((name) => name !== CLIENT_FIELD);
  return comesFromLoopback({ peer: headers.get(CLIENT_FIELD), host: new URL(url).host, fields });
}

const CLIENT_FIELD = "cf-connecting-ip";
