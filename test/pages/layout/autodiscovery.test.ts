import { parseAtomFeed, parseJsonFeed, parseRssFeed } from "feedsmith";
import { beforeAll, describe, expect, it } from "vitest";
import { appOf, contentOf, siteOf } from "../../support/fixtures/content.ts";
import { byClass, elementsIn, sampleApp } from "../../support/readers/feed-pages.ts";
import { READERS } from "../../support/readers/feeds/readers.ts";
import { attribute, elementsOf, textOf, within } from "../../support/readers/page.ts";
import { type Ask, crawl, type ParsedPage } from "../../support/readers/parsed-page.ts";
import { articleText } from "../../support/stores/folder.ts";

const ORIGIN = "http://localhost:8787";

/** The types by which readers know a feed, and how each is read: its title and its own address. */
const PARSERS: Readonly<Record<string, (text: string) => readonly [title: string, self: string]>> = {
  "application/rss+xml": (text) => {
    const { title = "", atom } = parseRssFeed(text);
    return [title, atom?.links?.find(({ rel }) => rel === "self")?.href ?? ""];
  },
  "application/atom+xml": (text) => {
    const { title, links } = parseAtomFeed(text);
    return [title?.value ?? "", links?.find(({ rel }) => rel === "self")?.href ?? ""];
  },
  "application/feed+json": (text) => {
    const { title = "", feed_url = "" } = parseJsonFeed(text);
    return [title, feed_url];
  },
};

interface Discovered {
  readonly type: string;
  readonly title: string;
  readonly address: string;
}

/** The feeds of a page as a reader finds them: RSS Advisory Board, "RSS Autodiscovery"; HTML, section 4.6.8.1. */
function discover(html: string, base: string): readonly Discovered[] {
  return elementsOf(html)
    .filter(({ tagName }) => tagName === "link")
    .filter((link) => (attribute(link, "rel") ?? "").toLowerCase().split(/\s+/).includes("alternate"))
    .map((link) => ({
      type: attribute(link, "type") ?? "",
      title: attribute(link, "title") ?? "",
      address: new URL(attribute(link, "href") ?? "", base).href,
    }))
    .filter(({ type }) => type in PARSERS);
}

/** The folders of the feeds that a page names, each once, in its order. */
function foldersOf(html: string, base: string): readonly string[] {
  const addresses = discover(html, base).map(({ address }) => new URL(address));
  return [...new Set(addresses.map(({ pathname, search }) => pathname.replace(/\/[^/]*$/, "") + search))];
}

