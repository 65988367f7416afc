import { parseAtomFeed, parseJsonFeed, parseRssFeed } from "feedsmith";
import { beforeAll, describe, expect, it } from "vitest";
import { FEEDS_ON_PAGE } from "../../../src/pages/views/feeds-page.ts";
import { appOf, contentOf, siteOf } from "../../support/fixtures/content.ts";
import { byClass, elementsIn, htmlAt, linksTo, one, pagesFrom, sampleApp } from "../../support/readers/feed-pages.ts";
import { attribute, type Element, elementsOf, htmlFindings, textOf, within } from "../../support/readers/page.ts";
import type { Ask } from "../../support/readers/parsed-page.ts";
import { articleText } from "../../support/stores/folder.ts";

const SAMPLE = "http://localhost:8787";

/** The rows of the table on a page, without its head. */
function rowsOf(html: string): readonly Element[] {
  return elementsOf(html)
    .filter(({ tagName }) => tagName === "tbody")
    .flatMap((body) => within(body, "tr"));
}

/** What a row says: its feed's page and title, what it holds, and in how many entries. */
function reported(row: Element) {
  const title = one(within(row, "th"), (cell) => attribute(cell, "scope") === "row");
  const [holds, addresses, entries, changed] = within(row, "td");
  const time = changed && within(changed, "time")[0];
  const links = (name: string) => byClass(elementsIn(addresses as Element), name).flatMap((list) => within(list, "a"));
  return {
    title: textOf(title),
    page: attribute(within(title, "a")[0] as Element, "href") ?? "",
    holds: textOf(holds as Element),
    feeds: links("addresses").map((link) => [attribute(link, "type"), attribute(link, "href") ?? ""] as const),
    copies: within(row, "button").map((button) => attribute(button, "data-copy")),
    names: within(row, "button").map((button) => attribute(button, "aria-label")),
    readers: links("readers").map((link) => [textOf(link), attribute(link, "href") ?? ""] as const),
    entries: textOf(entries as Element),
    changed: (time && attribute(time, "datetime")) ?? null,
  };
}

describe("the table of the sample's feeds", () => {
  let ask: Ask;
  let pages: readonly { target: string; html: string }[];
  let rows: readonly ReturnType<typeof reported>[];

  beforeAll(async () => {
    ask = await sampleApp();
    pages = await pagesFrom(ask, "/feeds");
    rows = pages.flatMap(({ html }) => rowsOf(html).map(reported));
  });

  it("has every feed once: of everything, of each category and of each author, as OPML has them", async () => {
    const opml = await htmlAt(ask, "/opml.xml");
    const listed = [...opml.matchAll(/ xmlUrl="([^"]*)"/g)].map(([, address]) => address);
    expect(rows.map(({ copies }) => copies[0])).toEqual(listed);
    expect(rows).toHaveLength(1 + 11 + 14);
  });

  it("says of each what its documents say: title, what is in it, entries and last change", async () => {
    for (const row of rows) {
      const [rss, atom, json] = await Promise.all(row.feeds.map(([, path]) => htmlAt(ask, path)));
      const feed = parseAtomFeed(atom ?? "");
      expect([row.title, row.holds]).toEqual([feed.title?.value, feed.subtitle?.value]);
      const entries = feed.entries?.length ?? 0;
      expect([row.entries, row.changed]).toEqual([String(entries), entries === 0 ? null : feed.updated]);
      const own = [
        parseRssFeed(rss ?? "").atom?.links?.find(({ rel }) => rel === "self")?.href,
        feed.links?.find(({ rel }) => rel === "self")?.href,
        parseJsonFeed(json ?? "").feed_url,
      ];
      expect(row.copies).toEqual(own);
      expect(row.feeds.map(([, address]) => address)).toEqual(own);
    }
  });

  it("links each to its page for people, which is that of its documents", async () => {
    for (const { page, title, feeds } of rows) {
      const html = await htmlAt(ask, page);
      expect(textOf(one(elementsOf(html), ({ tagName }) => tagName === "h1"))).toBe(title);
      const links = parseAtomFeed(await htmlAt(ask, feeds[1]?.[1] ?? "")).links ?? [];
      expect(links.find(({ type }) => type?.startsWith("text/html"))?.href).toBe(SAMPLE + page);
    }
  });

  it("links each to readers, first the one on the device, which is told by feed: before the address", () => {
    for (const { readers, copies } of rows) {
      expect(readers.map(([name]) => name)).toEqual([
        "The reader on this device",
        "Feedly",
        "Inoreader",
        "NewsBlur",
        "The Old Reader",
      ]);
      expect(readers[0]?.[1]).toBe(`feed:${copies[0]}`);
      expect(readers[1]?.[1]).toBe(`https://feedly.com/i/subscription/feed/${encodeURIComponent(copies[0] ?? "")}`);
      for (const [, address] of readers.slice(2))
        expect([...new URL(address).searchParams.values()]).toEqual([copies[0]]);
    }
  });

  it("is a table with a caption and heads for columns and rows, on pages of one size that follow one another", () => {
    const count = Math.ceil(rows.length / FEEDS_ON_PAGE);
    expect(pages.map(({ target }) => target)).toEqual(["/feeds", "/feeds?page=2", "/feeds?page=3"].slice(0, count));
    let shown = 0;
    for (const [index, { html }] of pages.entries()) {
      const elements = elementsOf(html);
      const own = rowsOf(html);
      const caption = textOf(one(elements, ({ tagName }) => tagName === "caption"));
      expect(caption).toBe(`Feeds ${shown + 1} to ${shown + own.length} of ${rows.length}`);
      shown += own.length;
      const heads = elements.filter((element) => attribute(element, "scope") === "col").map(textOf);
      expect(heads).toEqual(["Feed", "What is in it", "Addresses", "Entries", "Last change"]);
      for (const row of own) expect(within(row, "th", "td")).toHaveLength(heads.length);
      expect(html).toContain(`<span>Page ${index + 1} of ${count}</span>`);
      const before = index === 0 ? [] : [pages[index - 1]?.target];
      expect(linksTo(html, "prev")).toEqual(before);
    }
  });

  it("names each button by what it copies, so that no two have one name", () => {
    const formats = ["Copy the RSS address", "Copy the Atom address", "Copy the JSON Feed address"];
    for (const { title, names } of rows) expect(names).toEqual(formats.map((format) => `${format}: ${title}`));
  });

  it("is valid HTML below 30 KB on each page", async () => {
    for (const { html } of pages) {
      expect(await htmlFindings(html)).toEqual([]);
      expect(new TextEncoder().encode(html).length).toBeLessThan(30_000);
    }
  });

  it.each(["/feeds?page=1", "/feeds?page=1&page=3"])("leads from %s to its first page", async (target) => {
    const answer = await ask(target);
    expect([answer.status, answer.headers.get("location")]).toEqual([301, "/feeds"]);
  });

  it.each(["4", "1000000", "0", "01", "x", ""])("has no page %j", async (page) => {
    expect((await ask(`/feeds?page=${page}`)).status).toBe(404);
  });
});

