import type { Server } from "node:http";
import { createApp } from "../../src/app.ts";
import { createResolver, type Resolver } from "../../src/routes/resolver.ts";
import { nodeCompression } from "../../src/runtime/node/compression.ts";
import { createHttpServer } from "../../src/runtime/node/http-server.ts";
import type { Content } from "../../src/store/content.ts";
import { createLog } from "../../src/telemetry/log.ts";

/** The parts of `src/server.ts` over a content that is there already. */
export interface Parts {
  readonly service: Resolver;
  readonly fetch: (request: Request) => Response | Promise<Response>;
  readonly server: Server;
}

export function partsOf(content: () => Content): Parts {
  const now = () => new Date();
  const service = createResolver(now, nodeCompression, false);
  const log = createLog("warn", (line) => console.error(line));
  const app = createApp({ content, service, now, log });
  const fetch = (request: Request) => app.fetch(request);
  const server = createHttpServer({ fetch, peek: (target) => service.peek(content(), target), now });
  return { service, fetch, server };
}
