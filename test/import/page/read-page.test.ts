import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readPage } from "../../../src/import/page/read-page.ts";
import { createZones } from "../../../src/source/time/zone.ts";
import { bring, fixture } from "../../support/services/import.ts";

const ZONES = createZones();

const TEXT = "Harbour masters asked shipping agents on Monday to move open cargo under cover, two days early. ".repeat(
  4,
);
const page = (head: string, body = "") =>
  `<!doctype html><html><head><title>T</title>${head}</head><body>${body}<article><p>${TEXT}</p><p>${TEXT}</p></article></body></html>`;
const read = (html: string, address?: string) => readPage(html, address, ZONES);
const ld = (data: object) => `<script type="application/ld+json">${JSON.stringify(data)}</script>`;

describe("a saved page of an article", () => {
  it("gives what its JSON-LD says, with people and addresses found", async () => {
    const { articles, leftOut } = await bring(fixture("page-data.html"));
    expect(leftOut).toEqual({});
    expect(articles).toEqual({
      "ports-clear-decks": {
        headline: "Ports on the west coast clear their decks & wait",
        published: "2025-03-31T17:35:00.000Z",
        updated: "2025-03-31T18:40:00.000Z",
        standfirst: "Harbour masters move cargo under cover.",
        authors: ["Anita Rao", "B. Menon"],
        picture: { address: "https://page.example/deck.jpg" },
        categories: ["India", "Weather"],
        base: "https://page.example/2025/03/ports-clear-decks",
        html: expect.stringMatching(
          /^(?!.*(?:track|<nav|Sport|Terms|<h[12])).*<a href="\/kochi">Kochi<\/a>.*Thursday morning/s,
        ),
      },
    });
  });

  it("gives what its desk printed, and the address that it was saved from", async () => {
    const { articles, leftOut } = await bring(fixture("page-printed.html"));
    expect(leftOut).toEqual({});
    expect(articles).toEqual({
      "tea-and-sugar": {
        headline: "Tea and sugar grow dearer",
        published: "2025-03-31T17:35:00.000Z",
        updated: "2025-03-31T18:40:00.000Z",
        authors: ["C. Das", "D. Sen"],
        picture: { address: "https://desk.example/tea.jpg", alternative: "A cup of tea" },
        categories: ["Prices", "Tea", "Sugar"],
        base: "https://desk.example/news/tea-and-sugar",
        html: expect.stringMatching(/^(?!.*(?:Updated|Published|Home)).*The price of tea.*smaller bags/s),
      },
    });
  });

  it("in Hindi gives its language, its author and the full time before the day alone", async () => {
    const { articles, leftOut } = await bring(fixture("page-hindi.html"));
    expect(leftOut).toEqual({});
    expect(articles).toEqual({
      "बारिश-जल्दी": {
        headline: "पश्चिमी तट पर बारिश जल्दी",
        published: "2025-03-31T17:35:00.000Z",
        standfirst: "गुरुवार को पहली तेज़ बारिश की संभावना।",
        authors: ["अनीता राव"],
        language: "hi",
        base: "https://samachar.example/%E0%A4%AC%E0%A4%BE%E0%A4%B0%E0%A4%BF%E0%A4%B6-%E0%A4%9C%E0%A4%B2%E0%A5%8D%E0%A4%A6%E0%A5%80",
        html: expect.stringMatching(/कोच्चि.*मछुआरों/s),
      },
    });
  });
});

describe("the time of a page", () => {
  it.each([
    ["JSON-LD", page(ld({ "@type": "NewsArticle", datePublished: "2025-03-31T23:05:00+05:30" }))],
    ["JSON-LD in a list", page(ld([{ "@type": "BlogPosting", datePublished: "2025-03-31T17:35:00Z" }]))],
    ["meta", page('<meta property="article:published_time" content="2025-03-31T17:35:00Z">')],
    ["a time element", page("", '<time datetime="2025-03-31T17:35:00Z">today</time>')],
    ["a printed line", page("", "<div>Published 23:05 IST, March 31st 2025</div>")],
    ["a printed line within others", page("", "<div>A. Rao · Published at 11:05 PM IST, March 31 2025 · 2 min</div>")],
    [
      "meta, where JSON-LD has no zone",
      page(
        `${ld({ "@type": "Article", datePublished: "2025-03-31T23:05:00" })}<meta property="article:published_time" content="2025-03-31T17:35:00Z">`,
      ),
    ],
  ])("is read from %s", (_, html) => {
    expect(read(html)?.published?.toISOString()).toBe("2025-03-31T17:35:00.000Z");
  });

  it("is not guessed where nothing says it", () => {
    expect(read(page(""))?.published).toBeUndefined();
  });
});

describe("a page", () => {
  it("without an article's text gives none", () => {
    expect(read("<!doctype html><html><body></body></html>")).toBeUndefined();
  });

  it("from an address has that, where it names no other", () => {
    expect(read(page(""), "https://a.example/rain")?.link).toBe("https://a.example/rain");
    expect(read(page('<link rel="canonical" href="/sun">'), "https://a.example/rain")?.link).toBe(
      "https://a.example/sun",
    );
  });

  it("is not led astray by what its canonical address cannot be", () => {
    expect(read(page('<link rel="canonical" href="javascript:alert(1)">'), "https://a.example/rain")?.link).toBe(
      "https://a.example/rain",
    );
  });

  it("without the tags that HTML lets one leave out is read all the same", () => {
    const item = read(`<!doctype html><meta charset=utf-8><title>T</title><h1>Rain</h1><p>${TEXT}<p>${TEXT}`);
    expect(item?.headline).toBe("Rain");
    expect(item?.html.match(/open cargo/g)).toHaveLength(8);
  });

  it("whose elements stand endlessly inside each other is refused", () => {
    expect(() => read(`<!doctype html>${"<div>".repeat(100_000)}${TEXT}`)).toThrow("too deep");
  });

  it("is the same read twice", () => {
    const html = readFileSync(fixture("page-data.html"), "utf8");
    expect(read(html)).toEqual(read(html));
  });
});
