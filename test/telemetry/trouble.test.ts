import { once } from "node:events";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Content } from "../../src/store/content.ts";
import type { RequestRecord } from "../../src/telemetry/request-record.ts";
import { faulty } from "../support/fakes/faulty-store.ts";
import { SEEN_AT } from "../support/fakes/request-record.ts";
import { contentOf, siteOf } from "../support/fixtures/content.ts";
import { send } from "../support/readers/poll-client.ts";
import { dial } from "../support/readers/socket.ts";
import { eventually } from "../support/services/eventually.ts";
import { TOKEN } from "../support/services/publishing.ts";
import { type WatchedServer, watchedServer } from "../support/services/watched.ts";
import { articleText } from "../support/stores/folder.ts";

// Properties take their time where much else goes on.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const servers: WatchedServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serverOf(content: () => Content | undefined): Promise<WatchedServer> {
  const server = await watchedServer(content, true);
  servers.push(server);
  return server;
}

async function sample(): Promise<Content> {
  return contentOf({ one: articleText("Headline 1") }, await siteOf({ categories: { Weather: {} } }));
}

/** Of the last request what only the app knows. */
function last({ seen }: WatchedServer): Pick<RequestRecord, "status" | "feed" | "format" | "cache"> | undefined {
  const found = seen.at(-1);
  return found && { status: found.status, feed: found.feed, format: found.format, cache: found.cache };
}

describe("while the store fails", () => {
  it("a feed that was there is stale, one that must exist is named, and of others nothing is made up", async () => {
    const content = await sample();
    const broken = faulty(content.store);
    const current = { ...content, store: broken.store };
    const server = await serverOf(() => current);
    const ask = (target: string) => send(server.port, "GET", target);
    await ask("/rss.xml");
    expect(last(server)).toEqual({ status: 200, feed: "all", format: "rss", cache: "miss" });
    await ask("/rss.xml");
    expect(last(server)).toEqual({ status: 200, feed: "all", format: "rss", cache: "hit" });
    const failing = async (target: string) => {
      broken.version = (broken.version ?? 0) + 1;
      broken.spoil(1);
      await ask(target);
      return last(server);
    };
    expect(await failing("/rss.xml")).toEqual({ status: 200, feed: "all", format: "rss", cache: "stale" });
    expect(await failing("/atom.xml")).toEqual({ status: 503, feed: "all", format: "atom", cache: "none" });
    const weather = { status: 503, feed: "categories/weather", format: "rss", cache: "none" };
    expect(await failing("/categories/weather/rss.xml")).toEqual(weather);
    const unknown = { status: 503, feed: null, format: "rss", cache: "none" };
    expect(await failing("/categories/made-up/rss.xml")).toEqual(unknown);
    expect(await failing("/authors/made-up/rss.xml")).toEqual(unknown);
    expect(await failing("/articles/one")).toEqual({ ...unknown, format: null });
    const { feeds, minutes } = server.tally.read(SEEN_AT);
    expect(feeds.map(({ feed, format }) => `${feed} ${format}`).sort()).toEqual([
      "all atom",
      "all rss",
      "categories/weather rss",
    ]);
    expect(minutes.at(-1)).toMatchObject({ polls: { "200": 3, "5xx": 4 }, others: 1 });
    const errors = server.lines.map((line) => JSON.parse(line) as { level: string; status?: number });
    for (const { level, status = 0 } of errors) if (status >= 500) expect(level).toBe("error");
  });

  it("and before there is any content a poll is one that the service failed", async () => {
    const server = await serverOf(() => undefined);
    await send(server.port, "GET", "/rss.xml");
    expect(last(server)).toEqual({ status: 503, feed: null, format: "rss", cache: "none" });
  });
});

describe("clients that go away", () => {
  it("break nothing: whoever comes after them is answered and counted", async () => {
    const content = await sample();
    const server = await serverOf(() => content);
    const rude = [
      "GET /rss.xml HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n".repeat(20),
      "GET /rss.xml HTTP/1.1\r\nHost: a\r\nX-Unfinished: ",
      `POST /api/articles HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${TOKEN}\r\nContent-Type: application/x-ndjson\r\n` +
        'Transfer-Encoding: chunked\r\n\r\n5\r\n{"slu\r\n',
      "\u0000\u0001 not HTTP\r\n\r\n",
    ];
    for (let round = 0; round < 20; round += 1)
      for (const bytes of rude) {
        const socket = await dial(server.port);
        socket.on("error", () => undefined);
        await new Promise((written) => socket.write(bytes, "latin1", written));
        socket.resetAndDestroy();
        await once(socket, "close");
      }
    const before = server.tally.read(SEEN_AT).requests;
    await send(server.port, "GET", "/after");
    await eventually(() => server.seen.some(({ path }) => path === "/after"));
    expect(server.tally.read(SEEN_AT).requests).toBeGreaterThan(before);
    expect((await send(server.port, "GET", "/rss.xml")).status).toBe(200);
    for (const line of server.lines) expect(() => JSON.parse(line)).not.toThrow();
  });

  it("what is refused without the app is seen as well", async () => {
    const content = await sample();
    const server = await serverOf(() => content);
    const ask = async (request: string) => {
      const socket = await dial(server.port);
      socket.write(request);
      await once(socket.resume(), "close");
    };
    await ask("GET /a HTTP/1.1\r\nConnection: close\r\n\r\n");
    await ask("GET /b HTTP/1.1\r\nHost: a\r\nExpect: something\r\nConnection: close\r\n\r\n");
    expect(server.seen.map(({ path, status, bytes }) => [path, status, bytes])).toEqual([
      ["/a", 400, 0],
      ["/b", 417, 0],
    ]);
  });
});
