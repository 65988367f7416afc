import { describe, expect, it } from "vitest";
import { ARTICLES, type Ask, AUTHORS, CATEGORIES } from "./ask.ts";

/** The address in the sample's settings. */
const ADDRESS = "http://localhost:8787";

/** What belongs to no article, category or author; numbers in queries are left out. */
const OTHERS = [
  "/",
  "/?",
  "/atom.xml",
  "/favicon.ico",
  "/feed.json",
  "/feeds",
  "/feeds?",
  "/icon.svg",
  "/manifest.webmanifest",
  "/opensearch.xml",
  "/opml.xml",
  "/rss.xml",
  "/search",
  "/sitemap.xml",
  "/style.css?",
  "/subscribe",
  "/subscribe?",
];

export function crawl(ask: Ask): void {
  describe("the links of every feed and page", () => {
    it("lead to something: whoever follows them all finds the whole site and nothing missing", async () => {
      const found = new Map<string, number>();
      const queue = ["/"];
      for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
        if (found.has(path)) continue;
        const response = await ask(path);
        found.set(path, response.status);
        // Not as text(): workerd warns of that where a picture is read.
        queue.push(...linksIn(new TextDecoder().decode(await response.arrayBuffer())));
      }
      const missing = [...found].filter(([, status]) => status !== 200);
      expect(missing).toEqual([]);
      const count = (pattern: RegExp) => [...found.keys()].filter((path) => pattern.test(path)).length;
      expect(count(/^\/articles\//)).toBe(ARTICLES);
      expect(count(/^\/categories\/[^/]+$/)).toBe(CATEGORIES);
      expect(count(/^\/authors\/[^/]+$/)).toBe(AUTHORS);
      expect(count(/(?:rss|atom|feed)\.(?:xml|json)$/)).toBe(3 * (1 + CATEGORIES + AUTHORS));
      expect(count(/^(?:\/[^?]*)?\/subscribe$/)).toBe(1 + CATEGORIES + AUTHORS);
      const others = [...found.keys()]
        .filter((path) => !/^\/(?:articles|categories|authors)\//.test(path))
        .map((path) => path.replace(/\?(?:to|from|page|v)=\w+$/, "?"));
      expect([...new Set(others)].sort()).toEqual(OTHERS);
    }, 60_000);
  });
}

/** Paths of the site that a document names: by the site's address, or in a link of a page. */
function linksIn(text: string): string[] {
  const absolute = [...text.matchAll(/http:\/\/localhost:8787[^\s"'<>\\)]*/g)].map(([address]) => address);
  const relative = [...text.matchAll(/\b(?:href|src)="(\/[^"]*)"/g)].map(([, path]) => ADDRESS + path);
  // Templates of addresses, with something in braces to be filled in, lead nowhere by themselves.
  return [...absolute, ...relative]
    .filter((address) => !address.includes("{"))
    .map((address) => {
      const { pathname, search } = new URL(address.replaceAll("&amp;", "&").replaceAll("&#x26;", "&"));
      return pathname + search;
    });
}
