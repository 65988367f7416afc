import { createApp } from "../../app.ts";
import { ownerTokens, parseTokens } from "../../http/access-tokens.ts";
import { comesFromLoopback } from "../../http/loopback.ts";
import { createPublishApi } from "../../publish/publish-api.ts";
import type { OnPublished } from "../../publish/publish-request.ts";
import { affectedTags } from "../../routes/cache-tags.ts";
import { createResolver } from "../../routes/resolver.ts";
import { createStatusRoutes } from "../../routes/status/status-routes.ts";
import { affectedScopes } from "../../site/affected-scopes.ts";
import type { Scope } from "../../site/scope.ts";
import type { ArticleWriter } from "../../store/article-writer.ts";
import type { Content } from "../../store/content.ts";
import { type D1Binding, openD1 } from "../../store/d1/open-d1.ts";
import { createSqlStore } from "../../store/sql/sql-store.ts";
import { reparseArticles } from "../../store/sql/writer/reparse.ts";
import { createSqlOutbox } from "../../store/sql/writer/sql-outbox.ts";
import { createSqlWriter } from "../../store/sql/writer/sql-writer.ts";
import { createCounters } from "../../telemetry/counters/counters.ts";
import type { RequestLog } from "../../telemetry/log.ts";
import { createRequestRecorder, recordResponse } from "../../telemetry/record-request.ts";
import { createRedactor } from "../../telemetry/redact.ts";
import { createRequestContext } from "../../telemetry/request-context.ts";
import type { Deployment } from "../../telemetry/status/deployment.ts";
import { HubHealth } from "../../websub/hub-health.ts";
import { type Dataset, recordToAnalytics } from "./analytics.ts";
import { type EdgeCache, invalidateCache } from "./cache-invalidation.ts";
import { workerCompression } from "./compression.ts";
import { deliverFromWorker } from "./websub.ts";

/** What the Worker is given: see `wrangler.toml` and `docs/deploy.md`. */
export interface Bindings {
  /** The articles; without it they are those of the bundle. */
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
  /** The settings, and the articles that are served without a database. */
  readonly bundled: Content;
  readonly platform: Platform;
  /** UTC. */
  readonly now: () => Date;
  readonly log: RequestLog;
}

export interface Worker {
  readonly fetch: (request: Request) => Promise<Response>;
  /** What is to be done every minute. Never rejects because of a hub. */
  readonly tick: () => Promise<void>;
}

/** The service on Cloudflare: over the database, or over the content that was bundled with it. */
export function createWorker(
  { DB, PUBLISH_TOKEN, TOKENS, ALLOW_PRIVATE_HUBS, ANALYTICS }: Bindings,
  { bundled, platform, now, log }: WorkerOptions,
): Worker {
  const { site } = bundled;
  const database = DB && openD1(DB);
  const writer = database && createSqlWriter(database, site);
  const allowPrivate = ALLOW_PRIVATE_HUBS === "true";
  const health = new HubHealth(log);
  const notifyHubs = async () => {
    if (database !== undefined)
      await deliverFromWorker({ outbox: createSqlOutbox(database), allowPrivate, now, log, health });
  };
  const service = createResolver(now, workerCompression, true);
  const published: OnPublished = (scopes, slugs, removed) => {
    service.forget(removed);
    const tags = affectedTags(scopes, slugs);
    // A hub that hangs must not hold up whoever publishes.
    platform.waitUntil(Promise.all([invalidateCache(platform.cache, tags, log), notifyHubs()]));
  };
  const content: Content =
    database && writer
      ? { site, store: createSqlStore(database, site), writer: notifyOnFailure(writer, published) }
      : bundled;
  const reading = parseTokens(TOKENS || "[]");
  if ("message" in reading) log.error(`TOKENS is not understood, and its tokens do not hold: ${reading.message}`);
  const boundTokens = [...ownerTokens(PUBLISH_TOKEN), ...("tokens" in reading ? reading.tokens : [])];
  const tokens = () => boundTokens;
  const api = createPublishApi({
    content: () => content,
    tokens,
    now,
    log,
    onPublished: published,
  });
  const counters = createCounters(now());
  const deployment: Deployment = {
    kind: database === undefined ? "bundle" : "D1",
    place: null,
    runtime: "Cloudflare Workers",
    counted: "isolate",
    analytics: ANALYTICS !== undefined,
    // What is wrong with what was bundled, the bundling said.
    faults: () => [],
    outbox: database && createSqlOutbox(database),
    health,
  };
  const status = createStatusRoutes({
    content: () => content,
    deployment: () => deployment,
    counters: counters,
    tokens,
    now,
    log,
  });
  const app = createApp({
    content: () => content,
    service,
    now,
    log,
    mounts: (mounted) => mounted.route("/", api).route("/", status),
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
      recordResponse(observe, { request, subject, response, target: targetOf(request), at, took });
      return response;
    },
    async tick() {
      await notifyHubs();
      if (database && writer) {
        const changed = (scopes: readonly Scope[], slugs: readonly string[]) => published(scopes, slugs, []);
        await reparseArticles(database, writer, site, now(), log, changed);
      }
    },
  };
}

/** Path and query of a request. */
function targetOf({ url }: Request): string {
  return url.replace(/^[a-z]+:\/\/[^/?#]*/i, "");
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

/**
 * The same writer, but what fails counts as published: it may have been made and only the answer lost, and to repeat it
 * would change nothing and tell nobody.
 */
function notifyOnFailure(writer: ArticleWriter, published: OnPublished): ArticleWriter {
  return {
    ...writer,
    async writeChanges(changes, now, limit) {
      try {
        return await writer.writeChanges(changes, now, limit);
      } catch (error) {
        const articles = changes.map((change) => (change.kind === "put" ? change.article : undefined));
        published(
          affectedScopes(articles),
          changes.map(({ slug }) => slug),
          changes.flatMap(({ kind, slug }) => (kind === "remove" ? [slug] : [])),
        );
        throw error;
      }
    },
  };
}
