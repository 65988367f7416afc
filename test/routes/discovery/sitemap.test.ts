import { beforeAll, expect, it } from "vitest";
import { revise } from "../../../src/article/article.ts";
import { SITEMAP_ARCHIVE_PAGES } from "../../../src/routes/discovery/archive-walk.ts";
import { SITEMAP_FEEDS } from "../../../src/routes/discovery/load-sitemap.ts";
import type { Site } from "../../../src/site/site.ts";
import { createSqlStore } from "../../../src/store/sql/sql-store.ts";
import { createSqlWriter } from "../../../src/store/sql/writer/sql-writer.ts";
import { faulty } from "../../support/fakes/faulty-store.ts";
import { appOf, articleOf, contentOf, NOW, STORED, siteOf } from "../../support/fixtures/content.ts";
import { type Draft, deskOf, headerOf, textsOf } from "../../support/services/app.ts";
import { publishIn } from "../../support/stores/database.ts";
import { emptyDatabase } from "../../support/stores/sqlite.ts";
import { readAt, readSitemap } from "./reading.ts";

const DRAFTS: Readonly<Record<string, Draft>> = {
  "a&b'": { published: "2026-10-01T00:00:00Z", categories: ["India"], byline: "Asha Rao" },
  वर्षा: { published: "2026-10-02T00:00:00Z", updated: "2026-10-03T01:02:03Z", categories: ["R&D"] },
  later: { published: "2026-12-02T00:00:00Z", categories: ["Weather"] },
};

it("a small site has one sitemap, with every page and when articles were last updated", async () => {
  const app = appOf(await contentOf(textsOf(DRAFTS), await siteOf({ address: "https://news.example/desk" })));
  const response = await app.request("http://localhost/desk/sitemap.xml");
  expect(response.headers.get("content-type")).toBe("application/xml; charset=utf-8");
  const { kind, listed } = readSitemap(await response.text());
  expect(kind).toBe("pages");
  const at = (path: string, changed?: string) => ({ address: `https://news.example/desk${path}`, changed });
  expect(listed).toEqual([
    at("/", "2026-11-01T00:00:00.000Z"),
    at("/feeds", "2026-11-01T00:00:00.000Z"),
    at("/categories/india"),
    at("/categories/r-d"),
    at("/authors/asha-rao"),
    at(`/articles/${encodeURIComponent("वर्षा")}`, "2026-10-03T01:02:03.000Z"),
    at("/articles/a%26b'", "2026-10-01T00:00:00.000Z"),
  ]);
  for (const { address } of listed) expect((await app.request(address)).status, address).toBe(200);
});

it("an empty site has its front page in it", async () => {
  const app = appOf(await contentOf({}, await siteOf()));
  const { listed } = readSitemap(await readAt((target) => app.request(target), "http://localhost/sitemap.xml"));
  expect(listed.map(({ address }) => address)).toEqual(["https://news.example/", "https://news.example/feeds"]);
});

it.each(["?part=2", "?pages=2", "?part=0", "?pages=01", "?part=x", "?part="])(
  "there is nothing at /sitemap.xml%s of a small site",
  async (query) => {
    const app = appOf(await contentOf(textsOf(DRAFTS), await siteOf()));
    expect((await app.request(`http://localhost/sitemap.xml${query}`)).status).toBe(404);
  },
);

it("so many authors that one part does not take them stand in several, each once", async () => {
  const drafts = Object.fromEntries(
    Array.from({ length: SITEMAP_FEEDS / 20 + 1 }, (_, article): [string, Draft] => [
      `a${article}`,
      {
        published: "2026-10-01T00:00:00Z",
        byline: Array.from({ length: 20 }, (_each, index) => `Author ${article}x${index}`).join(", "),
      },
    ]),
  );
  const app = appOf(await contentOf(textsOf(drafts), await siteOf()));
  const { parts, pages } = await walk((target) => app.request(`http://localhost${target}`));
  expect(parts).toEqual(["/sitemap.xml?pages=1", "/sitemap.xml?pages=2", "/sitemap.xml?part=1"]);
  const authors = pages.filter((address) => address.includes("/authors/"));
  expect([authors.length, new Set(pages).size]).toEqual([SITEMAP_FEEDS + 20, pages.length]);
  expect(pages.filter((address) => address.includes("/articles/"))).toHaveLength(Object.keys(drafts).length);
});

