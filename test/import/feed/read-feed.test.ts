import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readFeed } from "../../../src/import/feed/read-feed.ts";
import { createZones } from "../../../src/source/time/zone.ts";
import { bring, fixture } from "../../support/services/import.ts";

const ZONES = createZones();

const context = { address: undefined, zones: ZONES };
const text = (name: string) => readFileSync(fixture(name), "utf8");

describe("a feed as a file", () => {
  it("in RSS 0.91 and Latin-1 gives headline, text, time and language", async () => {
    expect(await bring(fixture("rss-091.xml"))).toEqual({
      articles: {
        "les-ports": {
          headline: "Les ports dégagent leurs quais",
          published: "2003-03-31T17:35:00.000Z",
          language: "fr",
          base: "http://old.example/news/Les-Ports.shtml",
          html: "<p>Deux jours plus tôt que prévu.</p>",
        },
      },
      leftOut: { "http://old.example/news/sans-date.shtml": "it does not say when it was published" },
    });
  });

  it("in RSS 1.0 gives what Dublin Core says", async () => {
    expect(await bring(fixture("rss-10.rdf"))).toEqual({
      articles: {
        "first-rain": {
          headline: "First rain",
          published: "2025-03-31T17:35:00.000Z",
          standfirst: "It rained.",
          authors: ["Anita Rao"],
          categories: ["Weather"],
          base: "https://rdf.example/a/first-rain",
          html: "<p>The first rain of the year fell in Kochi.</p>",
        },
      },
      leftOut: {},
    });
  });

  it("in RSS 2.0 gives every field, oldest first, and names what it leaves out", async () => {
    const { articles, leftOut } = await bring(fixture("rss-20.xml"));
    const [older, newer, tenYears] = Object.keys(articles);
    expect(older).toBe("ports-clear-decks");
    expect(newer).toMatch(/^ports-clear-decks-[0-9a-f]{8}$/);
    expect(tenYears).toMatch(/^ten-years-of-coast-desk-[0-9a-f]{8}$/);
    expect(Object.values(articles)).toEqual([
      {
        headline: "Ports clear decks, again",
        published: "2024-03-31T17:00:00.000Z",
        base: "https://coast.example/2024/03/ports-clear-decks/",
        html: "<p>Only a description.</p>",
      },
      {
        headline: "R&D & rain: ports clear decks",
        published: "2025-03-31T17:35:00.000Z",
        updated: "2025-03-31T18:40:00.000Z",
        standfirst: "Harbour masters move cargo under cover.",
        authors: ["Anita Rao", "B. Menon"],
        picture: {
          address: "https://coast.example/pictures/deck.jpg",
          alternative: "A deck under tarpaulin",
        },
        categories: ["India", "Weather & sea"],
        base: "https://coast.example/2025/03/ports-clear-decks/?utm_source=rss",
        html: '<p>Harbour masters in <a href="/kochi">Kochi</a> moved cargo.</p><script>alert(1)</script>',
      },
      {
        headline: "Ten years of Coast Desk",
        published: "2025-04-01T02:30:00.000Z",
        authors: ["The Desk"],
        base: "https://coast.example/?p=12",
        html: "<p>A decade ago the first issue was printed. It had four pages and one picture.</p>",
      },
    ]);
    expect(leftOut).toEqual({
      "https://coast.example/2025/03/nameless/": "it has no headline",
      "https://coast.example/2025/03/nothing/": "it has no text",
      "https://coast.example/2025/03/when/": "its time of publication cannot be read: “last Tuesday”",
    });
  });

  it("in Atom resolves bases, inherits authors and languages, and keeps text apart from HTML", async () => {
    expect(await bring(fixture("atom.xml"))).toEqual({
      articles: {
        "tea-and-sugar": {
          headline: "Tea & sugar",
          published: "2025-04-01T00:30:00.000Z",
          updated: "2025-04-01T01:30:00.000Z",
          standfirst: "Both grew dearer.",
          authors: ["C. Das"],
          picture: { address: "https://atom.example/blog/2025/tea.webp", alternative: "A cup" },
          categories: ["Prices", "tea"],
          base: "https://atom.example/blog/2025/",
          html: "<p>Tea is <em>dearer</em> &amp; so is sugar.</p>",
        },
        बारिश: {
          headline: "5 < 6 &amp; more",
          published: "2025-04-02T00:00:00.000Z",
          authors: ["The Desk"],
          language: "hi",
          base: "https://atom.example/blog/",
          html: "<p>बारिश &lt;आई&gt;</p>\n<p>दूसरा पैरा</p>",
        },
      },
      leftOut: { "https://atom.example/blog/picture": "it has no text" },
    });
  });

  it("in JSON gives every field, and takes titles and plain text for plain text", async () => {
    const { articles, leftOut } = await bring(fixture("json-feed.json"));
    expect(Object.keys(articles)).toEqual(["monsoon-arrives", expect.stringMatching(/^eight-[0-9a-f]{8}$/)]);
    expect(Object.values(articles)).toEqual([
      {
        headline: "Monsoon <arrives> & stays",
        published: "2025-05-31T19:00:00.000Z",
        updated: "2025-06-01T03:30:00.000Z",
        standfirst: "Two days early.",
        authors: ["Anita Rao"],
        picture: { address: "https://json.example/pictures/rain.png" },
        categories: ["Weather", "India"],
        base: "https://json.example/2025/monsoon-arrives",
        html: "<p>It rains.</p>",
      },
      {
        headline: "Eight",
        published: "2025-06-02T00:30:00.000Z",
        authors: ["The Desk"],
        language: "ta",
        base: "https://json.example/notes/8",
        html: "<p>One &amp; two<br>three</p>\n<p>four &lt; five</p>",
      },
    ]);
    expect(leftOut).toEqual({ "9": "it has no headline" });
  });
});

