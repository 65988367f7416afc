import { describe, expect, it } from "vitest";
import type { ArticleStore } from "../../../src/store/article-store.ts";
import { createMemoryStore } from "../../../src/store/memory/memory-store.ts";
import { placed } from "../../support/fixtures/archive-model.ts";
import { NOW, STORED, siteOf } from "../../support/fixtures/content.ts";
import { attributeOf, childrenOf, type Element, parseXml, textOf } from "../../support/readers/xml.ts";
import { deskOf, headerOf } from "../../support/services/app.ts";

const ATOM = "http://www.w3.org/2005/Atom";
const HISTORY = "http://purl.org/syndication/history/1.0";

const SITE = await siteOf({
  title: 'Runner & "Sons" <1>',
  address: "https://news.example/a'b&c",
  hubs: ["https://hub.example/"],
});
const ARTICLES = Array.from({ length: 250 }, (_, number) =>
  placed(`story-${number}`, new Date(Date.UTC(2026, 0, 1) + number * 60_000), "India"),
);
const CONTENT = { site: SITE, store: createMemoryStore(SITE, ARTICLES, STORED) };
const client = deskOf(CONTENT);
const PREFIX = "/a'b&c";

/** What a document says of its place in the history of its feed. */
async function reported(path: string) {
  const response = await client.ask(PREFIX + path);
  expect(response.status).toBe(200);
  const root = parseXml(await response.text());
  const [head] = root.name === "rss" ? childrenOf(root, "channel") : [root];
  if (head === undefined) throw new Error("no head");
  const links = childrenOf(head, "link", ATOM).map((link): [string, string] => [
    attributeOf(link, "rel") ?? "",
    attributeOf(link, "href") ?? "",
  ]);
  return {
    archive: childrenOf(head, "archive", HISTORY).length,
    links: Object.fromEntries(links.filter(([rel]) => rel !== "alternate")),
    hub: /rel="hub"/.test(headerOf(response, "link")),
    id: idOf(root),
    entries: childrenOf(head, "entry", ATOM).length + childrenOf(head, "item").length,
  };
}

function idOf(root: Element): string | undefined {
  return childrenOf(root, "id", ATOM).map(textOf)[0];
}

describe.each(["rss.xml", "atom.xml"])("%s", (name) => {
  const at = (path: string) => `https://news.example/a'b&c/categories/india${path.replace("*", name)}`;

  it.each([
    ["/*", 50, 0, { self: "/*", hub: null, "prev-archive": "/archive/2/*?to=200" }],
    ["/*?limit=7", 7, 0, { self: "/*?limit=7", "prev-archive": "/archive/3/*?to=243" }],
    ["/archive/1/*", 100, 1, { self: "/archive/1/*", current: "/*", "next-archive": "/archive/2/*" }],
    [
      "/archive/2/*",
      100,
      1,
      { self: "/archive/2/*", current: "/*", "prev-archive": "/archive/1/*", "next-archive": "/archive/3/*" },
    ],
    ["/archive/2/*?to=143", 43, 1, { self: "/archive/2/*?to=143", current: "/*", "prev-archive": "/archive/1/*" }],
    ["/archive/3/*", 50, 0, { self: "/archive/3/*", current: "/*", "prev-archive": "/archive/2/*" }],
    ["/archive/3/*?to=243", 43, 1, { self: "/archive/3/*?to=243", current: "/*", "prev-archive": "/archive/2/*" }],
  ] as const)("%s says where it stands", async (path, entries, archive, links) => {
    const found = await reported(`/categories/india${path.replace("*", name)}`);
    // The one archive page that ends where a page of fifty begins is a whole one.
    const expected = Object.entries({ ...links }).map(([rel, target]) => [
      rel,
      target === null ? "https://hub.example/" : at(target.replace("?to=200", "")),
    ]);
    expect(found.links).toEqual(Object.fromEntries(expected));
    expect([found.entries, found.archive, found.hub]).toEqual([entries, archive, "hub" in links]);
    if (name === "atom.xml") expect(found.id).toBe("tag:news.example,2024-01-01:categories/india");
  });
});

it("JSON Feed names hubs in its newest document alone, and its next page down to the last", async () => {
  const read = async (path: string) =>
    (await (await client.ask(PREFIX + path)).json()) as { hubs?: object[]; next_url?: string };
  expect(await read("/feed.json")).toMatchObject({
    hubs: [{ type: "WebSub", url: "https://hub.example/" }],
    next_url: "https://news.example/a'b&c/archive/2/feed.json",
  });
  const others = ["/feed.json?limit=7", "/archive/2/feed.json", "/search/feed.json?q=headline"];
  for (const path of others) expect(await read(path)).not.toHaveProperty("hubs");
  expect(await read("/archive/1/feed.json")).not.toHaveProperty("next_url");
  expect(await read("/search/feed.json?q=headline")).not.toHaveProperty("next_url");
});

