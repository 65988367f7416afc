import { beforeEach, describe, expect, it } from "vitest";
import { parseExposition } from "../../support/readers/exposition.ts";
import { TOKEN, wireText } from "../../support/services/publishing.ts";
import { bindings, entryFor, type WorkerDesk, workerDesk } from "../../support/services/worker.ts";
import { emptyD1 } from "../../support/stores/d1.ts";

const HUB = "http://10.0.0.1/hub";
const PATHS = ["/status", "/metrics"];

beforeEach(emptyD1);

async function samples(client: WorkerDesk) {
  const families = parseExposition(await (await client.order("GET", "/metrics")).text());
  return [...families.values()].flatMap((family) => family.samples);
}

describe("the status of a Worker", () => {
  it("is shown with the token only, and unknown where there is none", async () => {
    for (const [given, status] of [
      [bindings(), 401],
      [{ PUBLISH_TOKEN: TOKEN }, 401],
      [{}, 404],
    ] as const) {
      for (const path of PATHS) {
        const ask = (headers: HeadersInit) =>
          entryFor(given).fetch(new Request(`https://worker.example${path}`, { headers }), given);
        expect((await ask({})).status).toBe(status);
        expect((await ask({ authorization: `Bearer ${TOKEN}` })).status).toBe(status === 401 ? 200 : 404);
        expect((await ask({ authorization: `Basic ${btoa(`a:${TOKEN}`)}` })).status).toBe(status === 401 ? 200 : 404);
        const local = { host: "localhost:8787", "cf-connecting-ip": "127.0.0.1" };
        expect((await ask(local)).status, "the address of the request is not loopback").toBe(status);
      }
    }
  });

  it("is kept by no cache in front", async () => {
    const client = await workerDesk({});
    for (const path of PATHS) {
      for (const response of [await client.order("GET", path), await client.ask(path)]) {
        expect(response.headers.get("cache-control")).toBe("private, no-store");
        expect(response.headers.has("cdn-cache-control") || response.headers.has("cache-tag")).toBe(false);
      }
    }
  });

  it("tells of articles in D1, of polls, and of hubs that took no notice", async () => {
    const client = await workerDesk({ hubs: [HUB] }, { ALLOW_PRIVATE_HUBS: "false" });
    expect((await client.put("ports", wireText("Ports", "Text.", "- India\n"))).status).toBe(201);
    for (let poll = 0; poll < 3; poll += 1) await (await client.ask("/atom.xml")).text();
    await client.settled();
    const found = await samples(client);
    const value = (name: string, labels: Readonly<Record<string, string>> = {}) =>
      found.find(
        (sample) => sample.name === name && Object.entries(labels).every(([key, own]) => sample.labels[key] === own),
      )?.value;
    expect(value("harkara_store_up")).toBe(1);
    expect(value("harkara_articles")).toBe(1);
    expect(value("harkara_categories")).toBe(1);
    expect(value("harkara_feed_polls", { feed: "all", format: "atom", status: "200" })).toBe(3);
    expect(value("harkara_build_info", { runtime: "Cloudflare Workers" })).toBe(1);
    expect(value("harkara_outbox_notices", { hub: HUB })).toBeGreaterThan(0);
    const html = await (await client.order("GET", "/status")).text();
    for (const said of ["<dd>D1</dd>", HUB, "isolate that answered", "where Analytics Engine is bound"])
      expect(html).toContain(said);
  });

  it("names Analytics Engine where it is bound, and the bundle where that is served", async () => {
    const client = await workerDesk({}, { DB: undefined as never, ANALYTICS: { writeDataPoint() {} } });
    const html = await (await client.order("GET", "/status")).text();
    for (const said of ["<dd>bundle</dd>", "Analytics Engine, which is bound", "never changes by itself"])
      expect(html).toContain(said);
  });
});
