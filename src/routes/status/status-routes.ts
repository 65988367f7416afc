import { Hono } from "hono";
import type { TokenSource } from "../../http/access-tokens.ts";
import { privateHeaders } from "../../http/headers.ts";
import { FAILED, WRONG_METHOD } from "../../http/problem.ts";
import { responseWithLength } from "../../http/response-with-length.ts";
import type { Log } from "../../lib/log.ts";
import { statusPage } from "../../pages/status/status-page.ts";
import type { Content } from "../../store/content.ts";
import type { Counters } from "../../telemetry/counters/counters.ts";
import type { AppEnvironment } from "../../telemetry/request-context.ts";
import type { Deployment } from "../../telemetry/status/deployment.ts";
import { metricsOf } from "../../telemetry/status/metrics.ts";
import { formatMetrics, PROMETHEUS_TYPE } from "../../telemetry/status/prometheus.ts";
import { createReporter, type StatusReport } from "../../telemetry/status/status-report.ts";
import { createStatusAccess, refuseStatus } from "./status-access.ts";

/** What the status needs from the runtime. */
export interface StatusOptions {
  /** What is published now; nothing until it is loaded. */
  readonly content: () => Content | undefined;
  /** Nothing until the service is ready. */
  readonly deployment: () => Deployment | undefined;
  readonly counters: Counters;
  /** The tokens, of which those with the scope `status` let a client in. */
  readonly tokens: TokenSource;
  /** UTC. */
  readonly now: () => Date;
  readonly log: Log;
  /** Milliseconds that the store and the outbox may take each until they count as failing. */
  readonly timeout?: number;
}

/** For the editor and the operator: the page, and the same for Prometheus. */
export const STATUS_PATHS = ["/status", "/metrics"] as const;

const [PAGE_PATH, METRICS_PATH] = STATUS_PATHS;

/**
 * The status as a Hono app: `app.route("/", createStatusRoutes(parts))` mounts it. `createStatusAccess` says who may see
 * it.
 */
export function createStatusRoutes(parts: StatusOptions): Hono<AppEnvironment> {
  const { content, tokens, now, log } = parts;
  const status = new Hono<AppEnvironment>();
  const site = () => content()?.site;
  const admit = createStatusAccess({ site, tokens, now, log });
  const report = createReporter(parts);

  const serve = (path: string, mediaType: string, render: (report: StatusReport) => string) => {
    status.all(path, async (context) => {
      const request = context.req.raw;
      const admission = await admit(request, context.env?.local === true);
      if (admission === "nothing") return context.notFound();
      if (admission !== "in") return admission;
      if (request.method !== "GET" && request.method !== "HEAD") return refuseStatus(request, WRONG_METHOD, site());
      try {
        const body = render(await report());
        return responseWithLength(body, { headers: privateHeaders(mediaType) });
      } catch (error) {
        log.error(`${request.method} ${path} failed: ${error instanceof Error ? error.stack : error}`);
        return refuseStatus(request, FAILED, site());
      }
    });
  };
  serve(PAGE_PATH, "text/html; charset=utf-8", statusPage);
  serve(METRICS_PATH, PROMETHEUS_TYPE, (report) => formatMetrics(metricsOf(report)));
  return status;
}
