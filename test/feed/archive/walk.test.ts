import { describe, expect, it } from "vitest";
import type { Article } from "../../../src/article/article.ts";
import { FORMATS, type Format } from "../../../src/lib/feed-format.ts";
import type { Scope } from "../../../src/site/scope.ts";
import { feedPath } from "../../../src/site/urls.ts";
import { createMemoryStore } from "../../../src/store/memory/memory-store.ts";
import { STORED, siteOf } from "../../support/fixtures/content.ts";
import { pathOf, type Visited, walk } from "../../support/readers/archive-walk.ts";
import { type Desk, deskOf } from "../../support/services/app.ts";
import { amount } from "../../support/sweep.ts";

const COUNT = amount(2_000, 10_000);
/** The number of the last full page of the archive. */
const FULL = COUNT / 100;
const SITE = await siteOf();

/** Articles an hour apart, every hundredth with another at the same instant; a third each in a category and by an author. */
const ARTICLES: readonly Article[] = Array.from({ length: COUNT }, (_, number) => {
  const hour = number - (number % 100 === 1 ? 1 : 0);
  const published = new Date(Date.UTC(2024, 0, 1) + hour * 3_600_000);
  return {
    slug: `story-${(number * 7_919) % COUNT}`,
    headline: `Story ${number}`,
    standfirst: null,
    authors: number % 3 === 1 ? [{ name: "Asha Rao", slug: "asha-rao" }] : [],
    picture: null,
    categories: number % 3 === 0 ? [{ label: "India", slug: "india" }] : [],
    readingMinutes: null,
    language: "en-IN",
    html: "<p>One sentence.</p>",
    published,
    updated: published,
    modified: STORED,
    revision: `revision-${number}`,
  };
});

const SCOPES: readonly (readonly [Scope, (number: number) => boolean])[] = [
  [{ kind: "all" }, () => true],
  [{ kind: "category", slug: "india" }, (number) => number % 3 === 0],
  [{ kind: "author", slug: "asha-rao" }, (number) => number % 3 === 1],
];

/** Newest first, as the articles say, without the program's own order. */
function expectedIds(among: (number: number) => boolean): string[] {
  return ARTICLES.filter((_, number) => among(number))
    .map(({ slug, published }) => ({ slug, time: published.getTime() }))
    .sort((a, b) => b.time - a.time || (a.slug < b.slug ? -1 : 1))
    .map(({ slug, time }) => `tag:news.example,${new Date(time).toISOString().slice(0, 10)}:articles/${slug}`);
}

const now = new Date("2026-01-01T00:00:00Z");
const client: Desk = deskOf({ site: SITE, store: createMemoryStore(SITE, ARTICLES, STORED) }, { now });

/** What was walked before, by path: archive pages are the same on every road. */
const texts = new Map<string, Promise<string>>();

function read(path: string): Promise<string> {
  const known = texts.get(path);
  const text = known ?? client.ask(path).then((response) => (response.status === 200 ? response.text() : fail(path)));
  texts.set(path, text);
  return text;
}

function fail(path: string): never {
  throw new Error(`nothing at ${path}`);
}

describe("whoever follows the links through a long archive", () => {
  for (const format of FORMATS) {
    for (const [scope, among] of SCOPES) {
      it(`meets each one once: ${feedPath(scope, format)}, by 1, 7, 50 and 100`, {
        timeout: 60_000,
      }, async () => {
        const expected = expectedIds(among);
        for (const limit of [1, 7, 50, 100]) {
          const part = { kind: "newest", limit: limit === 50 ? undefined : limit } as const;
          const visited = await walk(format, feedPath(scope, format, part), read);
          expect(visited.flatMap(({ ids }) => ids)).toEqual(expected);
          expect(visited).toHaveLength(1 + Math.ceil((expected.length - limit) / 100));
          if (format !== "json") expectLinks(visited, scope, format);
        }
      });
    }
  }
});

/** Every link of a walk's documents that a reader may follow in another direction. */
function expectLinks(visited: readonly Visited[], scope: Scope, format: Format): void {
  const [newest, ...archivePages] = visited;
  expect(
    Object.keys(newest?.links ?? {})
      .filter((rel) => rel !== "alternate")
      .sort(),
  ).toEqual(["prev-archive", "self"]);
  for (const [index, { path, links }] of archivePages.entries()) {
    expect(pathOf(links.self ?? "")).toBe(path);
    expect(pathOf(links.current ?? "")).toBe(feedPath(scope, format));
    const number = archivePages.length - index;
    const next = path.includes("?to=")
      ? undefined
      : feedPath(scope, format, { kind: "archive", page: number + 1, to: undefined });
    expect(links["next-archive"] === undefined ? undefined : pathOf(links["next-archive"])).toBe(next);
    expect(links["prev-archive"] === undefined).toBe(number === 1);
  }
}

it("the newest document links to a whole archive page where the rest ends with one", async () => {
  const rest = (limit: number) => walk("atom", `/atom.xml?limit=${limit}`, read);
  expect((await rest(100))[1]?.path).toBe(`/archive/${FULL - 1}/atom.xml`);
  expect((await rest(7))[1]?.path).toBe(`/archive/${FULL}/atom.xml?to=${COUNT - 7}`);
});

it.each([
  [`/archive/${FULL + 1}/rss.xml`, 200, "the sheet behind the last full one"],
  [`/archive/${FULL}/rss.xml`, 200, "the last full one"],
  [`/archive/${FULL + 2}/rss.xml`, 404, "one behind that"],
  ["/archive/0/rss.xml", 404, "none"],
  ["/archive/01/rss.xml", 404, "a leading zero"],
  ["/archive/1.0/rss.xml", 404, "a fraction"],
  ["/archive/-1/rss.xml", 404, "a sign"],
  ["/archive/1e1/rss.xml", 404, "an exponent"],
  ["/archive/٣/rss.xml", 404, "a digit of another script"],
  ["/archive/999999999999/rss.xml", 404, "more than there can be"],
  ["/archive/99999999999999999999/rss.xml", 404, "more than a number holds"],
  ["/archive/2/rss.xml?to=101", 200, "the first of an archive page"],
  ["/archive/2/rss.xml?to=199", 200, "the last but one"],
  ["/archive/2/rss.xml?to=200", 404, "the end of the archive page, which has an address of its own"],
  ["/archive/2/rss.xml?to=100", 404, "an end before the archive page"],
  ["/archive/2/rss.xml?to=201", 404, "an end behind the archive page"],
  [`/archive/${FULL + 1}/rss.xml?to=${COUNT + 1}`, 404, "an end behind all there is"],
  ["/archive/2/rss.xml?to=0150", 404, "an end with a leading zero"],
  ["/archive/2/rss.xml?to=", 404, "an empty end"],
  ["/archive/2/rss.xml?to=x", 404, "an end that is no number"],
  ["/archive/2/rss.xml?utm=1", 200, "a parameter that says nothing"],
  ["/categories/nothing/archive/1/rss.xml", 404, "no such category"],
  ["/authors/nobody/archive/1/feed.json", 404, "no such author"],
  ["/search/archive/1/rss.xml?q=story", 404, "no archive of searches"],
])("%s is %i: %s", async (path, status) => {
  const response = await client.ask(path);
  expect(response.status).toBe(status);
  const kept = status === 200 ? /^public, max-age=300,/ : /^public, max-age=30$/;
  expect(response.headers.get("cache-control")).toMatch(kept);
});
