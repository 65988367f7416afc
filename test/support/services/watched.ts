import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createApp } from "../../../src/app.ts";
import { ownerTokens } from "../../../src/http/access-tokens.ts";
import { createPublishApi } from "../../../src/publish/publish-api.ts";
import { createResolver } from "../../../src/routes/resolver.ts";
import { nodeCompression } from "../../../src/runtime/node/compression.ts";
import { createHttpServer } from "../../../src/runtime/node/http-server.ts";
import type { Content } from "../../../src/store/content.ts";
import { type Counters, createCounters } from "../../../src/telemetry/counters/counters.ts";
import { createLog } from "../../../src/telemetry/log.ts";
import { jsonLines } from "../../../src/telemetry/log-lines.ts";
import { createRequestRecorder } from "../../../src/telemetry/record-request.ts";
import { createRedactor } from "../../../src/telemetry/redact.ts";
import type { RequestRecord } from "../../../src/telemetry/request-record.ts";
import { createMemoryWriter } from "../fakes/memory-writer.ts";
import { SEEN_AT } from "../fakes/request-record.ts";
import { TOKEN } from "./publishing.ts";

/** A server that is watched, put together as `src/server.ts` does, with a clock that stands still. */
export interface WatchedServer {
  readonly port: number;
  readonly tally: Counters;
  readonly seen: readonly RequestRecord[];
  /** Lines of the log, as they are written. */
  readonly lines: readonly string[];
  /** For each request that reached the app, whether it came from the machine itself. */
  readonly local: readonly boolean[];
  readonly close: () => Promise<void>;
}

/**
 * @param content what is published now
 * @param fast whether polls are answered from what is ready, without the app
 */
export async function watchedServer(content: () => Content | undefined, fast: boolean): Promise<WatchedServer> {
  const now = () => SEEN_AT;
  const seen: RequestRecord[] = [];
  const lines: string[] = [];
  const local: boolean[] = [];
  const tally = createCounters(SEEN_AT);
  const log = createLog("info", (line) => lines.push(line), jsonLines(now));
  const service = createResolver(now, nodeCompression, false);
  const writer = createMemoryWriter();
  const withPress = () => {
    const current = content();
    return current && { ...current, writer };
  };
  const api = createPublishApi({
    content: withPress,
    tokens: () => ownerTokens(TOKEN),
    now,
    log,
    onPublished: () => {},
  });
  const app = createApp({ content, service, now, log, mounts: (mounted) => mounted.route("/", api) });
  const watches = [tally.count, log.request, (each: RequestRecord) => void seen.push(each)];
  const server = createHttpServer({
    fetch(request, context) {
      local.push(context.local);
      return app.fetch(request, context);
    },
    peek: (target) => (fast ? service.peek(content(), target) : undefined),
    now,
    recordRequest: createRequestRecorder(watches, createRedactor(TOKEN)),
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    tally,
    seen,
    lines,
    local,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