it("a feed that fits into its newest document has no archive to go on to", async () => {
  const few = deskOf({ site: SITE, store: createMemoryStore(SITE, ARTICLES.slice(0, 50), STORED) });
  const text = await (await few.ask(`${PREFIX}/atom.xml`)).text();
  expect(text).not.toContain("archive");
  expect(childrenOf(parseXml(text), "entry", ATOM)).toHaveLength(50);
});

it("an archive page on which an article is still to come is kept no longer than that, and not marked as complete", async () => {
  const soon = placed("soon", new Date(NOW.getTime() + 60_000));
  const site = await siteOf();
  const coming = deskOf({ site, store: createMemoryStore(site, [...ARTICLES.slice(0, 99), soon], STORED) });
  const before = await coming.ask("/archive/1/atom.xml");
  expect(headerOf(before, "cache-control")).toContain("max-age=60,");
  expect(await before.text()).not.toContain("archive/>");
  coming.now = soon.published;
  const after = await coming.ask("/archive/1/atom.xml");
  expect(headerOf(after, "cache-control")).toContain("max-age=300,");
  expect(headerOf(after, "etag")).not.toBe(headerOf(before, "etag"));
  expect(await after.text()).toContain("<fh:archive/>");
});

it("what is to come behind a complete archive page does not shorten how long that is kept", async () => {
  const site = await siteOf();
  const soon = placed("soon", new Date(NOW.getTime() + 60_000));
  const coming = deskOf({ site, store: createMemoryStore(site, [...ARTICLES, soon], STORED) });
  const kept = async (path: string) => headerOf(await coming.ask(path), "cache-control");
  for (const path of ["/archive/2/atom.xml", "/archive/3/atom.xml?to=250"])
    expect(await kept(path)).toContain("max-age=300,");
  for (const path of ["/archive/3/atom.xml", "/atom.xml"]) expect(await kept(path)).toContain("max-age=60,");
});

it("a full archive page of which an article is to come, as a database may have one, is not complete before that", async () => {
  const next = new Date(NOW.getTime() + 60_000);
  const store: ArticleStore = {
    ...CONTENT.store,
    archivePage: async (query) => {
      const fullPage = await CONTENT.store.archivePage(query);
      return fullPage && { ...fullPage, next: query.now < next ? next : null };
    },
  };
  const holding = deskOf({ site: SITE, store });
  const path = `${PREFIX}/archive/1/rss.xml`;
  expect(await (await holding.ask(path)).text()).not.toMatch(/fh:archive|next-archive/);
  holding.now = next;
  expect(await (await holding.ask(path)).text()).toMatch(/<fh:archive\/>[\s\S]*next-archive/);
});

it("archive pages answer conditions, and have no deltas", async () => {
  for (const path of ["/archive/1/rss.xml", "/archive/3/atom.xml?to=243", "/archive/3/feed.json"]) {
    const full = await client.ask(PREFIX + path);
    expect(headerOf(full, "vary")).toBe("Accept-Encoding");
    for (const condition of [
      { "if-none-match": headerOf(full, "etag") },
      { "if-modified-since": headerOf(full, "last-modified") },
    ])
      expect((await client.ask(PREFIX + path, { ...condition, "a-im": "feed" })).status).toBe(304);
  }
});

it("a publication touches no tag of a complete archive page, but one of an archive page that is still to grow", async () => {
  const cdn = deskOf(CONTENT, { cdn: true });
  const tags = async (path: string) =>
    headerOf(await cdn.ask(`${PREFIX}/categories/india${path}`), "cache-tag")
      .split(",")
      .slice(0, 3);
  expect(await tags("/rss.xml")).toEqual(["categories/india", "articles/story-249", "articles/story-248"]);
  const complete = ["categories/india/archive", "articles/story-99", "articles/story-98"];
  expect(await tags("/archive/1/rss.xml")).toEqual(complete);
  expect((await tags("/archive/3/rss.xml?to=243"))[0]).toBe("categories/india/archive");
  expect(await tags("/archive/3/rss.xml")).toEqual([
    "categories/india",
    "categories/india/archive",
    "articles/story-249",
  ]);
  expect(headerOf(await cdn.ask(`${PREFIX}/archive/1/rss.xml`), "cache-tag")).toMatch(/^archive,articles/);
  expect(headerOf(await cdn.ask(`${PREFIX}/search/rss.xml?q=headline`), "cache-tag")).toMatch(/^search,articles/);
});
