import { createServer, get } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createApp } from "../../src/app.ts";
import { createResolver } from "../../src/routes/resolver.ts";
import { nodeCompression } from "../../src/runtime/node/compression.ts";
import { createHttpServer } from "../../src/runtime/node/http-server.ts";
import type { Content } from "../../src/store/content.ts";
import { Folder } from "../../src/store/folder/folder.ts";
import { createLog } from "../../src/telemetry/log.ts";
import type { Ask } from "./suite/ask.ts";
import { suite } from "./suite.ts";

const now = () => new Date();
const folder = new Folder("content", { now, skipSettling: true });
let content: Content | undefined;
const service = createResolver(now, nodeCompression, false);
const app = createApp({
  content: () => content,
  service,
  now,
  log: createLog("silent", () => undefined),
});
const server = createHttpServer({
  fetch: (request) => app.fetch(request),
  peek: (target) => service.peek(content, target),
  now,
});
let port = 0;

beforeAll(async () => {
  await folder.scan();
  const { site, store } = folder.state;
  content = site && store && { site, store };
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  port = (server.address() as AddressInfo).port;
});

afterAll(() => new Promise((closed) => server.close(closed)));

/** `fetch` would ask for an encoding, undo it, and leave the headers as they were. */
const PLAIN = { "accept-encoding": "identity" };

const askAt =
  (origin: () => string): Ask =>
  (path, { host, ...init } = {}) =>
    host === undefined
      ? fetch(origin() + path, { redirect: "manual", ...init, headers: { ...PLAIN, ...init.headers } })
      : fetchNaming(host, origin() + path, init.headers);

/** A GET that names another host than it is sent to, which `fetch` does not let anybody do. */
function fetchNaming(host: string, address: string, headers?: Record<string, string>): Promise<Response> {
  return new Promise((answered, failed) => {
    get(address, { headers: { ...headers, host } }, async (incoming) => {
      const body = Buffer.concat(await incoming.toArray());
      const lines = Object.entries(incoming.headersDistinct).flatMap(([name, values = []]) =>
        values.map((value): [string, string] => [name, value]),
      );
      answered(new Response(body, { status: incoming.statusCode ?? 0, headers: lines }));
    }).on("error", failed);
  });
}

suite(
  "Node",
  askAt(() => `http://127.0.0.1:${port}`),
);

it("a host that a question names is the one that is sent", async () => {
  const echo = createServer((request, response) => response.end(request.headers.host));
  await new Promise<void>((listening) => echo.listen(0, "127.0.0.1", listening));
  try {
    const ask = askAt(() => `http://127.0.0.1:${(echo.address() as AddressInfo).port}`);
    expect(await (await ask("/", { host: "evil.example:9999" })).text()).toBe("evil.example:9999");
  } finally {
    echo.closeAllConnections();
    echo.close();
  }
});
