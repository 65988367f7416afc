import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DOCUMENT_NAMES, FORMATS } from "../../../src/lib/feed-format.ts";
import { contentOf, siteOf } from "../../support/fixtures/content.ts";
import { childrenOf, parseXml, textOf } from "../../support/readers/xml.ts";
import { deskOf, headerOf, textsOf } from "../../support/services/app.ts";

const ADDRESS = "https://news.example/a'b";
const DRAFTS = {
  storm: {
    published: "2026-10-01T00:00:00Z",
    headline: "A storm is near",
    categories: ["India"],
    byline: "Asha Rao",
  },
  match: {
    published: "2026-10-02T00:00:00Z",
    headline: "A match before the storm",
    categories: ["Cricket", "India"],
  },
  calm: {
    published: "2026-10-03T00:00:00Z",
    headline: "Calm again",
    categories: ["Weather"],
    byline: "Asha Rao",
  },
};
const SITE = await siteOf({
  address: ADDRESS,
  author: "The Desk",
  categories: { Cricket: {}, India: {}, "Sea & Sky": { slug: "elements" } },
});
const client = deskOf(await contentOf(textsOf(DRAFTS), SITE));
const PREFIX = "/a'b";

async function found(query: string): Promise<string[]> {
  const response = await client.ask(await settled(`${PREFIX}/search/feed.json?${query}`));
  const { items } = (await response.json()) as { items: { url: string }[] };
  return items.map(({ url }) => url.split("/articles/")[1] ?? "");
}

/** Where a request ends that follows one redirect; a second one fails. */
async function settled(target: string): Promise<string> {
  const response = await client.ask(target);
  if (response.status === 200) return target;
  expect(response.status).toBe(301);
  expect(headerOf(response, "cache-control")).toBe("public, max-age=86400");
  const location = headerOf(response, "location");
  expect(location.startsWith(`${PREFIX}/`)).toBe(true);
  expect((await client.ask(location)).status).toBe(200);
  return location;
}