describe("on the sample's pages", () => {
  let ask: Ask;
  let pages: ReadonlyMap<string, ParsedPage>;

  beforeAll(async () => {
    ask = await sampleApp();
    pages = await crawl(ask, ORIGIN, ["/", "/search?q=dog", "/search?q=port+-ship"]);
  }, 30_000);

  const eachOf = (pattern: RegExp) => [...pages].filter(([path]) => pattern.test(path));

  it("a reader finds first the three feeds of the site on the general ones", () => {
    const general = eachOf(/^\/(?:\?|$|subscribe|feeds|search$)/);
    expect(general.length).toBeGreaterThan(10);
    const own = ["rss.xml", "atom.xml", "feed.json"].map((name) => `${ORIGIN}/${name}`);
    for (const [path, { html }] of general) {
      const found = discover(html, ORIGIN).map(({ address }) => address);
      expect(found.slice(0, 3), path).toEqual(own);
      // Beside them the front page has one feed of each category that it shows.
      const terms = byClass(elementsOf(html), "terms").flatMap((list) => within(list, "a"));
      const links = terms.map((link) => `${ORIGIN}${attribute(link, "href")}/rss.xml`);
      expect(found.slice(3), path).toEqual(links);
      expect(links.length, path).toBe(path === "/" ? 11 : 0);
    }
  });

  it("a reader finds first the three feeds of the category, author or search on theirs", () => {
    const scoped = eachOf(/^\/(?:categories|authors)\/|^\/search(?:\/subscribe)?\?/);
    expect(scoped.length).toBeGreaterThan(2 * (11 + 14) + 4);
    for (const [path, { html }] of scoped) {
      const { pathname, searchParams } = new URL(path, ORIGIN);
      searchParams.delete("from");
      searchParams.delete("to");
      const own = pathname.replace(/\/subscribe$/, "");
      const query = searchParams.size === 0 ? "" : `?${searchParams}`;
      const found = discover(html, ORIGIN).slice(0, 3);
      expect(
        found.map(({ address }) => address),
        path,
      ).toEqual(["rss.xml", "atom.xml", "feed.json"].map((name) => `${ORIGIN}${own}/${name}${query}`));
    }
  });

  it("a reader finds the site's feeds on an article, and those of its categories and authors", () => {
    const articles = eachOf(/^\/articles\//);
    expect(articles).toHaveLength(48);
    for (const [path, { html }] of articles) {
      const elements = elementsOf(html);
      const tags = elements.filter((element) => attribute(element, "rel") === "tag");
      const story = byClass(elements, "story").flatMap(elementsIn);
      const authors = story.filter((element) => attribute(element, "rel") === "author");
      const own = [...tags, ...authors].map((link) => attribute(link, "href"));
      expect(foldersOf(html, ORIGIN), path).toEqual(["", ...own]);
    }
    expect(articles.some(([, { html }]) => foldersOf(html, ORIGIN).length > 3)).toBe(true);
  });

  it("each feed that is found is there, is of its type and is called as the page says", async () => {
    const found = new Map<string, Discovered>();
    for (const [, { html }] of pages) for (const feed of discover(html, ORIGIN)) found.set(feed.address, feed);
    expect(found.size).toBe(3 * (1 + 11 + 14 + 2));
    for (const { type, title, address } of found.values()) {
      const response = await ask(address.slice(ORIGIN.length));
      expect(response.status, address).toBe(200);
      expect(response.headers.get("content-type")).toBe(`${type}; charset=utf-8`);
      const [own, self] = PARSERS[type]?.(await response.text()) ?? [];
      expect(self).toBe(address);
      expect(title.startsWith(`${own}`), `${title} is ${own}`).toBe(true);
    }
  });

  it("no two feeds of a page are called the same", () => {
    for (const [path, { html }] of pages) {
      const titles = discover(html, ORIGIN).map(({ title }) => title);
      expect(new Set(titles).size, path).toBe(titles.length);
    }
  });

  it("there is a script where there are addresses to copy, and nowhere else", () => {
    for (const [path, { html }] of pages) {
      const elements = elementsOf(html);
      const buttons = elements.filter((element) => attribute(element, "data-copy") !== undefined);
      const scripts = elements.filter(
        (element) => element.tagName === "script" && attribute(element, "type") === undefined,
      );
      const statuses = elements.filter((element) => attribute(element, "role") === "status");
      const copies = buttons.length > 0 ? 1 : 0;
      expect([scripts.length, statuses.map(textOf)], path).toEqual([copies, copies === 1 ? [""] : []]);
    }
    expect([...pages.values()].filter(({ html }) => html.includes("data-copy")).length).toBeGreaterThan(28);
  });

  it("every document, and its Link, leads back to the page that shows its feed to people", async () => {
    const cases = ["", "/categories/india", "/authors/mira-joshi", "/search"].flatMap((folder) =>
      ["", "/archive/1"].map((part) => [folder, part] as const),
    );
    let requested = 0;
    for (const [folder, part] of cases) {
      for (const [format, name] of [
        ["rss", "rss.xml"],
        ["atom", "atom.xml"],
        ["json", "feed.json"],
      ] as const) {
        for (const limit of part === "" ? ["", "limit=2"] : [""]) {
          const query = [folder === "/search" ? "q=dog" : "", limit].filter(Boolean).join("&");
          const response = await ask(`${folder}${part}/${name}${query && `?${query}`}`);
          if (response.status === 404) continue;
          const page = `${ORIGIN}${folder}/subscribe${folder === "/search" ? "?q=dog" : ""}`;
          expect(response.headers.get("link")).toContain(`<${page}>; rel="alternate"; type="text/html"`);
          const text = await response.text();
          const [reader] = READERS.filter((each) => each.format === format);
          expect((await reader?.read(text))?.feed.people).toBe(page);
          // feedparser takes the last link of just this type for the site's own page.
          expect(text).not.toMatch(/type="text\/html"/);
          expect((await ask(page.slice(ORIGIN.length))).status).toBe(200);
          requested += 1;
        }
      }
    }
    expect(requested).toBeGreaterThanOrEqual(3 * (2 * 3 + 2));
  });
});

describe("on error pages", () => {
  it.each(["/articles/nothing", "/categories/nothing", "/nothing", "/feeds?page=9", "/rss.xml/x"])(
    "a reader finds the site's feeds: %s",
    async (target) => {
      const site = await siteOf({ address: "https://news.example/desk" });
      const app = appOf(await contentOf({ a: articleText("A") }, site));
      const response = await app.request(`/desk${target}`, { headers: { accept: "text/html" } });
      expect(response.status).toBe(404);
      const base = "https://news.example";
      const found = discover(await response.text(), base).map(({ address }) => address);
      expect(found).toEqual(["rss.xml", "atom.xml", "feed.json"].map((name) => `${base}/desk/${name}`));
    },
  );
});
