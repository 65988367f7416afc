import { expect, it } from "vitest";
import { revise } from "../../../src/article/article.ts";
import { createMemoryStore } from "../../../src/store/memory/memory-store.ts";
import { appOf, articleOf, contentOf, STORED, siteOf } from "../../support/fixtures/content.ts";
import { attributesIn, metaOf, type ParsedPage, pageAt } from "../../support/readers/parsed-page.ts";
import { textOf } from "../../support/services/app.ts";

/** The page of an article without a standfirst. @param html its body */
async function pageOfHtml(html: string): Promise<ParsedPage> {
  const site = await siteOf();
  const text = textOf({ published: "2026-05-01T10:00:00Z" });
  const article = await revise({ ...articleOf(text, "a", site), standfirst: null, html }, STORED);
  const app = appOf({ site, store: createMemoryStore(site, [article], STORED) });
  return pageAt((target) => app.request(target), "/articles/a");
}

it.each([
  ["<p>It <em>rains</em> &amp; pours.</p><p>More.</p>", "It rains & pours."],
  ['<h2>A subhead</h2><p><img src="https://images.example/a.jpg" alt=""></p><p>First\nwords.</p>', "First words."],
  [`<p>${"word ".repeat(31)}ends.</p>`, `${"word ".repeat(31)}ends.`],
  [`<p>${"word ".repeat(40)}ends.</p>`, `${"word ".repeat(31)}word…`.slice(0, 160)],
  [`<p>${"क्षि".repeat(50)}</p>`, `${"क्षि".repeat(39)}…`],
])("an article without a standfirst is described by how it begins: %s", async (html, description) => {
  const page = await pageOfHtml(html);
  expect(metaOf(page.document, "description")).toEqual([description]);
  expect(metaOf(page.document, "og:description")).toEqual([description]);
  expect(page.html).toContain(`"description":${JSON.stringify(description).replaceAll("&", "\\u0026")}`);
  expect(description.length).toBeLessThanOrEqual(160);
});

it("a site without a description is not described by its title", async () => {
  const text = textOf({ published: "2026-05-01T10:00:00Z", categories: ["Weather"], byline: "Asha Rao" });
  const app = appOf(await contentOf({ a: text }, await siteOf()));
  for (const path of ["/", "/subscribe", "/categories/weather", "/categories/weather/subscribe"]) {
    const page = await pageAt((target) => app.request(target), path);
    expect(metaOf(page.document, "description"), path).toEqual([]);
    expect(metaOf(page.document, "og:description"), path).toEqual([]);
    expect(page.document.querySelectorAll("p.description").length, path).toBe(0);
  }
  const feeds = await pageAt((target) => app.request(target), "/feeds");
  const cells = [...feeds.document.querySelectorAll(".feeds td:nth-child(2)")];
  expect(cells.map(({ textContent }) => textContent)).toEqual(["", "", ""]);
  const front = await pageAt((target) => app.request(target), "/");
  expect(front.html).toContain('"@type":"WebSite"');
  expect(front.html).not.toContain('"description"');
});

it("search engines are asked to leave out what was searched for, and nothing else", async () => {
  const app = appOf(await contentOf({ a: textOf({ published: "2026-05-01T10:00:00Z" }) }, await siteOf()));
  for (const [path, robots] of [
    ["/search?q=body", ["noindex"]],
    ["/search/subscribe?q=body", ["noindex"]],
    ["/search", []],
    ["/subscribe", []],
    ["/", []],
  ] as const) {
    const { document } = await pageAt((target) => app.request(target), path);
    expect(metaOf(document, "robots"), path).toEqual(robots);
    const [canonical] = attributesIn(document, 'link[rel="canonical"]', "href");
    expect(canonical, path).toBe(`https://news.example${path}`);
  }
});
