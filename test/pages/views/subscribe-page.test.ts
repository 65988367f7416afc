import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { DOCUMENT_NAMES } from "../../../src/lib/feed-format.ts";
import { PREVIEW_ENTRIES, PREVIEW_TEXT_BYTES } from "../../../src/pages/views/subscribe-page.ts";
import { appOf, contentOf, siteOf } from "../../support/fixtures/content.ts";
import {
  type EntryShown,
  entriesShown,
  htmlAt,
  pagesFrom,
  sampleApp,
  textOfHtml,
} from "../../support/readers/feed-pages.ts";
import { type EntryRead, READERS } from "../../support/readers/feeds/readers.ts";
import { elementsOf, htmlFindings, textOf } from "../../support/readers/page.ts";
import type { Ask } from "../../support/readers/parsed-page.ts";
import { textOf as draftText } from "../../support/services/app.ts";
import { articleText } from "../../support/stores/folder.ts";

/** What the page shows of an entry, of what a format can say. */
const SHOWN = [
  "id",
  "headline",
  "published",
  "updated",
  "standfirst",
  "labels",
  "terms",
  "schemes",
  "authors",
  "picture",
  "alternative",
] as const;

/** Compares a feed's page for people, all of it, with what every parser at hand finds in the feed's documents. */
async function compare(ask: Ask, folder: string, query = ""): Promise<number> {
  const pages = await pagesFrom(ask, `${folder}/subscribe${query}`);
  const shown = pages.flatMap(({ html }) => entriesShown(html));
  for (const { format, name, read, entryFields, habits = {} } of READERS) {
    const { entries } = await read(await htmlAt(ask, `${folder}/${DOCUMENT_NAMES[format]}${query}`));
    const fields = SHOWN.filter((field) => entryFields.includes(field) && !(field in habits));
    const only = (entry: Partial<EntryRead> | EntryShown) => fields.map((field) => [field, entry[field]]);
    expect(shown.map(only), `${folder} ${format} ${name}`).toEqual(entries.map(only));
    for (const [index, entry] of entries.entries()) {
      const { link, text } = shown[index] as EntryShown;
      expect(new URL(link, entry.link).href).toBe(entry.link);
      if (text !== null && !("html" in habits)) expect(text).toBe(textOfHtml(entry.html ?? ""));
    }
  }
  for (const { html } of pages) {
    const entries = entriesShown(html);
    expect(entries.length).toBeLessThanOrEqual(PREVIEW_ENTRIES);
    expect(new TextEncoder().encode(html).length).toBeLessThan(30_000);
  }
  return shown.length;
}

describe("the pages of the sample's feeds", () => {
  let ask: Ask;
  let feeds: readonly string[];

  beforeAll(async () => {
    ask = await sampleApp();
    const opml = await htmlAt(ask, "/opml.xml");
    feeds = [...opml.matchAll(/ xmlUrl="http:\/\/localhost:8787([^"]*)\/rss\.xml"/g)].map(([, path = ""]) => path);
  });

  it("show every entry as the documents have it, in their order", async () => {
    expect(feeds).toHaveLength(26);
    const counts = [];
    for (const folder of feeds) counts.push(await compare(ask, folder));
    expect(counts[0]).toBe(48);
    expect(counts.filter((count) => count > PREVIEW_ENTRIES).length).toBeGreaterThan(5);
    expect(counts).toContain(0);
  }, 30_000);

  it("show those of a search as well", async () => {
    expect(await compare(ask, "/search", "?q=the")).toBeGreaterThan(PREVIEW_ENTRIES);
    expect(await compare(ask, "/search", "?q=dog")).toBeGreaterThan(0);
    expect(await compare(ask, "/search", "?q=nothingatall")).toBe(0);
  });

  it("say what a feed is, how to subscribe, its addresses and where to open it, on the first page alone", async () => {
    const [first, second] = await pagesFrom(ask, "/categories/cities/subscribe");
    const text = (html = "") =>
      elementsOf(html)
        .filter(({ tagName }) => tagName === "main")
        .map(textOf)
        .join();
    expect(text(first?.html)).toContain("This is a feed: a list of articles that a program reads for you.");
    expect(text(first?.html)).toContain("Paste it where your reader adds a feed.");
    for (const name of Object.values(DOCUMENT_NAMES))
      expect(text(first?.html)).toContain(`http://localhost:8787/categories/cities/${name}`);
    expect(first?.html).toContain('<a href="feed:http://localhost:8787/categories/cities/rss.xml">');
    expect(text(second?.html)).not.toContain("This is a feed");
    expect(second?.target).toBe(`/categories/cities/subscribe?from=${PREVIEW_ENTRIES + 1}`);
  });

  it("begin at any entry of the feed, and there is none behind the last", async () => {
    const all = (await pagesFrom(ask, "/subscribe")).flatMap(({ html }) => entriesShown(html));
    for (const from of [2, 5, 43, 48]) {
      const shown = entriesShown(await htmlAt(ask, `/subscribe?from=${from}`));
      const there = all.slice(from - 1, from - 1 + PREVIEW_ENTRIES);
      expect(shown.map(({ id }) => id)).toEqual(there.map(({ id }) => id));
    }
    const missing = ["/subscribe?from=49", "/subscribe?from=0", "/subscribe?from=x"];
    for (const target of [...missing, "/categories/nothing/subscribe", "/authors/nobody/subscribe"])
      expect((await ask(target)).status, target).toBe(404);
    for (const path of ["/subscribe", "/categories/cities/subscribe", "/search/subscribe?q=ferry"]) {
      const answer = await ask(`${path}${path.includes("?") ? "&" : "?"}from=1`);
      expect([answer.status, answer.headers.get("location")], path).toEqual([301, path]);
    }
  });
});

