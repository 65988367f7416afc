import { resolve } from "node:path";
import { createApp } from "./app.ts";
import { createPublishApi } from "./publish/publish-api.ts";
import type { OnPublished } from "./publish/publish-request.ts";
import { createResolver } from "./routes/resolver.ts";
import { createStatusRoutes } from "./routes/status/status-routes.ts";
import { nodeCompression } from "./runtime/node/compression.ts";
import { type ContentSource, ContentSourceError } from "./runtime/node/content-source.ts";
import type { DeliveryTimer } from "./runtime/node/delivery-timer.ts";
import { readEnvironment } from "./runtime/node/environment.ts";
import { createHttpServer } from "./runtime/node/http-server.ts";
import { createLogOutput } from "./runtime/node/log-output.ts";
import { startWebSub } from "./runtime/node/websub.ts";
import { createCounters } from "./telemetry/counters/counters.ts";
import { createLog } from "./telemetry/log.ts";
import { jsonLines, redactLines, textLines } from "./telemetry/log-lines.ts";
import { createRequestRecorder } from "./telemetry/record-request.ts";
import { createRedactor } from "./telemetry/redact.ts";
import type { Deployment } from "./telemetry/status/deployment.ts";
import { HubHealth } from "./websub/hub-health.ts";

/** Milliseconds that requests in flight have after SIGTERM; orchestrators kill after 10 s or more. @limit ms */
export const DRAIN_MS = 8_000;

const now = () => new Date();
const environmentReading = readEnvironment(process.env);
const { logFormat } = "faults" in environmentReading ? environmentReading : environmentReading.environment;
const linesFor = ({ isTTY }: NodeJS.WriteStream) =>
  logFormat === "text" || (logFormat === "auto" && isTTY) ? textLines(now) : jsonLines(now);
if ("faults" in environmentReading) fail(2, environmentReading.faults);
const { port, host, contentDir, siteUrl, database, publishToken, allowPrivateHubs } = environmentReading.environment;
const { logLevel } = environmentReading.environment;
const redact = createRedactor(publishToken);
const lines = redactLines(linesFor(process.stdout), redact);
const output = createLogOutput(process.stdout.fd, (dropped) =>
  lines.message("warn", `${dropped} lines of the log were dropped: nobody read them`),
);
process.on("exit", output.end);
process.on("uncaughtException", (error) => fail(1, [redact(`the service ends: ${error.stack}`)]));
const log = createLog(logLevel, output.write, lines);

let contentSource: ContentSource | undefined;
let deliveryTimer: DeliveryTimer | undefined;
const content = () => contentSource?.content();
const onPublished = () => deliveryTimer?.wake();
const published: OnPublished = (_touched, _slugs, removed) => {
  service.forget(removed);
  onPublished();
};

const service = createResolver(now, nodeCompression, false);
const counters = createCounters(now());
const health = new HubHealth(log);
const deployment = (): Deployment | undefined =>
  contentSource && {
    ...contentSource,
    runtime: `Node ${process.versions.node}`,
    counted: "process",
    analytics: false,
    health,
  };
const status = createStatusRoutes({
  content,
  deployment: deployment,
  counters: counters,
  token: publishToken,
  now,
  log,
});
const api = createPublishApi({ content, token: publishToken, now, log, onPublished: published });
const app = createApp({
  content,
  service,
  now,
  log,
  mounts: (mounted) => mounted.route("/", api).route("/", status),
});
const server = createHttpServer({
  fetch: (request, context) => app.fetch(request, context),
  peek: (target) => service.peek(content(), target),
  now,
  recordRequest: createRequestRecorder([counters.count, log.request], redact),
});
server.listen(port, host);
server.on("error", (error) => fail(1, [`${error.message}. PORT and HOST say where to listen.`]));

let stopping = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => stop(signal));

try {
  const parts = { path: resolve(contentDir), siteUrl, now, log, onPublished };
  contentSource =
    database === undefined
      ? await (await import("./runtime/node/folder-source.ts")).openFolderSource(parts)
      : await (await import("./runtime/node/database-source.ts")).openDatabaseSource(resolve(database), parts);
} catch (error) {
  if (!(error instanceof ContentSourceError)) throw error;
  fail(1, [error.message, ...error.lines]);
}
deliveryTimer = startWebSub({
  outbox: contentSource.outbox,
  allowPrivate: allowPrivateHubs,
  health,
  now,
  log,
});

const address = server.address();
const shownPort = typeof address === "object" && address !== null ? address.port : port;
const name = host.includes(":") ? `[${host}]` : host;
log.info(`Harkara listens on http://${name}:${shownPort} with ${await contentSource.summary()}`);

/** Ends the service, and says why on standard error, whatever the level of the log. */
function fail(code: number, messages: readonly string[]): never {
  const { message } = linesFor(process.stderr);
  for (const each of messages) process.stderr.write(`${message("error", each)}\n`);
  process.exit(code);
}

/** Takes no more connections, lets requests in flight finish, and ends. */
function stop(signal: string): void {
  if (stopping) return;
  stopping = true;
  log.info(`${signal}: finishing the requests in flight`);
  const pushStopped = deliveryTimer?.stop();
  const timer = setTimeout(() => {
    log.warn(`requests still in flight after ${DRAIN_MS} ms are cut off`);
    server.closeAllConnections();
  }, DRAIN_MS);
  server.close(async () => {
    clearTimeout(timer);
    await pushStopped;
    await contentSource?.stop();
    log.info("stopped");
    process.exit();
  });
}
