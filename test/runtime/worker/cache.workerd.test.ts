import fc from "fast-check";
import { beforeEach, expect, it, vi } from "vitest";
import { MAX_TAGS_A_CALL } from "../../../src/runtime/worker/cache-invalidation.ts";
import { faultyD1 } from "../../support/fakes/faulty-d1.ts";
import { cacheOf, type SharedCache } from "../../support/fakes/shared-cache.ts";
import { type Draft, textOf } from "../../support/services/app.ts";
import { eventually } from "../../support/services/eventually.ts";
import { linesOf, NDJSON_TYPE } from "../../support/services/publishing.ts";
import { database, type WorkerDesk, workerDesk } from "../../support/services/worker.ts";
import { emptyD1 } from "../../support/stores/d1.ts";
import { amount } from "../../support/sweep.ts";

const SETTINGS = { categories: { India: {}, Weather: {} }, cache: { maxAge: 86_400 } };
const DRAFT: Draft = { published: "2026-10-01T00:00:00Z", categories: ["India"], byline: "Asha Rao" };

let client: WorkerDesk;
let cache: SharedCache;
/** The tags that each call named. */
let calls: (readonly string[])[];
let invalidate: () => Promise<void>;

/** A Worker behind a shared cache that keeps RFC 9111, which it tells of what it changes. */
async function open(over: Record<string, unknown> = {}): Promise<void> {
  client = await workerDesk({ ...SETTINGS, ...over }, undefined, {
    async invalidate({ tags }) {
      calls.push(tags);
      await invalidate();
      cache.purge(tags);
    },
  });
  cache = cacheOf(
    async (request) => client.worker.fetch(request),
    () => client.now,
  );
}

beforeEach(async () => {
  await emptyD1();
  calls = [];
  invalidate = async () => {};
  await open();
});

const put = async (slug: string, draft: Draft) => (await client.put(slug, textOf(draft))).status;
const remove = async (slug: string) => (await client.order("DELETE", `/api/articles/${slug}`)).status;

/** The tags of all calls since the last time, when what goes on after the answer has ended. */
async function reported(): Promise<readonly string[]> {
  await client.settled();
  const tags = calls.flat();
  calls = [];
  expect(new Set(tags).size).toBe(tags.length);
  return tags.sort();
}

it("a change tells the cache of every feed and page that the article stands or stood in, of searches and of itself", async () => {
  const always = ["all", "articles/a", "search"];
  expect(await put("a", DRAFT)).toBe(201);
  expect(await reported()).toEqual([...always, "authors/asha-rao", "categories/india"].sort());
  expect(await put("a", { ...DRAFT, categories: ["Weather"], byline: "Vikram Nair" })).toBe(200);
  const both = ["authors/asha-rao", "authors/vikram-nair", "categories/india", "categories/weather"];
  expect(await reported()).toEqual([...always, ...both].sort());
  expect(await remove("a")).toBe(204);
  expect(await reported()).toEqual([...always, "authors/vikram-nair", "categories/weather"].sort());
});

it("what changes nothing tells nothing", async () => {
  await put("a", DRAFT);
  await reported();
  expect(await put("a", DRAFT)).toBe(200);
  expect(await remove("b")).toBe(404);
  expect((await client.put("c", "nonsense")).status).toBe(422);
  const headers = { "content-type": "text/plain", "if-none-match": "*" };
  expect((await client.order("PUT", "/api/articles/a", { headers, body: "x" })).status).toBe(422);
  expect((await client.order("PUT", "/api/articles/a", { headers, body: textOf(DRAFT) })).status).toBe(412);
  expect((await client.order("GET", "/api/articles")).status).toBe(200);
  expect([client.background, calls]).toEqual([[], []]);
});

it("many changes at once are told of together, each tag once, in calls that the cache takes", async () => {
  const lines = Array.from({ length: 100 }, (_, index) =>
    JSON.stringify({
      slug: `a${index}`,
      format: "wire",
      source: textOf({ ...DRAFT, categories: [`Category ${index % 50}`] }),
    }),
  );
  const body = lines.join("\n");
  const answers = await linesOf(await client.order("POST", "/api/articles", { headers: NDJSON_TYPE, body }));
  expect(answers.filter(({ status }) => status !== 201)).toEqual([]);
  expect(client.background).toHaveLength(1);
  await client.settled();
  expect(calls.map((tags) => tags.length)).toEqual([...new Array(5).fill(MAX_TAGS_A_CALL), 3]);
  const articles = Array.from({ length: 100 }, (_, index) => `articles/a${index}`);
  const categories = Array.from({ length: 50 }, (_, index) => `categories/category-${index}`);
  expect(await reported()).toEqual([...articles, ...categories, "all", "authors/asha-rao", "search"].sort());
});

it.each<[string, () => Promise<void>]>([
  ["rejects", () => Promise.reject(new Error("the cache is away"))],
  [
    "throws",
    () => {
      throw new Error("the cache is away");
    },
  ],
])("a cache that %s harms neither the publication nor the calls that follow, and is logged", async (_, mishap) => {
  invalidate = mishap;
  const categories = Array.from({ length: 60 }, (_each, index) => `Category ${index}`);
  expect(await put("a", { ...DRAFT, categories })).toBe(201);
  await client.settled();
  expect(calls.flat()).toHaveLength(64);
  const logged = client.lines.filter((line) => line.includes("the cache in front could not be told"));
  expect(logged).toHaveLength(calls.length);
  expect((await client.ask("/articles/a")).status).toBe(200);
});