describe("a search", () => {
  it.each([
    ["q=storm", ["match", "storm"]],
    ["q=storm+-match", ["storm"]],
    ["q=%22the+storm%22", ["match"]],
    ["q=storm&category=cricket", ["match"]],
    ["category=cricket&category=weather", ["calm", "match"]],
    ["-category=cricket", ["calm", "storm"]],
    ["author=asha-rao&category=weather", ["calm"]],
    ["q=nothing-like-it", []],
    ["category=nowhere&q=storm", []],
  ])("for %s finds what answers it, newest first", async (query, slugs) => {
    expect(await found(query)).toEqual(slugs);
  });

  it.each([
    ["/search/rss.xml?q=STORM++storm", "/search/rss.xml?q=storm"],
    ["/search/rss.xml?q=storm&utm=1", "/search/rss.xml?q=storm"],
    ["/search/rss.xml?q=storm&limit=50", "/search/rss.xml?q=storm"],
    ["/search/rss.xml?limit=7&q=Storm", "/search/rss.xml?q=storm&limit=7"],
    ["/search/rss.xml?q=storm&limit=07", "/search/rss.xml?q=storm&limit=7"],
    ["/search/atom.xml?category=india", "/categories/india/atom.xml"],
    ["/search/atom.xml?category=india&limit=7", "/categories/india/atom.xml?limit=7"],
    ["/search/feed.json?author=asha-rao", "/authors/asha-rao/feed.json"],
    ["/search?category=Sea+%26+Sky", "/categories/elements"],
    ["/search/rss.xml?q=storm&-category=sea-sky", "/search/rss.xml?q=storm&-category=elements"],
    ["/search/feed.json", "/feed.json"],
    ["/search/feed.json?q=", "/feed.json"],
    ["/search?q=Storm", "/search?q=storm"],
    ["/search?category=india", "/categories/india"],
    ["/search?q=", "/search"],
    ["/search?utm=1", "/search"],
    ["/se%61rch?q=storm", "/search?q=storm"],
  ])("%s has its one address at %s", async (requested, own) => {
    const response = await client.ask(PREFIX + requested);
    expect([response.status, headerOf(response, "location")]).toEqual([301, PREFIX + own]);
    expect((await client.ask(PREFIX + own)).status).toBe(200);
  });

  it("has one address, to which every way to ask it leads in one step", async () => {
    const word = fc.constantFrom(
      "storm",
      "Storm",
      "-match",
      '"the storm"',
      '-"a b"',
      "बारिश",
      "é",
      "a&b",
      "%",
      "+",
      "'",
      "<b>",
    );
    const slug = fc.constantFrom("india", "Cricket", "nowhere", "R&D", "खेल");
    await fc.assert(
      fc.asyncProperty(
        fc.array(word, { maxLength: 4 }),
        fc.array(fc.tuple(fc.constantFrom("category", "-category", "author"), slug), { maxLength: 4 }),
        fc.constantFrom(undefined, "7", "50"),
        fc.constantFrom(...FORMATS),
        async (words, terms, limit, format) => {
          const pairs = [["q", words.join(" ")], ...terms, ...(limit === undefined ? [] : [["limit", limit]])];
          const target = (order: string[][]) =>
            `${PREFIX}/search/${DOCUMENT_NAMES[format]}?${new URLSearchParams(order)}`;
          const forwards = await client.ask(target(pairs));
          const location = forwards.headers.get("location") ?? target(pairs);
          const backwards = await client.ask(target([...pairs].reverse()));
          const other = backwards.headers.get("location") ?? target([...pairs].reverse());
          expect(other).toBe(location);
          const own = await client.ask(location);
          expect([200, 404]).toContain(own.status);
          if (own.status === 200 && format === "json")
            expect(await own.json()).toMatchObject({ feed_url: `https://news.example${location}` });
        },
      ),
      { seed: 301, numRuns: 200 },
    );
  });

  it.each([
    `q=${"x".repeat(501)}`,
    `q=${Array.from({ length: 17 }, (_, n) => `w${n}`).join("+")}`,
    Array.from({ length: 33 }, (_, n) => `category=c${n}`).join("&"),
  ])("that is too much is a 400 problem, and a page for people", async (query) => {
    for (const path of ["/search/rss.xml", "/search"]) {
      const response = await client.ask(`${PREFIX}${path}?${query}`);
      expect(response.status).toBe(400);
      expect(headerOf(response, "cache-control")).toBe("no-store");
      expect(await response.json()).toMatchObject({
        status: 400,
        detail: expect.stringMatching(/^(?:A|The) .*\.$/),
      });
    }
  });

  it("says in its title what it is for, and has an id of its own", async () => {
    const path = `${PREFIX}/search/atom.xml?q=storm+-%22the+match%22&category=cricket&category=india&-category=x&author=the-desk`;
    const root = parseXml(await (await client.ask(path)).text());
    const ATOM = "http://www.w3.org/2005/Atom";
    const [title, id] = ["title", "id"].map((name) => childrenOf(root, name, ATOM).map(textOf)[0]);
    expect(title).toBe("The Test: storm, not “the match”, category Cricket or India, not category x, by The Desk");
    expect(id).toBe(`tag:news.example,2024-01-01:${path.slice(PREFIX.length + 1).replace("/atom.xml", "")}`);
    const page = await (await client.ask(path.replace("/atom.xml", ""))).text();
    for (const each of ["storm -&quot;the match&quot;", 'name="-category" value="x"', "A match before the storm"])
      expect(page).toContain(each);
  });

  it("that finds nothing says so", async () => {
    const page = await (await client.ask(`${PREFIX}/search?q=blizzard`)).text();
    expect(page).toContain("<p>Nothing was found.</p>");
  });

  it("and an archive page are ready for the next poll under their own addresses", async () => {
    for (const path of ["/search/rss.xml?q=storm&limit=7", "/search?q=storm", "/search", "/archive/1/atom.xml?to=2"]) {
      expect((await client.ask(PREFIX + path)).status).toBe(200);
      expect(client.service.peek(client.content, PREFIX + path), path).toBeDefined();
    }
  });

  it("answers conditions, and gives what is new to those who take deltas", async () => {
    const fresh = deskOf(await contentOf(textsOf(DRAFTS), SITE));
    const path = `${PREFIX}/search/feed.json?q=storm`;
    const etag = headerOf(await fresh.ask(path), "etag");
    expect((await fresh.ask(path, { "if-none-match": etag })).status).toBe(304);
    const more = { ...DRAFTS, more: { published: "2026-10-04T00:00:00Z", headline: "Another storm" } };
    fresh.content = await contentOf(textsOf({ ...more, other: { published: "2026-10-05T00:00:00Z" } }), SITE);
    const delta = await fresh.ask(path, { "if-none-match": etag, "a-im": "feed" });
    expect(delta.status).toBe(226);
    expect(((await delta.json()) as { items: object[] }).items).toHaveLength(1);
  });
});

it("every page names the description of how to search, which names every way to", async () => {
  for (const path of ["/", "/articles/calm", "/categories/india", "/search", "/search?q=storm"]) {
    const page = await (await client.ask(PREFIX + path)).text();
    expect(page).toContain(
      '<link rel="search" type="application/opensearchdescription+xml" title="The Test" href="/a&#39;b/opensearch.xml">',
    );
  }
  const response = await client.ask(`${PREFIX}/opensearch.xml`);
  expect(headerOf(response, "content-type")).toBe("application/opensearchdescription+xml; charset=utf-8");
  const urls = childrenOf(parseXml(await response.text()), "Url", "http://a9.com/-/spec/opensearch/1.1/");
  expect(urls).toHaveLength(5);
});
