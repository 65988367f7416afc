import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createApp } from "../../src/app.ts";
import { isLocal } from "../../src/http/loopback.ts";
import { createApi } from "../../src/publish/publish-api.ts";
import { createService } from "../../src/routes/resolver.ts";
import { nodeCompression } from "../../src/runtime/node/compression.ts";
import { createNodeServer } from "../../src/runtime/node/http-server.ts";
import type { Content } from "../../src/store/content.ts";
import { createTally, type Tally } from "../../src/telemetry/counters/counters.ts";
import { createLog } from "../../src/telemetry/log.ts";
import { jsonLines } from "../../src/telemetry/log-lines.ts";
import { createObserve } from "../../src/telemetry/record-request.ts";
import { hiding } from "../../src/telemetry/redact.ts";
import type { Seen } from "../../src/telemetry/request-record.ts";
import { createMemoryPress } from "./press.ts";
import { TOKEN } from "./publishing.ts";
import { SEEN_AT } from "./seen.ts";

/** A server that is watched, put together as `src/server.ts` does, with a clock that stands still. */
export interface WatchedServer {
  readonly port: number;
  readonly tally: Tally;
  readonly seen: readonly Seen[];
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
export async function watchedServer(
  content: () => Content | undefined,
  fast: boolean,
): Promise<WatchedServer> {
  const now = () => SEEN_AT;
  const seen: Seen[] = [];
  const lines: string[] = [];
  const local: boolean[] = [];
  const tally = createTally(SEEN_AT);
  const log = createLog("info", (line) => lines.push(line), jsonLines(now));
  const service = createService(now, nodeCompression, false);
  const press = createMemoryPress();
  const withPress = () => {
    const current = content();
    return current && { ...current, press };
  };
  const api = createApi({ content: withPress, token: TOKEN, now, log, published: () => {} });
  const app = createApp({ content, service, now, log, mounts: (mounted) => mounted.route("/", api) });
  const watches = [tally.count, log.request, (each: Seen) => void seen.push(each)];
  const server = createNodeServer({
    fetch(request) {
      local.push(isLocal(request));
      return app.fetch(request);
    },
    peek: (target) => (fast ? service.peek(content(), target) : undefined),
    now,
    observe: createObserve(watches, hiding(TOKEN)),
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