describe("a feed's page", () => {
  it("shows times in the site's zone and exactly in UTC", async () => {
    const texts = {
      a: draftText({ published: "2025-03-31T18:40:00Z", updated: "2025-04-01T20:15:30Z" }),
      b: draftText({ published: "1969-12-31T18:29:59Z" }),
    };
    const app = appOf(await contentOf(texts, await siteOf({ timeZone: "Asia/Kolkata" })));
    const shown = entriesShown(await htmlAt((target) => app.request(target), "/subscribe"));
    expect(shown.map(({ published, updated, wall }) => [published, updated, ...wall])).toEqual([
      ["2025-03-31T18:40:00.000Z", "2025-04-01T20:15:30.000Z", "1 April 2025, 00:10 IST", "2 April 2025, 01:45 IST"],
      [
        "1969-12-31T18:29:59.000Z",
        "1969-12-31T18:29:59.000Z",
        "31 December 1969, 23:59 IST",
        "31 December 1969, 23:59 IST",
      ],
    ]);
  });

  it("shows of texts that do not fit where they can be read, and all that follow that do", async () => {
    const long = `${"A sentence of twenty-six. ".repeat(PREVIEW_TEXT_BYTES / 26)}It ends here.`;
    const texts = Object.fromEntries(
      ["Short", long, "Third", "Fourth"].map((body, index) => [
        `a${index}`,
        draftText({ published: `2025-03-0${9 - index}T00:00:00Z`, headline: `Headline ${index}`, body }),
      ]),
    );
    const app = appOf(await contentOf(texts, await siteOf()));
    const ask: Ask = (target) => app.request(target);
    const html = await htmlAt(ask, "/subscribe");
    expect(entriesShown(html).map(({ text }) => text)).toEqual(["Short", null, "Third", "Fourth"]);
    expect(html).toMatch(/which is long\. Read it on its own page: <a href="\/articles\/a1"[^>]*>Headline 1<\/a>/);
    expect(await compare(ask, "")).toBe(4);
  });

  it("puts the headings of a text below its entry's, and nothing that only looks like one", async () => {
    const body = `The first line of it ends here.\n## A <h2> & part\nA paragraph with <h2 a="b"> in it.`;
    const app = appOf(await contentOf({ a: articleText("A", body) }, await siteOf()));
    const html = await htmlAt((target) => app.request(target), "/subscribe");
    const headings = elementsOf(html).filter(({ tagName }) => /^h[1-6]$/.test(tagName));
    expect(headings.map((heading) => [heading.tagName, textOf(heading)])).toEqual([
      ["h1", "The Test"],
      ["h2", "How to subscribe"],
      ["h2", "What is in the feed"],
      ["h3", "A"],
      ["h4", "A <h2> & part"],
    ]);
    expect(html).toContain("A paragraph with &lt;h2 a=");
  });

  it("of an empty feed says so, and what will happen", async () => {
    const site = await siteOf({ categories: { Archive: {} } });
    const app = appOf(await contentOf({}, site));
    for (const target of ["/subscribe", "/categories/archive/subscribe"]) {
      const html = await htmlAt((path) => app.request(path), target);
      expect(html).toContain("Whoever subscribes now gets the first article");
      expect(await htmlFindings(html)).toEqual([]);
    }
  });

  it("is not rendered for who has it, and changes with the feed", async () => {
    const site = await siteOf();
    const before = appOf(await contentOf({ a: articleText("A") }, site));
    const tag = (await before.request("/subscribe")).headers.get("etag") ?? "";
    const headers = { "if-none-match": tag };
    expect((await before.request("/subscribe", { headers })).status).toBe(304);
    const after = appOf(await contentOf({ a: articleText("B") }, site));
    expect((await after.request("/subscribe", { headers })).status).toBe(200);
  });

  it("shows any text as the documents have it, whatever stands in it", async () => {
    const nasty = fc.constantFrom(
      "<b>",
      "&amp;",
      "]]>",
      '"',
      "'",
      "</h3>",
      "<script>x</script>",
      "खेल",
      "שלום",
      "a",
      "  ",
      "$&",
    );
    const line = fc.array(nasty, { minLength: 1, maxLength: 6 }).map((parts) => `x ${parts.join(" ")} y`);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(line, line, line, line), { minLength: 1, maxLength: 3 }), async (drafts) => {
        const texts = drafts.map(([headline, standfirst, label, body], index) => [
          `a${index}`,
          draftText({
            published: `2025-03-0${index + 1}T00:00:00Z`,
            headline,
            standfirst: `${standfirst}.`,
            categories: [label],
            image: `https://images.example/${index}.png | ${headline}`,
            body: `${body}.`,
          }),
        ]);
        const app = appOf(await contentOf(Object.fromEntries(texts), await siteOf()));
        const ask: Ask = (target) => app.request(target);
        expect(await compare(ask, "")).toBe(drafts.length);
        expect(await htmlFindings(await htmlAt(ask, "/subscribe"))).toEqual([]);
      }),
      { seed: 20_261_123, numRuns: 40 },
    );
  });
});