it("a site without articles has one feed, which is empty and changed never", async () => {
  const app = appOf(await contentOf({}, await siteOf()));
  const rows = rowsOf(await htmlAt((target) => app.request(target), "/feeds")).map(reported);
  expect(rows.map(({ title, entries, changed }) => [title, entries, changed])).toEqual([["The Test", "0", null]]);
});

it("readers are those of the settings, at a site below a path, with an address in another script", async () => {
  const site = await siteOf({
    address: "https://news.example/a'b",
    readers: { "R & <D>": "https://r.example/$&?a=1&u={feed}&v={feed}#{feed}" },
  });
  const app = appOf(await contentOf({ a: articleText("A").replace("- India", "- खेल") }, site));
  const rows = rowsOf(await htmlAt((target) => app.request(target), "/a'b/feeds")).map(reported);
  const feed = `https://news.example/a'b/categories/${encodeURIComponent("खेल")}/rss.xml`;
  const row = rows.find(({ copies }) => copies[0] === feed);
  const inside = encodeURIComponent(feed);
  expect(row?.readers).toEqual([
    ["The reader on this device", `feed:${feed}`],
    ["R & <D>", `https://r.example/$&?a=1&u=${inside}&v=${inside}#${inside}`],
  ]);
});

it("a Hindi site speaks Hindi of its feeds", async () => {
  const app = appOf(await contentOf({}, await siteOf({ language: "hi" })));
  const html = await htmlAt((target) => app.request(target), "/feeds");
  expect(html).toContain('<html lang="hi">');
  expect(rowsOf(html).map((row) => reported(row).names[0])).toEqual(["RSS का पता कॉपी करें: The Test"]);
  expect(html).toContain('data-done="कॉपी हो गया"');
});

it("there is no page behind one that is full", async () => {
  const labels = Array.from({ length: FEEDS_ON_PAGE - 1 }, (_, index) => [`Category ${index}`, {}]);
  const app = appOf(await contentOf({}, await siteOf({ categories: Object.fromEntries(labels) })));
  const html = await htmlAt((target) => app.request(target), "/feeds");
  expect(rowsOf(html)).toHaveLength(FEEDS_ON_PAGE);
  expect([linksTo(html, "next"), (await app.request("/feeds?page=2")).status]).toEqual([[], 404]);
});
