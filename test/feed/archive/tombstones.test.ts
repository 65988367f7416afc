import { beforeEach, expect, it } from "vitest";
import { FORMATS } from "../../../src/lib/feed-format.ts";
import type { RecordedRemoval } from "../../../src/store/article-store.ts";
import { createMemoryStore } from "../../../src/store/memory/memory-store.ts";
import { placed } from "../../support/fixtures/archive-model.ts";
import { STORED, siteOf } from "../../support/fixtures/content.ts";
import { attributeOf, childrenOf, parseXml } from "../../support/readers/xml.ts";
import { type Desk, deskOf, headerOf } from "../../support/services/app.ts";

const TOMBSTONES = "http://purl.org/atompub/tombstones/1.0";
const REMOVED = new Date("2026-11-20T12:34:56.789Z");
const DAY = 86_400_000;
const NOW = new Date("2026-11-23T06:00:00Z");

const KEPT = [1, 2, 3].map((day) => placed(`kept-${day}`, new Date(Date.UTC(2026, 9, day)), "India"));
const GONE = placed("gone & <away>", new Date("2026-10-02T20:00:00Z"), "India");
const NOTED: RecordedRemoval = {
  slug: GONE.slug,
  published: GONE.published,
  removed: REMOVED,
  scopes: [{ kind: "all" }, { kind: "category", slug: "india" }],
};
const REF = "tag:news.example,2026-10-02:articles/gone%20%26%20%3Caway%3E";

async function contentWith(removals: readonly RecordedRemoval[], settings = {}, articles = KEPT) {
  const site = await siteOf({ categories: { Weather: {} }, ...settings });
  return { site, store: createMemoryStore(site, articles, STORED, removals) };
}

let client: Desk;

beforeEach(async () => {
  client = deskOf(await contentWith([NOTED]), { now: NOW });
});

/** The tombstones of a document, which must be well-formed. */
async function stones(path: string, from = client): Promise<(readonly (string | undefined)[])[]> {
  const response = await from.ask(path);
  expect(response.status).toBe(200);
  return childrenOf(parseXml(await response.text()), "deleted-entry", TOMBSTONES).map((stone) => [
    attributeOf(stone, "ref"),
    attributeOf(stone, "when"),
  ]);
}

it("Atom's newest documents tell of a removed article, wherever it stood, and no other document does", async () => {
  const reported = [[REF, "2026-11-20T12:34:56.789Z"]];
  for (const path of ["/atom.xml", "/atom.xml?limit=1", "/categories/india/atom.xml"])
    expect(await stones(path), path).toEqual(reported);
  const silent = ["/categories/weather/atom.xml", "/archive/1/atom.xml", "/search/atom.xml?q=headline", "/rss.xml"];
  for (const path of silent)
    expect(await (await client.ask(path)).text(), path).not.toMatch(/deleted-entry|tombstones/);
  expect(await (await client.ask("/feed.json")).text()).not.toContain("gone");
});

it("a removal changes Atom's validator alone where it stands beyond the page", async () => {
  const plain = deskOf(await contentWith([]), { now: NOW });
  for (const format of FORMATS) {
    const path = { rss: "/rss.xml", atom: "/atom.xml", json: "/feed.json" }[format];
    const [before, after] = [await plain.ask(path), await client.ask(path)];
    const same = format !== "atom";
    expect(headerOf(before, "etag") === headerOf(after, "etag"), format).toBe(same);
    expect((await before.text()) === (await after.text()), format).toBe(same);
  }
});

