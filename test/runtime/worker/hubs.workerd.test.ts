import { env } from "cloudflare:test";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { eventually } from "../../support/services/eventually.ts";
import { wireText } from "../../support/services/publishing.ts";
import { bindings, entryFor, type WorkerDesk, workerDesk } from "../../support/services/worker.ts";
import { emptyD1 } from "../../support/stores/d1.ts";

const HUB = "https://hub.example/";
const SETTINGS = { hubs: [HUB], categories: { India: {} } };
const TEXT = wireText("Ports", "This is the text.", "- India\n");
const MINUTE = 60_000;

/** The feeds of everything and of India. */
const TOPICS = ["", "/categories/india"].flatMap((scope) =>
  ["rss.xml", "atom.xml", "feed.json"].map((name) => `https://news.example${scope}/${name}`),
);

let client: WorkerDesk;
let reported: string[];
let hub: () => Promise<Response>;

beforeEach(async () => {
  await emptyD1();
  reported = [];
  hub = async () => new Response(null, { status: 204 });
  vi.stubGlobal("fetch", async (address: string, init: RequestInit) => {
    const form = new URLSearchParams(String(init.body));
    expect([address, init.method, form.get("hub.mode")]).toEqual([HUB, "POST", "publish"]);
    reported.push(form.get("hub.url") ?? "");
    return hub();
  });
  client = await workerDesk(SETTINGS);
});
afterEach(() => vi.unstubAllGlobals());

/** Notices that are still to be sent. */
async function waiting(): Promise<number> {
  const { results } = await env.TEST_DB.prepare("SELECT count(*) AS notices FROM outbox").all();
  return Number(results[0]?.notices);
}

it("who publishes does not wait for a hub that hangs", async () => {
  const { promise, resolve } = Promise.withResolvers<Response>();
  hub = () => promise;
  expect((await client.put("ports", TEXT)).status).toBe(201);
  expect(client.background).toHaveLength(1);
  await eventually(() => reported.length > 0);
  expect(await waiting()).toBe(TOPICS.length);
  resolve(new Response(null, { status: 204 }));
  hub = async () => new Response(null, { status: 204 });
  await client.settled();
  expect(reported.sort()).toEqual(TOPICS.toSorted());
  expect(await waiting()).toBe(0);
});

it("what changes nothing tells no hub and leaves nothing to go on", async () => {
  await client.put("ports", TEXT);
  await client.settled();
  reported = [];
  expect((await client.put("ports", TEXT)).status).toBe(200);
  expect((await client.order("DELETE", "/api/articles/nothing")).status).toBe(404);
  expect((await client.put("faulty", "nonsense")).status).toBe(422);
  const guarded = { headers: { "content-type": "text/plain", "if-match": '"other"' }, body: TEXT };
  expect((await client.order("PUT", "/api/articles/ports", guarded)).status).toBe(412);
  expect([client.background.length, reported]).toEqual([0, []]);
});

it.each([
  ["answers 503", async () => new Response("busy", { status: 503 })],
  ["cannot be reached", () => Promise.reject(new TypeError("connection refused"))],
])("what a hub did not take because it %s is told by the cron trigger", async (_, mishap) => {
  hub = mishap;
  await client.put("ports", TEXT);
  await client.settled();
  expect(await waiting()).toBe(TOPICS.length);
  reported = [];
  await client.worker.tick();
  expect(reported).toEqual([]);
  hub = async () => new Response(null, { status: 204 });
  client.now = new Date(client.now.getTime() + 6 * MINUTE);
  await client.worker.tick();
  expect(reported.sort()).toEqual(TOPICS.toSorted());
  expect(await waiting()).toBe(0);
});

it("an article to come is told of when its time has come, not before", async () => {
  const at = new Date(client.now.getTime() + 10 * MINUTE);
  await client.put("later", TEXT.replace("23:05 IST, March 31st 2025", at.toISOString()));
  await client.settled();
  client.now = new Date(at.getTime() - 1);
  await client.worker.tick();
  expect(reported).toEqual([]);
  client.now = at;
  await client.worker.tick();
  expect(reported.sort()).toEqual(TOPICS.toSorted());
});

it("a run of the cron trigger whose database fails loses nothing: the next one tells the hub", async () => {
  hub = async () => new Response("busy", { status: 503 });
  await client.put("ports", TEXT);
  await client.settled();
  hub = async () => new Response(null, { status: 204 });
  reported = [];
  const given = bindings();
  const broken = {
    ...given,
    DB: {
      withSession: () => {
        throw new Error("no database");
      },
    } as never,
  };
  const other = await workerDesk(SETTINGS, broken);
  other.now = client.now = new Date(client.now.getTime() + 6 * MINUTE);
  await expect(other.worker.tick()).rejects.toThrow("no database");
  expect(other.lines.join("\n")).toContain("the outbox of notices to hubs failed: no database");
  expect(reported).toEqual([]);
  await client.worker.tick();
  expect(reported.sort()).toEqual(TOPICS.toSorted());
});

it("the deployed Worker's cron trigger reads articles again under settings that changed", async () => {
  const before = await workerDesk({ zones: { IST: "Asia/Jerusalem" } });
  await before.put("ports", TEXT);
  const deployed = bindings();
  const published = async () => {
    const address = "https://worker.example/feed.json";
    const feed = await (await entryFor(deployed).fetch(new Request(address), deployed)).json();
    return (feed as { items: { date_published: string }[] }).items.map((item) => item.date_published);
  };
  expect(await published()).toEqual(["2025-03-31T20:05:00.000Z"]);
  await entryFor(deployed).scheduled(undefined, deployed);
  expect(await published()).toEqual(["2025-03-31T17:35:00.000Z"]);
});
