import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { startHub } from "../../support/fakes/hub.ts";
import { bucketsOf, parseExposition } from "../../support/readers/exposition.ts";
import { factsOf, htmlFindings, tableOf } from "../../support/readers/page.ts";
import { eventually } from "../../support/services/eventually.ts";
import { type Service, startService } from "../../support/services/service.ts";
import { articleText, contentFolder, put, temporaryFolder } from "../../support/stores/folder.ts";

const TOKEN = "only-for-this-test";
const BEARER = { headers: { authorization: `Bearer ${TOKEN}` } };
const LOCAL = { title: "The Test", address: "http://localhost:8787" };
const closing: (() => void)[] = [];

afterAll(() => {
  for (const close of closing) close();
});

/** The status of an answer to what a client sends that may name any host and any fields. */
function ask(port: number, path: string, headers: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((answered, failed) => {
    request({ host: "127.0.0.1", port, path, headers }, (response) => {
      response.resume().once("end", () => answered(response.statusCode ?? 0));
    })
      .once("error", failed)
      .end();
  });
}

/** A proxy on this machine, which names the host as it pleases and adds fields. @returns its port */
async function proxy(to: number, added: Readonly<Record<string, string>>): Promise<number> {
  const server = createServer(async (incoming, outgoing) => {
    outgoing.statusCode = await ask(to, incoming.url ?? "", { host: "127.0.0.1", ...added });
    outgoing.end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  closing.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

async function metrics(service: Service) {
  const response = await service.fetch("/metrics", BEARER);
  const families = parseExposition(await response.text());
  const sum = (name: string, labels: Readonly<Record<string, string>> = {}) =>
    families
      .get(name)
      ?.samples.filter((sample) => Object.entries(labels).every(([key, value]) => sample.labels[key] === value))
      .reduce((total, { value }) => total + value, 0);
  return { families, sum };
}

describe("the service on a developer's machine", () => {
  it("shows its status to the machine itself and to nobody who comes through a proxy", async () => {
    const { port } = await startService(await contentFolder({ a: articleText("A") }, LOCAL));
    for (const path of ["/status", "/metrics"]) {
      const host = `localhost:${port}`;
      expect(await ask(port, path, { host })).toBe(200);
      expect(await ask(port, path, { host: `[::1]:${port}` })).toBe(200);
      for (const name of ["X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "Via", "X-Real-IP", "CF-Ray"])
        expect(await ask(port, path, { host, [name]: "127.0.0.1" }), name).toBe(404);
      for (const foreign of ["evil.example", "localhost.evil.example", "192.168.0.7"])
        expect(await ask(port, path, { host: foreign }), foreign).toBe(404);
      expect(await ask(await proxy(port, { "x-forwarded-for": "203.0.113.9" }), path, {})).toBe(404);
    }
  });

  it("is open to nobody without the token once its site has an address of its own", async () => {
    const folder = await contentFolder({ a: articleText("A") });
    const [without, having] = [await startService(folder), await startService(folder, { PUBLISH_TOKEN: TOKEN })];
    for (const path of ["/status", "/metrics"]) {
      expect((await without.fetch(path)).status).toBe(404);
      expect((await having.fetch(path)).status).toBe(401);
      expect((await having.fetch(path, BEARER)).status).toBe(200);
      const authorization = `Basic ${btoa(`editor:${TOKEN}`)}`;
      expect((await having.fetch(path, { headers: { authorization } })).status).toBe(200);
      const { port } = having;
      expect(await ask(await proxy(port, { authorization, "x-forwarded-for": "203.0.113.9" }), path, {})).toBe(200);
    }
    expect(having.log.join("\n")).not.toContain(TOKEN);
  });
});

describe("the service that is polled", () => {
  it("counts what its clients count", async () => {
    const folder = await contentFolder({ a: articleText("A"), b: articleText("B") });
    const service = await startService(folder, { PUBLISH_TOKEN: TOKEN });
    const [statuses, feeds] = [new Map<number, number>(), new Map<string, number>()];
    let bytes = 0;
    const poll = async (path: string, headers: Readonly<Record<string, string>> = {}, feed?: string) => {
      const response = await service.fetch(path, { headers: { "accept-encoding": "identity", ...headers } });
      bytes += (await response.arrayBuffer()).byteLength;
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      if (feed !== undefined)
        feeds.set(`${feed} ${response.status}`, (feeds.get(`${feed} ${response.status}`) ?? 0) + 1);
      return response;
    };
    const agent = { "user-agent": "Inoreader/1.0 (+http://www.inoreader.com/feed-fetcher; 7 subscribers; )" };
    for (let round = 0; round < 5; round += 1) {
      const first = await poll("/rss.xml", agent, "all rss");
      const validator = { "if-none-match": first.headers.get("etag") ?? "", ...agent };
      for (let time = 0; time < 3; time += 1) await poll("/rss.xml", validator, "all rss");
      await poll("/categories/india/feed.json", agent, "categories/india json");
      await poll("/categories/nothing/atom.xml", agent);
      await poll("/");
    }
    const { families, sum } = await metrics(service);
    for (const [status, count] of statuses)
      expect(sum("harkara_requests_total", { status: String(status) }), String(status)).toBe(count);
    const total = [...statuses.values()].reduce((a, b) => a + b, 0);
    expect(sum("harkara_requests_total")).toBe(total);
    expect(sum("harkara_response_bytes_total")).toBe(bytes);
    expect(bucketsOf(families.get("harkara_request_duration_seconds")).get(Number.POSITIVE_INFINITY)).toBe(total);
    for (const [key, count] of feeds) {
      const [feed = "", format = "", status = ""] = key.split(" ");
      expect(sum("harkara_feed_polls", { feed, format, status }), key).toBe(count);
    }
    const known = [...feeds.values()].reduce((a, b) => a + b, 0);
    expect(sum("harkara_feed_polls")).toBe(known);
    expect(sum("harkara_polls_total")).toBe(known + 5);
    expect(sum("harkara_subscribers", { reader: "Inoreader" })).toBeGreaterThanOrEqual(7);
    const html = await (await service.fetch("/status", BEARER)).text();
    expect(await htmlFindings(html)).toEqual([]);
    const row = tableOf(html, "Polls by feed")?.find(([feed, format]) => feed === "all" && format === "RSS");
    expect(row?.slice(2, 7)).toEqual(["5", "0", "15", "0", "0"]);
  });

  it("tells the faults of files as they come and go, and of a hub that is away", async () => {
    const hub = await startHub();
    closing.push(() => void hub.stop());
    await hub.set({ kind: "down" });
    const folder = await contentFolder({ a: articleText("A") }, { ...LOCAL, hubs: [hub.address] });
    const service = await startService(folder, { PUBLISH_TOKEN: TOKEN, ALLOW_PRIVATE_HUBS: "true" });
    const page = () => service.text("/status");
    expect(factsOf(await page()).get("Store")).toBe(`folder ${folder}`);
    await put(folder, "articles/bad.txt", "Published 25:00 IST, March 31st 2025\n<b>Bad</b>\n");
    await put(folder, "articles/new.txt", articleText("New"));
    await eventually(async () => factsOf(await page()).get("Articles") === "2");
    await eventually(async () => (tableOf(await page(), "Faults")?.[1]?.[0] ?? "").startsWith("articles/bad.txt:1:"));
    await eventually(async () => (tableOf(await page(), "Hubs")?.[1]?.[4] ?? "") !== "");
    expect((await metrics(service)).sum("harkara_outbox_notices")).toBeGreaterThan(0);
    await put(folder, "articles/bad.txt", articleText("Good"));
    await eventually(async () => factsOf(await page()).get("Articles") === "3");
    expect(await page()).toContain("<p>None.</p>");
  });

  it("names the database that keeps its articles", async () => {
    const file = join(await temporaryFolder(), "articles.db");
    const service = await startService(await contentFolder({}, LOCAL), { DATABASE: file });
    const facts = factsOf(await service.text("/status"));
    expect([facts.get("Store"), facts.get("Articles")]).toEqual([`SQLite ${file}`, "0"]);
  });
});