describe("a broken feed", () => {
  it.each([
    ["cut off in an item", text("rss-20.xml").slice(0, 2000), "cut off"],
    ["cut off between items", "<rss version='2.0'><channel><item><title>A</title></item>", "cut off"],
    [
      "with an entity from elsewhere",
      '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]><rss version="2.0"><channel><title>&a;</title></channel></rss>',
      "broken",
    ],
    ["in JSON that ends early", text("json-feed.json").slice(0, 300), "not JSON"],
    ["that is other JSON", '{"items": [{"title": "A"}]}', "no feed"],
    ["of another kind", "<opml version='2.0'><body></body></opml></feed>", "no feed"],
  ])("%s is refused as a whole", (_, document, reason) => {
    expect(() => readFeed(document, context)).toThrow(reason);
  });

  it("has no entities of its own: they stay as they are written", () => {
    const item = "<item><title>&b;</title><link>https://a.example/x</link></item>";
    const document = `<!DOCTYPE rss [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><rss version="2.0"><channel>${item}</channel></rss>`;
    expect(readFeed(document, context).items.map(({ headline }) => headline)).toEqual(["&b;"]);
  });

  it("with nothing in it has no items", () => {
    expect(readFeed("<rss version='2.0'><channel><title>T</title></channel></rss>", context).items).toEqual([]);
  });
});

describe("where a feed goes on", () => {
  it.each([
    [
      "prev-archive in Atom",
      '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><link rel="prev-archive" href="/2"/></feed>',
      "/2",
    ],
    [
      "prev-archive before next",
      '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><link rel="next" href="/n"/><link rel="prev-archive" href="/2"/></feed>',
      "/2",
    ],
    [
      "next in Atom",
      '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><link rel="next" href="/n"/></feed>',
      "/n",
    ],
    [
      "prev-archive in RSS",
      '<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom"><channel><title>T</title><a:link rel="prev-archive" href="/3"/></channel></rss>',
      "/3",
    ],
    ["next_url in JSON", '{"version":"https://jsonfeed.org/version/1.1","title":"T","next_url":"/4","items":[]}', "/4"],
    [
      "nowhere",
      '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><link rel="self" href="/s"/></feed>',
      undefined,
    ],
  ])("is read from %s", (_, document, next) => {
    expect(readFeed(document, context).next).toBe(next);
  });
});