it("a tombstone stands for as many days as the settings say, to the instant, and no cache keeps it longer", async () => {
  const end = REMOVED.getTime() + 30 * DAY;
  client.now = new Date(end - 1);
  const before = await client.ask("/atom.xml");
  expect(headerOf(before, "cache-control")).toContain("max-age=0,");
  expect(headerOf(await client.ask("/rss.xml"), "cache-control")).toContain("max-age=300,");
  expect(await stones("/atom.xml")).toHaveLength(1);
  client.now = new Date(end);
  expect(await stones("/atom.xml")).toEqual([]);
  const after = await client.ask("/atom.xml", { "if-none-match": headerOf(before, "etag") });
  expect(after.status).toBe(200);
  // Whoever has only a date gets what is without the stone.
  expect((await client.ask("/atom.xml", { "if-modified-since": headerOf(before, "last-modified") })).status).toBe(200);
  const rss = headerOf(await client.ask("/rss.xml"), "last-modified");
  client.now = new Date(end + 6_000);
  const settled = await client.ask("/atom.xml");
  expect(new Date(headerOf(settled, "last-modified")).getTime()).toBe(Math.floor(end / 1000) * 1000);
  expect(rss).toBe(STORED.toUTCString());
});

it.each([
  [1, 0],
  [2, 0],
  [3, 1],
  [3_650, 1],
  [0, 0],
])("with tombstoneDays %i, a removal almost three days old is told of %i times", async (tombstoneDays, count) => {
  const settings = deskOf(await contentWith([NOTED], { tombstoneDays }), { now: NOW });
  expect(await stones("/atom.xml", settings)).toHaveLength(count);
});

it("what is published again is no longer told of", async () => {
  client.content = await contentWith([NOTED], {}, [...KEPT, GONE]);
  expect(await stones("/atom.xml")).toEqual([]);
  expect((await client.ask(`/articles/${encodeURIComponent(GONE.slug)}`)).status).toBe(200);
});

it("no delta is given across a change of what is told of, in Atom; in the other formats it is", async () => {
  const more = [...KEPT, placed("new", new Date("2026-11-22T00:00:00Z"))];
  for (const [path, status] of [
    ["/atom.xml", 200],
    ["/rss.xml", 226],
    ["/feed.json", 226],
  ] as const) {
    client.content = await contentWith([]);
    const held = headerOf(await client.ask(path), "etag");
    client.content = await contentWith([NOTED], {}, more);
    const answered = await client.ask(path, { "if-none-match": held, "a-im": "feed" });
    expect(answered.status, path).toBe(status);
  }
});

it("a delta names the stones that stood before as well", async () => {
  const held = headerOf(await client.ask("/atom.xml"), "etag");
  client.content = await contentWith([NOTED], {}, [...KEPT, placed("new", new Date("2026-11-22T00:00:00Z"))]);
  const delta = await client.ask("/atom.xml", { "if-none-match": held, "a-im": "feed" });
  expect(delta.status).toBe(226);
  const root = parseXml(await delta.text());
  expect(childrenOf(root, "deleted-entry", TOMBSTONES)).toHaveLength(1);
  expect(childrenOf(root, "entry", "http://www.w3.org/2005/Atom")).toHaveLength(1);
});

it("the page of a removed article is 410, which may be kept for as long as an absence", async () => {
  const path = `/articles/${encodeURIComponent(GONE.slug)}`;
  const problem = await client.ask(path);
  expect(problem.status).toBe(410);
  expect(headerOf(problem, "cache-control")).toBe("public, max-age=30");
  expect(await problem.json()).toMatchObject({ status: 410, title: "Gone" });
  const page = await client.ask(path, { accept: "text/html" });
  expect(page.status).toBe(410);
  expect(await page.text()).toContain("<h1>Article removed</h1>");
  expect((await client.ask("/articles/never-was")).status).toBe(404);
});

it("the last hundred are told of, the newest first", async () => {
  const many = Array.from({ length: 130 }, (_, number) => ({
    ...NOTED,
    slug: `gone-${number}`,
    removed: new Date(REMOVED.getTime() + number),
  }));
  client.content = await contentWith([...many].sort((a, b) => (a.slug < b.slug ? -1 : 1)));
  const refs = (await stones("/atom.xml")).map(([ref]) => Number(ref?.split("gone-")[1]));
  expect(refs).toEqual(Array.from({ length: 100 }, (_, place) => 129 - place));
});
