import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { beforeEach, expect, it } from "vitest";
import { cacheOf, type SharedCache } from "../../support/fakes/shared-cache.ts";
import { contentOf, NOW, siteOf } from "../../support/fixtures/content.ts";
import { type Desk, type Draft, deskOf, headerOf, textsOf } from "../../support/services/app.ts";
import { amount } from "../../support/sweep.ts";

const CACHE = { maxAge: 100, staleWhileRevalidate: 50, staleIfError: 1_000 };

let client: Desk;
let cache: SharedCache;
let broken: boolean;

const BEFORE: Readonly<Record<string, Draft>> = {
  a: { published: "2026-10-01T00:00:00Z", categories: ["India"], byline: "Asha Rao" },
  b: { published: "2026-10-02T00:00:00Z", categories: ["Weather"], byline: "Vikram Nair" },
};
const FEEDS = [
  "/rss.xml",
  "/categories/india/atom.xml",
  "/categories/weather/feed.json",
  "/authors/asha-rao/rss.xml",
  "/authors/vikram-nair/rss.xml",
  "/articles/a",
  "/articles/b",
  "/",
] as const;

beforeEach(async () => {
  broken = false;
  await open(true);
});

/**
 * Opens the service and the cache in front of it.
 * @param cdn whether the service knows of the cache; one that it does not know may ask for deltas
 */
async function open(cdn: boolean): Promise<void> {
  const site = await siteOf({ cache: CACHE });
  client = deskOf(await contentOf(textsOf(BEFORE), site), { cdn });
  const fetch = (request: Request) =>
    broken ? Promise.resolve(new Response("down", { status: 503 })) : client.fetch(request);
  cache = cacheOf(fetch, () => client.now);
}

async function publish(drafts: Readonly<Record<string, Draft>>): Promise<void> {
  client.content = await contentOf(textsOf(drafts), client.content.site);
}

function wait(seconds: number): void {
  client.now = new Date(client.now.getTime() + seconds * 1000);
}

it("what is fresh is served without the origin, each encoding apart", async () => {
  for (let time = 0; time < 3; time += 1) {
    for (const coding of ["gzip", "identity"]) {
      const response = await cache.ask("/rss.xml", { "accept-encoding": coding });
      expect(response.headers.get("content-encoding") ?? "identity").toBe(coding);
    }
    wait(30);
  }
  expect(cache.origin).toEqual(["200 /rss.xml", "200 /rss.xml"]);
});

it("an honest 304 keeps the stored body, for as long again", async () => {
  const first = await (await cache.ask("/rss.xml")).text();
  wait(151);
  expect(await (await cache.ask("/rss.xml")).text()).toBe(first);
  wait(99);
  expect(await (await cache.ask("/rss.xml")).text()).toBe(first);
  expect(cache.origin).toEqual(["200 /rss.xml", "304 /rss.xml"]);
});

it("a stale copy is served while a new one is fetched, then the new one", async () => {
  const old = await (await cache.ask("/rss.xml")).text();
  await publish({ ...BEFORE, c: { published: "2026-10-03T00:00:00Z", headline: "Brand new" } });
  wait(120);
  expect(await (await cache.ask("/rss.xml")).text()).toBe(old);
  await cache.settled();
  expect(await (await cache.ask("/rss.xml")).text()).toContain("Brand new");
  expect(cache.origin).toEqual(["200 /rss.xml", "200 /rss.xml"]);
});

it("a stale copy stands in for an origin that fails", async () => {
  const old = await (await cache.ask("/rss.xml")).text();
  broken = true;
  wait(900);
  expect(await (await cache.ask("/rss.xml")).text()).toBe(old);
  wait(300);
  expect((await cache.ask("/rss.xml")).status).toBe(503);
});

it("a delta is never stored, whoever asks for it", async () => {
  await open(false);
  const etag = headerOf(await cache.ask("/rss.xml"), "etag");
  await publish({ ...BEFORE, c: { published: "2026-10-03T00:00:00Z" } });
  const delta = await cache.ask("/rss.xml", { "a-im": "feed", "if-none-match": etag });
  expect(delta.status).toBe(226);
  expect(cache.stored().map(({ status }) => status)).toEqual([200]);
  wait(200);
  const full = await cache.ask("/rss.xml");
  expect((await full.text()).match(/<item>/g)).toHaveLength(3);
});

it("a client that holds nothing never gets a delta, though the cache itself asks with what it has", async () => {
  await open(false);
  const reader = { "a-im": "feed" };
  expect((await cache.ask("/rss.xml", reader)).status).toBe(200);
  await publish({ ...BEFORE, c: { published: "2026-10-03T00:00:00Z" } });
  // Past everything that may be served stale: the cache validates its copy before it answers.
  wait(2_000);
  const response = await cache.ask("/rss.xml", reader);
  expect(response.status).toBe(200);
  expect((await response.text()).match(/<item>/g)).toHaveLength(3);
});

