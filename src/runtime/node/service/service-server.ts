import type { Server } from "node:http";
import { createApp } from "../../../app.ts";
import type { TokenSource } from "../../../http/access-tokens.ts";
import { createPublishApi } from "../../../publish/publish-api.ts";
import type { OnPublished } from "../../../publish/publish-request.ts";
import { createResolver } from "../../../routes/resolver.ts";
import { createStatusRoutes } from "../../../routes/status/status-routes.ts";
import { createCounters } from "../../../telemetry/counters/counters.ts";
import type { RequestLog } from "../../../telemetry/log.ts";
import { createRequestRecorder } from "../../../telemetry/record-request.ts";
import type { Redact } from "../../../telemetry/redact.ts";
import type { RequestListener } from "../../../telemetry/request-record.ts";
import type { Deployment } from "../../../telemetry/status/deployment.ts";
import type { HubHealth } from "../../../websub/hub-health.ts";
import { nodeCompression } from "../compression.ts";
import type { ContentSource } from "../content-source.ts";
import { createHttpServer } from "../http-server.ts";

/** What the server of a service needs. */
export interface ServiceServerOptions {
  /** What is served; nothing while it is being read. */
  readonly source: () => ContentSource | undefined;
  readonly tokens: TokenSource;
  readonly health: HubHealth;
  /** Is called when something was published that hubs are to be told of. */
  readonly onPublished: () => void;
  readonly redact: Redact;
  /** UTC. */
  readonly now: () => Date;
  readonly log: RequestLog;
  /** Is told of each request, for the log. Default: each has a line. */
  readonly logRequest?: RequestListener;
}

/** The whole service on Node behind one server that does not listen yet: feeds, pages, publishing API, status. */
export function createServiceServer(parts: ServiceServerOptions): Server {
  const { source, tokens, health, onPublished, redact, now, log, logRequest = log.request } = parts;
  const content = () => source()?.content();
  const service = createResolver(now, nodeCompression, false);
  const counters = createCounters(now());
  const published: OnPublished = (_touched, _slugs, removed) => {
    service.forget(removed);
    onPublished();
  };
  const deployment = (): Deployment | undefined => {
    const opened = source();
    const runtime = `Node ${process.versions.node}`;
    return opened && { ...opened, runtime, counted: "process", analytics: false, health };
  };
  const status = createStatusRoutes({ content, deployment, counters, tokens, now, log });
  const api = createPublishApi({ content, tokens, now, log, onPublished: published });
  const app = createApp({
    content,
    service,
    now,
    log,
    mounts: (mounted) => mounted.route("/", api).route("/", status),
  });
  return createHttpServer({
    fetch: (request, context) => app.fetch(request, context),
    peek: (target) => service.peek(content(), target),
    now,
    recordRequest: createRequestRecorder([counters.count, logRequest], redact, () => source() === undefined),
  });
}
