import { describe, expect, it } from "vitest";
import { createToken, formatTokens } from "../../../src/http/access-tokens.ts";
import type { DataPoint } from "../../../src/runtime/worker/analytics.ts";
import { bundledArticles } from "../../../src/runtime/worker/bundled-articles.ts";
import { type Bindings, createWorker, type Worker } from "../../../src/runtime/worker/create-worker.ts";
import { createLog } from "../../../src/telemetry/log.ts";
import { jsonLines } from "../../../src/telemetry/log-lines.ts";
import { contentOf, siteOf } from "../../support/fixtures/content.ts";
import { TOKEN } from "../../support/services/publishing.ts";

const NOW = new Date("2026-11-23T06:00:00Z");

const TEXT = "Published 12:00 IST, March 31st 2025\nHeadline\nWhat it is about.\n- India\nOne plain sentence.\n";

/** A Worker over its bundle, and what it says of requests. */
async function client(over: Partial<Bindings> = {}): Promise<{ worker: Worker; lines: Record<string, unknown>[] }> {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  const worker = createWorker(
    { PUBLISH_TOKEN: TOKEN, ...over },
    {
      openArticles: bundledArticles(await contentOf({ one: TEXT }, await siteOf({ address: "http://localhost:8787" }))),
      platform: { waitUntil: () => {}, cache: undefined },
      now: () => NOW,
      log: createLog(
        "info",
        write,
        jsonLines(() => NOW),
      ),
    },
  );
  return { worker, lines };
}

const request = (path: string, init: RequestInit = {}) => new Request(`https://news.example${path}`, init);

describe("on Workers", () => {
  it("there is a line for each request, with what the app knows of it", async () => {
    const { worker, lines } = await client();
    const headers = { "user-agent": "Feedly/1.0 (16 subscribers)" };
    const first = await worker.fetch(request("/rss.xml?who=knows", { headers }));
    const bytes = (await first.arrayBuffer()).byteLength;
    const tag = first.headers.get("etag") ?? "";
    await worker.fetch(request("/rss.xml", { method: "HEAD", headers }));
    await worker.fetch(request("/rss.xml", { headers: { ...headers, "if-none-match": tag } }));
    const missing = await worker.fetch(request("/categories/nothing/atom.xml", { headers }));
    const lost = (await missing.arrayBuffer()).byteLength;
    const common = { time: NOW.toISOString(), level: "info", agent: headers["user-agent"] };
    const all = { ...common, path: "/rss.xml", feed: "all", format: "rss" };
    expect(lines).toEqual([
      { ...all, ms: 0, message: "GET /rss.xml 200", method: "GET", status: 200, bytes, cache: "miss" },
      { ...all, ms: 0, message: "HEAD /rss.xml 200", method: "HEAD", status: 200, bytes: 0, cache: "hit" },
      { ...all, ms: 0, message: "GET /rss.xml 304", method: "GET", status: 304, bytes: 0, cache: "hit" },
      {
        ...common,
        ms: 0,
        message: "GET /categories/nothing/atom.xml 404",
        method: "GET",
        path: "/categories/nothing/atom.xml",
        status: 404,
        feed: null,
        format: "atom",
        bytes: lost,
        cache: "none",
      },
    ]);
  });

  it("a token that is known by its digest only is in none, as the field that it comes in is never logged", async () => {
    const [desk, monitor] = (["publish", "status"] as const).map((scope) => createToken(scope, [scope], NOW));
    if (desk === undefined || monitor === undefined) throw new Error("there are two");
    const { worker, lines } = await client({ TOKENS: formatTokens([desk.token, monitor.token]) });
    for (const secret of [desk.secret, monitor.secret, "x".repeat(43)]) {
      const basic = btoa(`editor:${secret}`);
      for (const authorization of [`Bearer ${secret}`, `Basic ${basic}`, secret])
        for (const path of ["/api/articles", "/status", "/rss.xml", `/metrics?access_token=${secret}`])
          await worker.fetch(request(path, { headers: { authorization } }));
      expect(JSON.stringify(lines)).not.toContain(secret);
      expect(JSON.stringify(lines)).not.toContain(basic);
    }
    expect(new Set(lines.map(({ status }) => status))).toEqual(new Set([200, 401, 403]));
  });

  it("the token is in none, wherever a client puts it", async () => {
    const { worker, lines } = await client();
    const agent = `publisher (${TOKEN}; ${encodeURIComponent(TOKEN)})`;
    const headers = { authorization: `Bearer ${TOKEN}`, "user-agent": agent, cookie: TOKEN };
    await worker.fetch(request(`/api/articles?token=${TOKEN}`, { headers }));
    await worker.fetch(request(`/${TOKEN}`, { headers }));
    expect(lines).toHaveLength(2);
    expect(JSON.stringify(lines)).not.toContain(TOKEN);
  });

  it("Analytics Engine is told of each request where it is bound, and its failure fails nothing", async () => {
    const points: DataPoint[] = [];
    const { worker } = await client({ ANALYTICS: { writeDataPoint: (point) => void points.push(point) } });
    await worker.fetch(request("/feed.json", { headers: { "user-agent": "Feedly/1.0 (16 subscribers)" } }));
    await worker.fetch(request("/nothing"));
    expect(points.map(({ indexes, blobs }) => [...indexes, ...blobs])).toEqual([
      ["all", "all", "json", "2xx", "miss", "Feedly", "GET"],
      ["(nothing)", "", "", "4xx", "none", "(no name)", "GET"],
    ]);
    expect(points[0]?.doubles.slice(2)).toEqual([0, 16]);
    const failing = await client({
      ANALYTICS: {
        writeDataPoint() {
          throw new Error("too many points");
        },
      },
    });
    expect((await failing.worker.fetch(request("/rss.xml"))).status).toBe(200);
    expect(failing.lines).toHaveLength(1);
  });

  it("a status that is open to the developer is open to no one else", async () => {
    const { worker } = await client();
    const ask = async (url: string, headers: Record<string, string>) =>
      (await worker.fetch(new Request(url, { headers }))).status;
    const dev = { "cf-connecting-ip": "127.0.0.1" };
    expect(await ask("http://localhost:8787/metrics", dev)).toBe(200);
    expect(await ask("http://127.0.0.1:8787/metrics", { "cf-connecting-ip": "::1" })).toBe(200);
    expect(await ask("https://news.example/metrics", dev)).toBe(401);
    expect(await ask("http://localhost:8787/metrics", {})).toBe(401);
    expect(await ask("http://localhost:8787/metrics", { "cf-connecting-ip": "192.0.2.1" })).toBe(401);
    expect(await ask("http://localhost:8787/metrics", { ...dev, "cf-ray": "1" })).toBe(401);
    expect(await ask("http://localhost:8787/metrics", { ...dev, "x-forwarded-for": "127.0.0.1" })).toBe(401);
  });
});
