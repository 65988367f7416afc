import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openSearchDescription } from "../../src/routes/discovery/opensearch.ts";
import type { Site } from "../../src/site/site.ts";
import { siteOf } from "../support/fixtures/content.ts";
import { attributeOf, childrenOf, parseXml, textOf } from "../support/readers/xml.ts";

const OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/";

/** The parts of a site's description, read back. */
function read(site: Site) {
  const root = parseXml(openSearchDescription(site));
  const texts = (name: string) => childrenOf(root, name, OPENSEARCH).map(textOf);
  const urls = childrenOf(root, "Url", OPENSEARCH).map((url) =>
    ["type", "rel", "template"].map((name) => attributeOf(url, name)),
  );
  return { root, texts, urls };
}

describe("the OpenSearch description", () => {
  it("says how the site is searched, as a page and in each format", async () => {
    const { root, texts, urls } = read(
      await siteOf({
        title: "The Daily Harbour & Port Gazette",
        address: "https://news.example/in",
        description: "News <of> ports.",
        icon: "https://news.example/icon.png?a=1&b=2",
        language: "en-IN",
      }),
    );
    expect([root.name, root.uri]).toEqual(["OpenSearchDescription", OPENSEARCH]);
    expect(texts("ShortName")).toEqual(["The Daily"]);
    expect(texts("LongName")).toEqual(["The Daily Harbour & Port Gazette"]);
    expect(texts("Description")).toEqual(["News <of> ports."]);
    expect(texts("Image")).toEqual(["https://news.example/icon.png?a=1&b=2"]);
    expect(texts("Language")).toEqual(["en-IN"]);
    expect([...texts("InputEncoding"), ...texts("OutputEncoding")]).toEqual(["UTF-8", "UTF-8"]);
    expect(urls).toEqual([
      ["text/html", "results", "https://news.example/in/search?q={searchTerms}"],
      ["application/rss+xml", "results", "https://news.example/in/search/rss.xml?q={searchTerms}"],
      ["application/atom+xml", "results", "https://news.example/in/search/atom.xml?q={searchTerms}"],
      ["application/feed+json", "results", "https://news.example/in/search/feed.json?q={searchTerms}"],
      ["application/opensearchdescription+xml", "self", "https://news.example/in/opensearch.xml"],
    ]);
  });

  it.each([
    ["Harkara", "Harkara"],
    ["Sixteen letters.", "Sixteen letters."],
    ["Sixteen letters. And more", "Sixteen letters."],
    ["Seventeen letters", "Seventeen"],
    ["Incomprehensibilities", "Incomprehensibil"],
    ["समाचार पत्रिका भारत", "समाचार पत्रिका"],
    ["राष्ट्रीयसमाचारकिरण", "राष्ट्रीयसमाचार"],
    ["👨‍👩‍👧‍👦👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"],
    ["<b>&amp;</b>", "<b>&amp;</b>"],
  ])("has for %s the short name %s", async (title, short) => {
    expect(read(await siteOf({ title })).texts("ShortName")).toEqual([short]);
  });

  it("has no picture where the site has none", async () => {
    expect(read(await siteOf()).texts("Image")).toEqual([]);
  });

  it("has no parameter but the words, even where the address has braces", async () => {
    const { urls } = read(await siteOf({ address: "https://news.example/{a}/b?".slice(0, -1) }));
    for (const [, , template] of urls) expect(template?.replace("{searchTerms}", "")).not.toMatch(/[{}]/);
  });

  it("is well-formed and keeps its lengths whatever the site is called", async () => {
    const site = await siteOf();
    const any = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 60 })
      .filter((text) => text.trim() !== "" && !/[\p{Cc}\ufffe\uffff]/u.test(text));
    fc.assert(
      fc.property(any, any, (title, description) => {
        const { texts } = read({ ...site, title, description });
        const [short = "", long = "", about = ""] = ["ShortName", "LongName", "Description"].flatMap(texts);
        expect(title.startsWith(short)).toBe(true);
        expect(short.length).toBeLessThanOrEqual(16);
        expect(long.length).toBeLessThanOrEqual(48);
        expect(about).toBe(description);
      }),
      { seed: 71, numRuns: 500 },
    );
  });
});
