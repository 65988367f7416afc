import { HtmlValidate } from "html-validate";
import { beforeAll, describe, expect, it } from "vitest";
import { Folder } from "../../src/store/folder.ts";
import { appOf, contentOf, siteOf } from "../support/content.ts";
import { articleText } from "../support/folder.ts";

const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:recommended"],
  // A title is the author's headline and the site's name; search engines' taste in its length is not HTML's.
  rules: { "long-title": "off" },
});

/** What the recommended rules find in a page, a line each. */
async function findings(html: string): Promise<string[]> {
  const { results } = await validator.validateString(html);
  return results.flatMap(({ messages }) =>
    messages.map(({ line, column, ruleId, message }) => `${line}:${column} ${ruleId} ${message}`),
  );
}

describe("the pages of the sample content", () => {
  const pages = new Map<string, string>();

  beforeAll(async () => {
    const folder = new Folder("content", { now: () => new Date(), atOnce: true });
    await folder.pass();
    const { site, store } = folder.state;
    if (site === undefined || store === undefined) throw new Error("the sample content has faults");
    const app = appOf({ site, store }, new Date());
    const queue = ["/", "/categories/archive", "/search?q=dog", "/search?q=blizzard"];
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      if (pages.has(path)) continue;
      const html = await (await app.request(path)).text();
      pages.set(path, html);
      const links = [...html.matchAll(/<a href="(\/[^"]*)"/g)].map(([, link = ""]) => link);
      queue.push(...links.filter((link) => !/\.(?:xml|json)(?:\?|$)/.test(link)));
    }
  });

  it("are all found", () => {
    expect(pages.size).toBe(1 + 48 + 11 + 14 + 3);
  });

  it("are valid HTML", async () => {
    const found: string[] = [];
    for (const [path, html] of pages)
      for (const finding of await findings(html)) found.push(`${path} ${finding}`);
    expect(found).toEqual([]);
  });

  it("have each a title, one heading of the first level, a language and their own address", () => {
    const titles = new Set<string>();
    for (const [path, html] of pages) {
      titles.add(/<title>(.+)<\/title>/.exec(html)?.[1] ?? "");
      expect([...html.matchAll(/<h1[ >]/g)], path).toHaveLength(1);
      expect(html, path).toMatch(/^<!DOCTYPE html>\n<html lang="en-IN">/);
      expect(html, path).toContain(`<link rel="canonical" href="http://localhost:8787${path}">`);
    }
    expect(titles.size).toBe(pages.size);
  });
});

describe("pages", () => {
  it("of errors are valid HTML", async () => {
    const content = await contentOf({ a: articleText("A") }, await siteOf());
    const headers = { accept: "text/html" };
    for (const app of [appOf(content), appOf(undefined)]) {
      const html = await (await app.request("/articles/nothing", { headers })).text();
      expect(html).toMatch(/^<!DOCTYPE html>/);
      expect(await findings(html)).toEqual([]);
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
    for (const path of ["/", "/articles/a", "/categories/nasty", "/authors/anna-b-o-hara"]) {
      const response = await app.request(path);
      expect(response.status, path).toBe(200);
      const html = await response.text();
      expect(await findings(html), path).toEqual([]);
      expect(html).not.toMatch(/<script|<!--/);
      expect(html).toContain("&lt;script&gt;");
    }
  });
});
