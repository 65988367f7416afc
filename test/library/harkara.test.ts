import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Hono } from "hono";
import { expect, it } from "vitest";
import {
  type ArticleStore,
  articles,
  ContentError,
  harkara,
  readArticle,
  readSite,
  StoreFailure,
} from "../../src/index.ts";
import { folder } from "../../src/node.ts";
import { createMemoryStore } from "../../src/store/memory/memory-store.ts";
import { eventually } from "../support/services/eventually.ts";
import { contentFolder, temporaryFolder } from "../support/stores/folder.ts";
import { readFeed } from "./read-feed.ts";

const site = { title: "The Test", address: "https://example.org/news" };
const RAIN = { slug: "rain", headline: "Rain", published: "2026-11-01T06:00:00Z", text: "It rains." };
const SUN = "Published 11:30 IST, November 2nd 2026\nSun\nAt last.\nIt shines.\n";

const silent = { debug() {}, info() {}, warn() {}, error() {} };

it("is mounted in a Hono app beside its own routes, and links by the site's address", async () => {
  const app = new Hono().get("/", (context) => context.text("mine"));
  app.route("/news", await harkara({ site, content: articles(() => [RAIN]), log: silent }));
  app.get("/news-archive", (context) => context.text("mine, too"));
  expect(await (await app.request("/")).text()).toBe("mine");
  expect(await (await app.request("/news-archive")).text()).toBe("mine, too");
  const front = await app.request("/news");
  expect([front.status, front.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  expect(await front.text()).toContain('href="/news/articles/rain"');
  const feed = await (await app.request("/news/rss.xml")).text();
  expect(feed).toContain("<link>https://example.org/news/articles/rain</link>");
});

it("is a handler of requests: GET and HEAD, validators, codings, problems", async () => {
  const { fetch } = await harkara({ site, content: articles(() => [RAIN]), log: silent });
  const ask = (path: string, init?: RequestInit) => fetch(new Request(`http://localhost:3000/news${path}`, init));
  const full = await ask("/feed.json", { headers: { "accept-encoding": "gzip" } });
  expect([full.status, full.headers.get("content-encoding")]).toEqual([200, "gzip"]);
  const stream = full.body?.pipeThrough(new DecompressionStream("gzip")) ?? null;
  expect(readFeed(await new Response(stream).text())).toEqual(["Rain"]);
  const etag = full.headers.get("etag") ?? "";
  const unchanged = await ask("/feed.json", { headers: { "accept-encoding": "gzip", "if-none-match": etag } });
  expect(unchanged.status).toBe(304);
  const head = await ask("/feed.json", { method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([200, ""]);
  const post = await ask("/feed.json", { method: "POST", body: "x" });
  expect([post.status, post.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
  expect((await ask("/nothing")).status).toBe(404);
  expect((await fetch(new Request("http://localhost:3000/rss.xml"))).status).toBe(404);
});

it("says once that it is mounted elsewhere than its address says", async () => {
  const lines: string[] = [];
  const log = { ...silent, error: (line: string) => void lines.push(line) };
  const app = new Hono().route("/feeds", await harkara({ site, content: articles(() => [RAIN]), log }));
  for (const _ of [1, 2]) expect((await app.request("/feeds/rss.xml")).status).toBe(404);
  expect(lines).toEqual([
    "it is mounted at /feeds, but its address is https://example.org/news: give the address with that path",
  ]);
});

it.each([
  ["its own settings", undefined, "https://news.example/articles/sun"],
  ["the application's settings", site, "https://example.org/news/articles/sun"],
])("serves a content folder under %s, and follows it", async (_, settings, link) => {
  const path = await contentFolder({ sun: SUN });
  const app = await harkara({ ...(settings && { site: settings }), content: folder(path), log: silent });
  const base = link.replace("/articles/sun", "");
  try {
    expect(await (await app.request(`${base}/rss.xml`)).text()).toContain(`<link>${link}</link>`);
    await writeFile(
      join(path, "articles/rain.txt"),
      "Published 11:30 IST, November 3rd 2026\nRain\nAgain.\nIt rains.\n",
    );
    await eventually(async () => readFeed(await (await app.request(`${base}/rss.xml`)).text()).length === 2);
  } finally {
    await app.close();
  }
});

it("a folder that cannot be served is an error that says why", async () => {
  const opening = harkara({ content: folder(await temporaryFolder()), log: silent });
  await expect(opening).rejects.toThrow(ContentError);
  await expect(opening).rejects.toMatchObject({ message: expect.stringContaining("site.json") });
});

it("serves a store of the application's own, and its last answer while that fails", async () => {
  let failing = false;
  let changes = 0;
  const articlesOf = createMemoryStore(
    await readSite(site),
    [await readArticle(await readSite(site), RAIN)],
    new Date(0),
  );
  const store: ArticleStore = {
    ...articlesOf,
    changeCounter: () => changes,
    async newestPage(query) {
      if (failing) throw new StoreFailure("newestPage", new Error("gone"));
      return articlesOf.newestPage(query);
    },
  };
  const app = await harkara({ site, content: store, log: silent });
  const titles = async () => readFeed(await (await app.request("/news/rss.xml")).text());
  expect(await titles()).toEqual(["Rain"]);
  failing = true;
  changes += 1;
  expect(await titles()).toEqual(["Rain"]);
  expect((await app.request("/news/atom.xml")).status).toBe(503);
});

it("reads one article for such a store, or says what is wrong with it", async () => {
  const read = readArticle(await readSite(site), { ...RAIN, published: "some day" });
  await expect(read).rejects.toMatchObject({ name: "ArticleError", faults: [{ file: "rain", severity: "error" }] });
});
