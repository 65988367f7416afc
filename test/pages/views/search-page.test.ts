import { beforeAll, describe, expect, it } from "vitest";
import { appOf, contentOf, siteOf } from "../../support/fixtures/content.ts";
import { type Ask, attributeOf, attributesIn, only, pageAt, textsIn } from "../../support/readers/parsed-page.ts";
import { textOf } from "../../support/services/app.ts";

describe("the search page", () => {
  let ask: Ask;

  beforeAll(async () => {
    const site = await siteOf({ pageSize: 5, categories: { India: {}, "R&D": {} } });
    const texts = Array.from({ length: 7 }, (_, number) => [
      `a${number}`,
      textOf({
        published: new Date(Date.UTC(2026, 4, 1, number)).toISOString(),
        headline: `Rain ${number}`,
        body: number < 3 ? "A flood." : "A shower.",
        categories: [number % 2 === 0 ? "India" : "R&D"],
      }),
    ]);
    const app = appOf(await contentOf(Object.fromEntries(texts), site));
    ask = (target) => app.request(target);
  });

  it("shows what was found, newest first, and says how many there are", async () => {
    const { document } = await pageAt(ask, "/search?q=flood");
    expect(textsIn(document, ".entries h2")).toEqual(["Rain 2", "Rain 1", "Rain 0"]);
    expect(only(document, "main").textContent).toContain("3 articles were found.");
  });

  it("says that there may be more where it shows as many as a feed has", async () => {
    const { document } = await pageAt(ask, "/search?q=rain");
    expect(textsIn(document, ".entries h2")).toHaveLength(5);
    expect(only(document, "main").textContent).toContain("The newest 5 articles that were found.");
  });

  it("leads to the feeds of the search and to the page on which it is subscribed to", async () => {
    const { document } = await pageAt(ask, "/search?q=flood&category=india");
    const feeds = attributesIn(document, "main a[type]", "href");
    expect(feeds).toEqual(attributesIn(document, 'link[rel="alternate"]', "href"));
    expect(feeds).toHaveLength(3);
    const subscribe = attributesIn(document, 'main a[href*="/subscribe"]', "href");
    expect(subscribe).toEqual(["/search/subscribe?q=flood&category=india"]);
    for (const target of [...feeds, ...subscribe]) expect((await ask(target)).status, target).toBe(200);
  });

  it("keeps what is searched for in its form, what cannot be typed among it", async () => {
    const query = "q=flood+-%22heavy+rain%22&category=india&category=r-d&-category=sport&author=asha-rao";
    const { document } = await pageAt(ask, `/search?${query}`);
    const form = only(document, "form.search");
    expect(attributeOf(form, "action")).toBe("/search");
    const fields = [...form.querySelectorAll("input")].map((input): [string, string] => [
      attributeOf(input, "name"),
      attributeOf(input, "value"),
    ]);
    // As a browser sends them, in their order; one address stands for all orders.
    const sent = await ask(`/search?${new URLSearchParams(fields)}`);
    expect([sent.status, sent.headers.get("location")]).toEqual([301, `/search?${query}`]);
    const label = only(form, "label");
    expect(only(form, `#${attributeOf(label, "for")}`).getAttribute("type")).toBe("search");
  });

  it("helps where nothing was found", async () => {
    const { document } = await pageAt(ask, "/search?q=snow");
    expect(document.querySelectorAll(".entries")).toHaveLength(0);
    expect(only(document, "main").textContent).toContain("Nothing was found.");
    expect(textsIn(document, "main ul:not([class]) > li").length).toBeGreaterThan(1);
    expect(attributesIn(document, ".tags a", "href")).toEqual(["/categories/india", "/categories/r-d"]);
    // A search that finds nothing yet is a feed all the same.
    expect((await ask("/search/subscribe?q=snow")).status).toBe(200);
  });

  it("begins with an empty form, how to search, and the categories", async () => {
    const { document } = await pageAt(ask, "/search");
    expect(attributeOf(only(document, 'form.search input[name="q"]'), "value")).toBe("");
    expect(only(document, ".intro .description").textContent).toContain("hyphen");
    expect(textsIn(document, ".tags a")).toEqual(["India", "R&D"]);
  });
});

describe("the front page", () => {
  it("counts the articles of each category and says when it last changed", async () => {
    const site = await siteOf({ categories: { India: {}, Empty: {} } });
    const texts = {
      a: textOf({ published: "2026-05-01T10:00:00Z", categories: ["India"] }),
      b: textOf({
        published: "2026-05-02T10:00:00Z",
        categories: ["India", "Sport"],
        updated: "2026-06-01T00:00:00Z",
      }),
      c: textOf({ published: "2026-05-03T10:00:00Z", categories: ["India"] }),
    };
    const app = appOf(await contentOf(texts, site));
    const { document } = await pageAt((target) => app.request(target), "/");
    const terms = [...document.querySelectorAll(".terms > li")].map((term) => [
      only(term, "a").textContent,
      attributeOf(only(term, "a"), "href"),
      /(\d+) articles?/.exec(term.textContent)?.[1],
      attributesIn(term, "time", "datetime"),
    ]);
    expect(terms).toEqual([
      ["India", "/categories/india", "3", ["2026-06-01T00:00:00.000Z"]],
      ["Empty", "/categories/empty", "0", []],
      ["Sport", "/categories/sport", "1", ["2026-06-01T00:00:00.000Z"]],
    ]);
    const rss = attributesIn(document, 'link[type="application/rss+xml"]', "href");
    expect(rss).toEqual([
      "/rss.xml",
      "/categories/india/rss.xml",
      "/categories/empty/rss.xml",
      "/categories/sport/rss.xml",
    ]);
    expect(textsIn(document, ".intro h1, .intro .description")).toEqual(["The Test"]);
  });

  it("leads to the table of all feeds where there are more categories than it shows", async () => {
    const categories = Object.fromEntries(Array.from({ length: 30 }, (_, number) => [`C${number}`, {}]));
    const app = appOf(await contentOf({}, await siteOf({ categories })));
    const { document } = await pageAt((target) => app.request(target), "/");
    expect(document.querySelectorAll(".terms > li")).toHaveLength(24);
    expect(attributesIn(document, ".categories > p a", "href")).toEqual(["/feeds"]);
  });
});