it("a cache that never answers holds up neither who publishes nor what hubs are told", async () => {
  invalidate = () => new Promise(() => {});
  const reported: unknown[] = [];
  vi.stubGlobal("fetch", async (address: string) => {
    reported.push(address);
    return new Response(null, { status: 204 });
  });
  await open({ hubs: ["https://hub.example/"] });
  expect(await put("a", DRAFT)).toBe(201);
  // The feeds of everything, of India and of the author, in three formats.
  await eventually(() => reported.length === 9);
  vi.unstubAllGlobals();
  expect(calls).toHaveLength(1);
  expect(new Set(reported)).toEqual(new Set(["https://hub.example/"]));
});

it("where there is no cache, publishing is the same", async () => {
  client = await workerDesk(SETTINGS);
  expect(await put("a", DRAFT)).toBe(201);
  await client.settled();
  expect(client.lines.filter((line) => /error|warn/.test(line))).toEqual([]);
});

const SLUGS = ["a", "b", "c"];
const SCOPES = ["", "/categories/india", "/categories/weather", "/authors/asha-rao", "/authors/vikram-nair"];
const TARGETS = [
  ...SCOPES.flatMap((scope, index) => [scope || "/", `${scope}${["/rss.xml", "/atom.xml", "/feed.json"][index % 3]}`]),
  ...["/rss.xml", "/atom.xml", "/feed.json"].map((name) => `/archive/1${name}`),
  "/search/atom.xml?q=headline",
  ...SLUGS.map((slug) => `/articles/${slug}`),
  ...["", ...SCOPES.slice(1)].map((scope) => `${scope}/subscribe`),
  ...["/?to=2", "/categories/india?to=1", "/feeds", "/opml.xml", "/sitemap.xml", "/sitemap.xml?part=1"],
  ...["/news-sitemap.xml", "/robots.txt", "/style.css"],
];

const step = fc.record({
  slug: fc.constantFrom(...SLUGS),
  draft: fc.option(
    fc.record({
      published: fc.constantFrom("2026-10-01T00:00:00Z", "2026-10-02T00:00:00Z"),
      categories: fc.constantFrom([], ["India"], ["Weather"], ["India", "Weather"]),
      byline: fc.constantFrom(undefined, "Asha Rao", "Vikram Nair"),
      headline: fc.constantFrom("A headline", "Another headline"),
    }),
    { freq: 3 },
  ),
});

it("after a publication and what it tells the cache, no client gets anything old", {
  timeout: 60_000,
}, async () => {
  let served = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 8 }), async (steps) => {
      await emptyD1();
      await open();
      for (const { slug, draft } of steps) {
        for (const target of TARGETS) await cache.ask(target);
        if (draft === null) await remove(slug);
        else await put(slug, draft);
        await client.settled();
        const before = cache.origin.length;
        for (const target of TARGETS) {
          const [cached, direct] = [await cache.ask(target), await client.ask(target)];
          expect([cached.status, await cached.text()], target).toEqual([direct.status, await direct.text()]);
        }
        served += TARGETS.length - (cache.origin.length - before);
      }
    }),
    { seed: 9111, numRuns: amount(2, 4) },
  );
  // The cache answered much by itself.
  expect(served).toBeGreaterThan(100);
});

it("a full archive page stays in the cache through publications, until an article on it changes", {
  timeout: 60_000,
}, async () => {
  const body = Array.from({ length: 130 }, (_, index) => {
    const published = new Date(Date.UTC(2026, 9, 1, 0, index)).toISOString();
    return JSON.stringify({ slug: `a${index}`, format: "wire", source: textOf({ ...DRAFT, published }) });
  }).join("\n");
  await linesOf(await client.order("POST", "/api/articles", { headers: NDJSON_TYPE, body }));
  await client.settled();
  const archivePages = ["", "/categories/india"].flatMap((scope) =>
    ["rss.xml", "atom.xml", "feed.json"].map((name) => `${scope}/archive/1/${name}`),
  );
  const requested = async (targets: readonly string[]) => {
    await client.settled();
    const before = cache.origin.length;
    for (const target of targets)
      expect(await (await cache.ask(target)).text(), target).toBe(await (await client.ask(target)).text());
    return cache.origin.slice(before).map((line) => line.replace(/^200 /, ""));
  };
  const open = archivePages.map((path) => path.replace("archive/1", "archive/2"));
  expect(await requested([...archivePages, ...open])).toEqual([...archivePages, ...open]);
  await put("new", { ...DRAFT, published: "2026-11-01T00:00:00Z" });
  expect(await requested([...archivePages, ...open])).toEqual(open);
  await put("a120", { ...DRAFT, published: "2026-10-01T02:00:00Z", headline: "Edited" });
  expect(await requested([...archivePages, ...open])).toEqual(open);
  await put("a7", { ...DRAFT, published: "2026-10-01T00:07:00Z", headline: "Edited" });
  expect(await requested(archivePages)).toEqual(archivePages);
  await remove("a8");
  expect(await requested(archivePages)).toEqual(archivePages);
});

it("a change whose answer was lost is told of all the same, as to repeat it changes nothing", async () => {
  await put("a", DRAFT);
  await reported();
  const faulty = faultyD1(database());
  faulty.spoil(2, "is lost");
  const other = await workerDesk(
    SETTINGS,
    { DB: faulty.binding },
    {
      async invalidate({ tags }) {
        calls.push(tags);
      },
    },
  );
  const edited = textOf({ ...DRAFT, categories: ["Weather"] });
  expect((await other.put("a", edited)).status).toBe(503);
  await other.settled();
  expect(await reported()).toEqual(["all", "articles/a", "authors/asha-rao", "categories/weather", "search"]);
  expect((await other.put("a", edited)).status).toBe(200);
  expect(await reported()).toEqual([]);
});