it("readers that take deltas go on getting what is new through the cache", async () => {
  await open(false);
  const reader = { "a-im": "feed" };
  const etag = headerOf(await cache.ask("/rss.xml", reader), "etag");
  await publish({ ...BEFORE, c: { published: "2026-10-03T00:00:00Z", headline: "Brand new" } });
  for (let time = 0; time < 4; time += 1) {
    wait(140);
    await cache.ask("/rss.xml", reader);
    await cache.settled();
  }
  const response = await cache.ask("/rss.xml", { ...reader, "if-none-match": etag });
  expect([200, 226]).toContain(response.status);
  expect(await response.text()).toContain("Brand new");
});

/** What changed, which tags are told of it, and which addresses it touches. */
it.each<[string, Readonly<Record<string, Draft>>, readonly string[], readonly string[]]>([
  [
    "an article is edited",
    {
      ...BEFORE,
      a: { published: "2026-10-01T00:00:00Z", categories: ["India"], byline: "Asha Rao", body: "New." },
    },
    ["articles/a"],
    ["/rss.xml", "/categories/india/atom.xml", "/authors/asha-rao/rss.xml", "/articles/a"],
  ],
  [
    "an article is published",
    { ...BEFORE, c: { published: "2026-10-03T00:00:00Z", categories: ["Weather"], byline: "Asha Rao" } },
    ["all", "categories/weather", "authors/asha-rao"],
    ["/rss.xml", "/categories/weather/feed.json", "/authors/asha-rao/rss.xml", "/articles/b", "/"],
  ],
])("when %s, a purge by tag touches just what changed", async (_, after, tags, touched) => {
  const bodies = new Map<string, string>();
  for (const target of FEEDS) bodies.set(target, await (await cache.ask(target)).text());
  await publish(after);
  cache.purge(tags);
  const before = cache.origin.length;
  for (const target of FEEDS) {
    const body = await (await cache.ask(target)).text();
    expect(body, target).toBe(await (await client.ask(target)).text());
    expect(body === bodies.get(target), target).toBe(!touched.includes(target));
  }
  expect(cache.origin.slice(before)).toEqual(touched.map((target) => `200 ${target}`).sort(byFeeds));
});

function byFeeds(a: string, b: string): number {
  const place = (line: string) => FEEDS.findIndex((target) => line === `200 ${target}`);
  return place(a) - place(b);
}

const draft = fc.record({
  published: fc
    .integer({ min: -50, max: 900 })
    .map((seconds) => new Date(NOW.getTime() + seconds * 1000).toISOString()),
  categories: fc.constantFrom(["India"], ["Weather"], ["India", "Weather"]),
  headline: fc.constantFrom("One", "Two"),
});
const step = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("write" as const),
      slug: fc.constantFrom("a", "b", "c"),
      draft,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("remove" as const), slug: fc.constantFrom("a", "b", "c") }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("wait" as const), seconds: fc.integer({ min: 1, max: 120 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("ask" as const),
      target: fc.constantFrom("/feed.json", "/categories/india/rss.xml", "/articles/a"),
      coding: fc.constantFrom("gzip", "identity"),
    }),
  },
);

it("through the cache comes what is there or was there, never older than allowed and never an article too early or late", {
  timeout: 30_000,
}, async () => {
  const site = await siteOf({ cache: CACHE, pageSize: 3 });
  let stale = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const drafts = new Map<string, Draft>(Object.entries(BEFORE));
      const contentNow = () => contentOf(textsOf(Object.fromEntries(drafts)), site);
      client = deskOf(await contentNow(), { cdn: true });
      cache = cacheOf(client.fetch, () => client.now);
      /** The contents that there were, each up to when it was replaced. */
      const past: { content: Desk["content"]; until: number }[] = [];
      for (const each of steps) {
        if (each.kind === "wait") wait(each.seconds);
        if (each.kind === "write") drafts.set(each.slug, each.draft);
        if (each.kind === "remove") drafts.delete(each.slug);
        if (each.kind === "write" || each.kind === "remove") {
          past.push({ content: client.content, until: client.now.getTime() });
          client.content = await contentNow();
        }
        if (each.kind !== "ask") continue;
        const response = await cache.ask(each.target, { "accept-encoding": each.coding });
        await cache.settled();
        const got = await plain(response);
        const horizon = client.now.getTime() - (CACHE.maxAge + CACHE.staleWhileRevalidate) * 1000;
        // An article that becomes visible by the clock is never late: each content is asked as of now.
        const allowed = [client.content, ...past.filter(({ until }) => until >= horizon).map(({ content }) => content)];
        const right = await Promise.all(
          allowed.map(async (content) => plain(await deskOf(content, { now: client.now, cdn: true }).ask(each.target))),
        );
        expect(right).toContain(got);
        if (got !== right[0]) stale += 1;
      }
    }),
    { seed: 9111, numRuns: amount(15, 50) },
  );
  // The cache was really used.
  expect(stale).toBeGreaterThan(amount(0, 15));
});

/** Status and decoded body; the body of an error says nothing that changes. */
async function plain(response: Response): Promise<string> {
  const bytes = Buffer.from(await response.arrayBuffer());
  const body = response.headers.get("content-encoding") === "gzip" ? gunzipSync(bytes) : bytes;
  return `${response.status} ${response.status === 200 ? body.toString() : ""}`;
}
