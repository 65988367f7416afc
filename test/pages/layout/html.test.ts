import { beforeAll, describe, expect, it } from "vitest";
import { Folder } from "../../../src/store/folder/folder.ts";
import { appOf, contentOf, siteOf } from "../../support/fixtures/content.ts";
import { htmlFindings } from "../../support/readers/page.ts";
import {
  type Ask,
  attributeOf,
  attributesIn,
  crawl,
  only,
  type ParsedPage,
} from "../../support/readers/parsed-page.ts";
import { articleText } from "../../support/stores/folder.ts";

const ORIGIN = "http://localhost:8787";

describe("the pages of the sample content", () => {
  let pages: ReadonlyMap<string, ParsedPage>;
  let ask: Ask;
  let languages: ReadonlyMap<string, string>;

  beforeAll(async () => {
    const now = new Date("2026-11-23T06:00:00Z");
    const folder = new Folder("content", { now: () => now, skipSettling: true });
    await folder.scan();
    const { site, store } = folder.state;
    if (site === undefined || store === undefined) throw new Error("the sample content has faults");
    const app = appOf({ site, store }, now);
    ask = (target) => app.request(target);
    const newest = await store.newestPage({ scope: { kind: "all" }, limit: 100, now });
    languages = new Map(
      (await newest?.articles())?.map(({ slug, language }) => [`/articles/${encodeURIComponent(slug)}`, language]),
    );
    pages = await crawl(ask, ORIGIN, ["/", "/search?q=dog", "/search?q=blizzard"]);
  }, 30_000);

  const namesOf = (pattern: RegExp) => [...pages.keys()].filter((path) => pattern.test(path));

  it("are all found by their links, and every link leads somewhere", () => {
    expect(namesOf(/^\/articles\//)).toHaveLength(48);
    expect(namesOf(/^\/categories\/[^/?]+$/)).toHaveLength(11);
    expect(namesOf(/^\/authors\/[^/?]+$/)).toHaveLength(14);
    // Of 48 articles the front page has 12, and older ones end at positions 36 and 20; newer ones than 20 end at 40.
    expect(namesOf(/^\/\?to=/).sort()).toEqual(["/?to=20", "/?to=36", "/?to=40"]);
    expect(namesOf(/^\/feeds/).length).toBeGreaterThan(0);
    expect(namesOf(/\/subscribe(?:\?|$)/).length).toBeGreaterThanOrEqual(1 + 11 + 14 + 2);
    expect(namesOf(/^\/search(?:\?|$)/).sort()).toEqual(["/search", "/search?q=blizzard", "/search?q=dog"]);
  });

  it("are valid HTML", async () => {
    const found: string[] = [];
    for (const [path, { html }] of pages)
      for (const finding of await htmlFindings(html)) found.push(`${path} ${finding}`);
    expect(found).toEqual([]);
  }, 60_000);

  it("have each a title of their own, one heading of the first level, a language and their own address", () => {
    const titles = new Map<string, string>();
    for (const [path, { document, html }] of pages) {
      const title = only(document, "title").textContent;
      expect(titles.get(title), `${path} is called as ${titles.get(title)}`).toBeUndefined();
      titles.set(title, path);
      expect(only(document, "h1").textContent.trim(), path).not.toBe("");
      expect(html, path).toMatch(/^<!DOCTYPE html>\n<html lang="/);
      const language = languages.get(path) ?? "en-IN";
      expect(attributeOf(document.documentElement, "lang"), path).toBe(language);
      expect(attributeOf(only(document, 'link[rel="canonical"]'), "href")).toBe(ORIGIN + path);
    }
  });

  it("are below 30 KB", () => {
    const sizes = [...pages].map(([path, { html }]) => [path, new TextEncoder().encode(html).length] as const);
    expect(sizes.filter(([, size]) => size >= 30_000)).toEqual([]);
  });

  it("name feeds that are there, of the types that they say", async () => {
    const feeds = new Map<string, string>();
    for (const [path, { document }] of pages) {
      const links = [...document.querySelectorAll('link[rel="alternate"]')];
      expect(links.length, path).toBeGreaterThanOrEqual(3);
      for (const link of links) feeds.set(attributeOf(link, "href"), attributeOf(link, "type"));
    }
    expect(feeds.size).toBeGreaterThan(3 * 25);
    for (const [address, type] of feeds) {
      const response = await ask(address);
      expect(response.status, address).toBe(200);
      expect(response.headers.get("content-type"), address).toBe(`${type}; charset=utf-8`);
    }
  });

  it("load nothing from elsewhere but pictures", () => {
    for (const [path, { document }] of pages) {
      const styles = attributesIn(document, 'link[rel="stylesheet"], link[rel="icon"], script[src]', "href");
      for (const address of styles) expect(new URL(address, ORIGIN).origin, path).toBe(ORIGIN);
      expect(document.querySelectorAll("iframe, object, embed, style, [style]"), path).toHaveLength(0);
    }
  });
});

describe("pages", () => {
  it("of errors are valid HTML", async () => {
    const content = await contentOf({ a: articleText("A") }, await siteOf());
    const headers = { accept: "text/html" };
    for (const app of [appOf(content), appOf(undefined)]) {
      const html = await (await app.request("/articles/nothing", { headers })).text();
      expect(html).toMatch(/^<!DOCTYPE html>/);
      expect(await htmlFindings(html)).toEqual([]);
    }
  });

  it("of an article whose texts are full of markup are valid HTML and show it as text", async () => {
    const nasty = `</title></h1><script>alert("x")</script> & ' " &amp; ]]> <!-- \u0000`;
    const site = await siteOf({
      title: nasty,
      description: nasty,
      categories: { [nasty]: { slug: "nasty", description: nasty } },
    });
    const text = [
      "Published 00:00 IST, March 31st 2025",
      nasty,
      `What it is: ${nasty}.`,
      `By Anna <b> O'Hara`,
      `Image: https://images.example/a.jpg?a=1&b="2"|${nasty}`,
      `- ${nasty}`,
      `A paragraph of text with ${nasty} and https://news.example/?a=1&b=<2>.`,
      `- an item with ${nasty}`,
      `> a quotation with ${nasty}`,
      `## A subhead with ${nasty}`,
      "The end.",
    ].join("\n");
    const app = appOf(await contentOf({ a: text }, site));
    for (const path of ["/", "/articles/a", "/categories/nasty", "/authors/anna-b-o-hara", "/search?q=text"]) {
      const response = await app.request(path);
      expect(response.status, path).toBe(200);
      const html = await response.text();
      expect(await htmlFindings(html), path).toEqual([]);
      expect(html.replace(/<script(?: type="application\/ld\+json")?>[^<]*<\/script>/g, "")).not.toMatch(
        /<script|<!--/,
      );
      expect(html).toContain("&lt;script&gt;");
    }
  });
});
