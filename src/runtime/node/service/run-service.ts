import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { ownerTokens } from "../../../http/access-tokens.ts";
import type { Variables } from "../../../lib/environment/read-variable.ts";
import { createLog } from "../../../telemetry/log.ts";
import { jsonLines, redactLines, textLines } from "../../../telemetry/log-lines.ts";
import { createPollSummary, POLL_SUMMARY_MS } from "../../../telemetry/poll-summary.ts";
import { createRedactor } from "../../../telemetry/redact.ts";
import { HubHealth } from "../../../websub/hub-health.ts";
import { type ContentSource, ContentSourceError } from "../content-source.ts";
import type { DeliveryTimer } from "../delivery-timer.ts";
import { readEnvironment } from "../environment.ts";
import { greetingOf, urlHost } from "../greeting.ts";
import { createLogOutput } from "../log-output.ts";
import { followTokens } from "../token-source.ts";
import { startWebSub } from "../websub.ts";
import { createServiceServer } from "./service-server.ts";

/** Milliseconds that requests in flight have after SIGTERM; orchestrators kill after 10 s or more. @limit ms */
export const DRAIN_MS = 8_000;

/**
 * Makes this process the service: `npm start` and `harkara serve` alike. It ends with the exit code 0 after SIGTERM or
 * SIGINT, 1 when it cannot serve and 2 when a variable is wrong, and says why on standard error.
 * @param env the settings, see `readEnvironment`
 * @returns once it listens
 */
export async function runService(env: Variables): Promise<void> {
  const now = () => new Date();
  const environmentReading = readEnvironment(env);
  const { logFormat } = "faults" in environmentReading ? environmentReading : environmentReading.environment;
  const linesFor = ({ isTTY }: NodeJS.WriteStream) =>
    logFormat === "text" || (logFormat === "auto" && isTTY) ? textLines(now) : jsonLines(now);
  if ("faults" in environmentReading) fail(2, environmentReading.faults);
  const { port, host, contentDir, siteUrl, database, publishToken, allowPrivateHubs } = environmentReading.environment;
  const { logLevel, logRequests, tokens: boundTokens } = environmentReading.environment;
  const redact = createRedactor(publishToken);
  const lines = redactLines(linesFor(process.stdout), redact);
  const output = createLogOutput(process.stdout.fd, (dropped) =>
    lines.message("warn", `${dropped} lines of the log were dropped: nobody read them`),
  );
  process.on("exit", output.end);
  process.on("uncaughtException", (error) => fail(1, [redact(`the service ends: ${error.stack}`)]));
  const log = createLog(logLevel, output.write, lines);
  const polls = createPollSummary(log.request, log.info);
  setInterval(polls.flush, POLL_SUMMARY_MS).unref();

  let contentSource: ContentSource | undefined;
  let deliveryTimer: DeliveryTimer | undefined;
  const onPublished = () => deliveryTimer?.wake();
  const health = new HubHealth(log);
  const server = createServiceServer({
    source: () => contentSource,
    tokens: followTokens(resolve(contentDir), [...ownerTokens(publishToken), ...boundTokens], log),
    health,
    onPublished,
    redact,
    now,
    log,
    logRequest: logRequests === "all" ? log.request : polls.listener,
  });
  server.listen(port, host);
  server.on("error", (error) => fail(1, [`${error.message}. PORT and HOST say where to listen.`]));

  let stopping = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => stop(signal));

  try {
    const parts = { path: resolve(contentDir), siteUrl, now, log, onPublished };
    contentSource =
      database === undefined
        ? await (await import("../folder-source.ts")).openFolderSource(parts)
        : await (await import("../database-source.ts")).openDatabaseSource(resolve(database), parts);
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

  if (!server.listening) await once(server, "listening");
  const { port: shownPort } = server.address() as AddressInfo;
  const served = { host, port: shownPort, place: database ?? contentDir };
  const greeting = await greetingOf(served, contentSource.content(), now());
  // The log is for whoever reads it later, and may be JSON: who starts the service has a plain line, beside the log.
  if (logLevel === "debug" || logLevel === "info") console.error(redact(greeting));
  if (!process.stdout.isTTY)
    log.info(`Harkara listens on http://${urlHost(host)}:${shownPort} with ${await contentSource.summary()}`);

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
      polls.flush();
      log.info("stopped");
      process.exit();
    });
  }
}
