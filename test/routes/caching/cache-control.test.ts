import { expect, it } from "vitest";
import { DOCUMENT_NAMES, FORMATS } from "../../../src/lib/feed-format.ts";
import type { ArticleStore } from "../../../src/store/article-store.ts";
import { contentOf, NOW, siteOf } from "../../support/fixtures/content.ts";
import { send, wireOf } from "../../support/readers/poll-client.ts";
import { deskOf, headerOf, textsOf } from "../../support/services/app.ts";

const CACHE = { maxAge: 300, staleWhileRevalidate: 600, staleIfError: 86_400 };

/** The numbers of a Cache-Control. */
function parse(value: string): Record<string, number> {
  const pairs = value.split(", ").map((part) => part.split("="));
  return Object.fromEntries(pairs.map(([name = "", number = "-1"]) => [name, Number(number)]));
}

function after(seconds: number): string {
  return new Date(NOW.getTime() + seconds * 1000).toISOString();
}

it.each([
  [{}, "public, max-age=300, stale-while-revalidate=86400, stale-if-error=604800"],
  [{ maxAge: 60 }, "public, max-age=60, stale-while-revalidate=86400, stale-if-error=604800"],
  [
    { maxAge: 0, staleWhileRevalidate: 0, staleIfError: 0 },
    "public, max-age=0, stale-while-revalidate=0, stale-if-error=0",
  ],
  [CACHE, "public, max-age=300, stale-while-revalidate=600, stale-if-error=86400"],
] as const)("the settings %j give %s", async (cache, value) => {
  const drafts = { a: { published: "2026-10-01T00:00:00Z", categories: ["India"] } };
  const client = deskOf(await contentOf(textsOf(drafts), await siteOf({ cache })));
  for (const target of ["/rss.xml", "/atom.xml", "/categories/india/feed.json", "/", "/articles/a"]) {
    const full = await client.ask(target);
    expect(headerOf(full, "cache-control")).toBe(value);
    const unchanged = await client.ask(target, { "if-none-match": headerOf(full, "etag") });
    expect(headerOf(unchanged, "cache-control")).toBe(value);
  }
});

/** Seconds until the next article becomes visible; then max-age and stale-while-revalidate. */
const DISTANCES = [
  [86_400 * 365, 300, 600],
  [1_000, 300, 600],
  [901, 300, 600],
  [900, 300, 600],
  [899, 300, 599],
  [500, 300, 200],
  [301, 300, 1],
  [300, 300, 0],
  [299, 299, 0],
  [60.5, 60, 0],
  [2, 2, 0],
  [1.999, 1, 0],
  [1, 1, 0],
  [0.999, 0, 0],
  [0.5, 0, 0],
  [0.001, 0, 0],
] as const;

it.each(DISTANCES)(
  "%d seconds before an article becomes visible, a feed is fresh for %d and stale for %d",
  async (distance, maxAge, stale) => {
    const drafts = {
      a: { published: "2026-10-01T00:00:00Z", categories: ["India"], byline: "Asha Rao" },
      soon: { published: after(distance), categories: ["India"], byline: "Asha Rao" },
    };
    const client = deskOf(await contentOf(textsOf(drafts), await siteOf({ cache: CACHE })));
    for (const path of ["", "/categories/india", "/authors/asha-rao"]) {
      for (const name of ["", ...FORMATS.map((format) => DOCUMENT_NAMES[format])]) {
        const response = await client.ask(`${path}/${name}`.replace(/(?<=.)\/$/, ""));
        expect(response.status).toBe(200);
        const said = parse(headerOf(response, "cache-control"));
        expect([said["max-age"], said["stale-while-revalidate"]]).toEqual([maxAge, stale]);
      }
    }
  },
);

it("a feed in which nothing is waiting is not held to what another feed waits for", async () => {
  const drafts = {
    a: { published: "2026-10-01T00:00:00Z", categories: ["India"] },
    soon: { published: after(10), categories: ["Weather"] },
  };
  const client = deskOf(await contentOf(textsOf(drafts), await siteOf({ cache: CACHE })));
  const ages = [];
  for (const target of ["/categories/india/rss.xml", "/rss.xml", "/articles/a"])
    ages.push(parse(headerOf(await client.ask(target), "cache-control"))["max-age"]);
  expect(ages).toEqual([300, 10, 300]);
});

it("what is kept ready counts down as the instant comes near, on the fast path too", async () => {
  const drafts = { a: { published: "2026-10-01T00:00:00Z" }, soon: { published: after(1_000) } };
  const client = deskOf(await contentOf(textsOf(drafts), await siteOf({ cache: CACHE })));
  const wire = await wireOf(client, true);
  try {
    for (const distance of [1_000, 900, 899.5, 500, 300, 299, 10.2, 1, 0.5]) {
      client.now = new Date(NOW.getTime() + (1_000 - distance) * 1000);
      const left = Math.floor(distance);
      const expected = [Math.min(300, left), Math.min(600, left - Math.min(300, left))];
      const wired = await send(wire.port, "GET", "/rss.xml");
      for (const value of [
        wired.headers["cache-control"] ?? "",
        headerOf(await client.ask("/rss.xml"), "cache-control"),
      ]) {
        const said = parse(value);
        expect([said["max-age"], said["stale-while-revalidate"]], String(distance)).toEqual(expected);
      }
    }
    expect(wire.slow()).toBe(1);
  } finally {
    await wire.close();
  }
});