/** Every address that is listed, by way of the index; no part lists more than the protocol allows. */
async function walk(ask: (target: string) => Response | Promise<Response>) {
  const { kind, listed } = readSitemap(await readAt(ask, "/sitemap.xml"));
  expect(kind).toBe("index");
  const parts = listed.map(({ address }) => address.replace("https://news.example", ""));
  const pages: string[] = [];
  for (const part of parts) {
    const text = await readAt(ask, part);
    const read = readSitemap(text);
    expect([read.kind, read.listed.length <= 50_000, text.length < 52_428_800], part).toEqual(["pages", true, true]);
    pages.push(...read.listed.map(({ address }) => address));
  }
  return { parts, pages };
}

const MANY = 10_000;
const PART = SITEMAP_ARCHIVE_PAGES * 100;
const PARTS = MANY / PART;

let site: Site;
let database: Awaited<ReturnType<typeof emptyDatabase>>;
beforeAll(async () => {
  site = await siteOf();
  database = await emptyDatabase();
  const drafts = Array.from({ length: MANY }, (_, index): [string, Draft] => [
    `n${index}`,
    // In no order, and many at the same time.
    {
      published: new Date(Date.UTC(2026, 0, 1 + ((index * 7919) % 300))).toISOString(),
      categories: ["India"],
    },
  ]);
  for (let from = 0; from < MANY; from += 1000)
    await publishIn(database, site, textsOf(Object.fromEntries(drafts.slice(from, from + 1000))));
}, 60_000);

it("ten thousand articles stand in the parts of an index, each once, through removals and publications", async () => {
  const app = appOf({ site, store: createSqlStore(database, site) });
  const ask = (target: string) => app.request(`http://localhost${target}`);
  const before = await walk(ask);
  expect(before.parts).toEqual([
    "/sitemap.xml?pages=1",
    ...Array.from({ length: PARTS }, (_, index) => `/sitemap.xml?part=${PARTS - index}`),
  ]);
  const stories = (pages: readonly string[]) => pages.filter((page) => page.includes("/articles/")).sort();
  const slugs = Array.from({ length: MANY }, (_, index) => `https://news.example/articles/n${index}`);
  expect(stories(before.pages)).toEqual(slugs.sort());
  for (const part of [PARTS + 1, PARTS + 2, 400]) expect((await ask(`/sitemap.xml?part=${part}`)).status).toBe(404);

  const full = await readAt(ask, "/sitemap.xml?part=2");
  expect(readSitemap(full).listed).toHaveLength(PART);
  await createSqlWriter(database, site).writeChanges([{ kind: "remove", slug: "n17" }], NOW);
  const article = await revise(articleOf(textsOf(DRAFTS)["a&b'"] ?? "", "late", site), STORED);
  const source = { slug: "late", format: "wire" as const, text: textsOf(DRAFTS)["a&b'"] ?? "" };
  await createSqlWriter(database, site).writeChanges([{ kind: "put", slug: "late", source, article }], NOW);
  const after = await walk(ask);
  expect(stories(after.pages)).toEqual(
    [...slugs.filter((page) => !page.endsWith("/n17")), "https://news.example/articles/late"].sort(),
  );
  // One that is published with an old date takes a position of its own: the index grows by a part for it.
  expect(after.parts).toHaveLength(before.parts.length + 1);
}, 30_000);

it.each(["/sitemap.xml", "/sitemap.xml?part=2", "/sitemap.xml?pages=1"])(
  "of %s of a large site a poll that finds nothing new costs one query",
  async (target) => {
    const { store, calls, spoil } = faulty(createSqlStore(database, site));
    const client = deskOf({ site, store: { ...store, changeCounter: () => null } });
    const tag = headerOf(await client.ask(target), "etag");
    spoil();
    expect((await client.ask(target, { "if-none-match": tag })).status).toBe(304);
    expect(calls()).toBe(1);
  },
);
