import { describe, expect, it } from "vitest";
import { revise } from "../../../src/article/article.ts";
import { readPage } from "../../../src/import/page/read-page.ts";
import { articlePage } from "../../../src/pages/views/article-page.ts";
import { createZones } from "../../../src/source/time/zone.ts";
import { articleOf, STORED, siteOf } from "../../support/fixtures/content.ts";

const ZONES = createZones();

const TEXT = "Harbour masters asked shipping agents on Monday to move open cargo under cover. ".repeat(4);
const META = '<meta property="article:published_time" content="2020-01-01T06:25:00Z">';

/** The text of what is read from a page that begins like this, without markup. */
function read(beginning: string, head = `${META}<meta name="author" content="Asha Rao, B. Menon">`) {
  const html = `<!doctype html><html><head><title>T</title>${head}</head><body><article><h1>Rain</h1>${beginning}<p>${TEXT}</p><p>${TEXT}</p></article></body></html>`;
  const item = readPage(html, "https://a.example/rain", ZONES);
  const text = (item?.html ?? "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  return { authors: item?.authors, before: text.slice(0, text.indexOf("Harbour")).trim() };
}

describe("the text of a saved page", () => {
  it.each([
    "<p>By Asha Rao and B. Menon</p>",
    '<p>By <a rel="author" href="/a">Asha Rao</a> and <a rel="author" href="/b">B. Menon</a></p>',
    "<p>Published 2020-01-01 06:25 UTC</p>",
    '<p>Published <time datetime="2020-01-01T06:25:00Z">1 January</time>. 3 min read</p>',
    "<div><p>By Asha Rao, B. Menon</p><div><span>Published: 2020-01-01T06:25:30Z</span></div></div>",
    '<p>Asha Rao · <time datetime="2020-01-01T06:25:00Z">1 Jan</time></p>',
    '<p>लेखक: Asha Rao, <time datetime="2020-01-01T06:25Z">1 जनवरी</time></p>',
  ])("does not begin with what was taken as byline and time: %s", (beginning) => {
    expect(read(beginning)).toEqual({ authors: ["Asha Rao", "B. Menon"], before: "" });
  });

  it.each([
    ["<p>By C. Das</p>", "By C. Das"],
    ["<p>Updated 2020-01-02 06:25 UTC</p>", "Updated 2020-01-02 06:25 UTC"],
    ["<p>By Asha Rao, who was there</p>", "By Asha Rao, who was there"],
    ['<p>On <time datetime="2020-01-01T06:25:00Z">1 January</time> it rained.</p>', "On 1 January it rained."],
    ["<p>It rained.</p><p>By Asha Rao</p>", "It rained. By Asha Rao"],
  ])("keeps a line that says anything else: %s", (beginning, before) => {
    expect(read(beginning).before).toBe(before);
  });

  it.each([
    ["रिपोर्ट: <a href='/asha'>आशा राव</a>", ["आशा राव"]],
    ["लेखक: आशा राव", ["आशा राव"]],
    ["By Asha Rao", ["Asha Rao"]],
  ])("has a byline %s without what stands before its names", (byline, authors) => {
    expect(read(`<div class="byline">${byline}</div>`, META)).toEqual({ authors, before: "" });
  });

  it("of a page of Harkara itself is the article's own", async () => {
    const site = await siteOf();
    const article = articleOf(
      `Published 06:25 UTC, January 1st 2020\nRain\nIt rained in Kochi.\nBy Asha Rao and B. Menon\n- Weather\n${TEXT}\n\n${TEXT}\n`,
      "rain",
      site,
    );
    const [category] = article.categories;
    const scope = { kind: "category", slug: category?.slug ?? "" } as const;
    const beside = { newer: null, older: null, modified: STORED, next: null };
    const page = articlePage(site, await revise(article, STORED), scope, beside);
    const item = readPage(page, undefined, ZONES);
    expect(item?.authors).toEqual(["Asha Rao", "B. Menon"]);
    expect(item?.published?.toISOString()).toBe("2020-01-01T06:25:00.000Z");
    expect(item?.html).not.toMatch(/\bBy\b|Published/);
  });
});