it.each([
  [86_400, "public, max-age=30"],
  [31, "public, max-age=30"],
  [30, "public, max-age=30"],
  [29.5, "public, max-age=29"],
  [1, "public, max-age=1"],
  [0.5, "no-store"],
])("%d seconds before an article becomes visible, that it is not there may be kept: %s", async (distance, value) => {
  const drafts = {
    a: { published: "2026-10-01T00:00:00Z" },
    soon: { published: after(distance), categories: ["India"], byline: "Asha Rao" },
  };
  const client = deskOf(await contentOf(textsOf(drafts), await siteOf()));
  for (const target of ["/articles/soon", "/categories/india", "/categories/india/rss.xml", "/authors/asha-rao"]) {
    const response = await client.ask(target);
    expect([response.status, headerOf(response, "cache-control")]).toEqual([404, value]);
  }
});

it("that there is nothing is not kept beyond an instant that comes while it is looked for", async () => {
  const { site, store } = await contentOf(textsOf({ soon: { published: after(0) } }), await siteOf());
  const slow: ArticleStore = {
    ...store,
    article: async (slug, now) => {
      const found = await store.article(slug, now);
      client.now = NOW;
      return found;
    },
  };
  const client = deskOf({ site, store: slow }, { now: new Date(NOW.getTime() - 1) });
  const response = await client.ask("/articles/soon");
  if (response.status === 404) expect(headerOf(response, "cache-control")).toBe("no-store");
  else expect(response.status).toBe(200);
});

it("with a cache in front, each document names what it is made of", async () => {
  const drafts = {
    "a b,c": { published: "2026-10-01T00:00:00Z", categories: ["खेल, R&D"], byline: "Asha Rao" },
    plain: { published: "2026-10-02T00:00:00Z" },
  };
  const client = deskOf(await contentOf(textsOf(drafts), await siteOf({ cache: CACHE })), { cdn: true });
  const category = `categories/${encodeURIComponent("खेल-r-d")}`;
  const tags: Record<string, string> = {
    "/rss.xml": "all,articles/plain,articles/a%20b%2Cc",
    "/feed.json?limit=1": "all,articles/plain",
    [`/${category}/atom.xml`]: `${category},articles/a%20b%2Cc`,
    [`/${category}`]: `${category},articles/a%20b%2Cc`,
    "/authors/asha-rao/rss.xml": "authors/asha-rao,articles/a%20b%2Cc",
    // What comes to stand beside an article does so in its first category, or among all.
    "/articles/plain": "articles/plain,all",
    "/articles/a%20b%2Cc": `articles/a%20b%2Cc,${category}`,
    "/": "all",
  };
  for (const [target, value] of Object.entries(tags)) {
    const full = await client.ask(target);
    const unchanged = await client.ask(target, { "if-none-match": headerOf(full, "etag") });
    for (const response of [full, unchanged]) {
      expect(headerOf(response, "cache-tag"), target).toBe(value);
      expect(headerOf(response, "cdn-cache-control")).toBe(
        "public, max-age=300, stale-while-revalidate=600, stale-if-error=86400",
      );
    }
  }
});

it("without a cache in front, nothing is said to one", async () => {
  const client = deskOf(await contentOf(textsOf({ a: { published: "2026-10-01T00:00:00Z" } }), await siteOf()));
  const { headers } = await client.ask("/rss.xml");
  expect([headers.get("cache-tag"), headers.get("cdn-cache-control")]).toEqual([null, null]);
});

it.each([
  [100, 50, 101],
  [100, 200, 1],
])("%i articles with slugs of %i bytes give %i cache tags, in less than 16 KB", async (count, bytes, tags) => {
  const drafts = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      String(index).padStart(bytes, "x"),
      { published: "2026-10-01T00:00:00Z", categories: ["India"] },
    ]),
  );
  const client = deskOf(await contentOf(textsOf(drafts), await siteOf()), { cdn: true });
  for (const target of ["/rss.xml?limit=100", "/categories/india/rss.xml?limit=100"]) {
    const value = headerOf(await client.ask(target), "cache-tag");
    expect(value.length).toBeLessThan(16_384);
    expect(value.split(",")).toHaveLength(tags);
    expect(value.split(",")[0]).toBe(target.startsWith("/rss") ? "all" : "categories/india");
  }
});

it("with a cache in front there are no deltas, and feeds do not vary by who takes them", async () => {
  const drafts = { a: { published: "2026-10-01T00:00:00Z" } };
  const client = deskOf(await contentOf(textsOf(drafts), await siteOf()), { cdn: true });
  const etag = headerOf(await client.ask("/rss.xml"), "etag");
  const more = { ...drafts, b: { published: "2026-10-02T00:00:00Z" } };
  client.content = await contentOf(textsOf(more), client.content.site);
  const full = await client.ask("/rss.xml", { "if-none-match": etag, "a-im": "feed" });
  expect([full.status, headerOf(full, "vary")]).toEqual([200, "Accept-Encoding"]);
  expect(headerOf(full, "cdn-cache-control")).toMatch(/^public, /);
  expect((await full.text()).match(/<item>/g)).toHaveLength(2);
});
