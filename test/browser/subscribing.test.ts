import { parseFeed } from "@rowanmanning/feed-parser";
import { parseOpml } from "feedsmith";
import { beforeAll, describe, expect, it } from "vitest";
import { browse, type OpenSite, openSite, type Visit } from "../support/browsers/browser-test.ts";
import { SAMPLE_PAGES } from "../support/browsers/pages.ts";
import { eventually } from "../support/services/eventually.ts";

let site: OpenSite;
beforeAll(async () => {
  site = await openSite();
});

const TYPES = ["application/rss+xml", "application/atom+xml", "application/feed+json"];

/** What is in the clipboard: what comes when somebody pastes. */
async function pasted({ page, goto }: Visit): Promise<string> {
  await goto("/search");
  const field = page.getByRole("searchbox");
  await field.focus();
  await page.keyboard.press("ControlOrMeta+v");
  return field.inputValue();
}

/** A feed's title, as a parser of the format reads it. */
async function feedTitle(address: string, type: string | null): Promise<unknown> {
  const response = await fetch(address);
  expect(response.status, address).toBe(200);
  expect(response.headers.get("content-type"), address).toContain(type);
  const text = await response.text();
  if (type !== "application/feed+json") return parseFeed(text).title;
  const { version, title } = JSON.parse(text) as Record<string, unknown>;
  expect(version).toBe("https://jsonfeed.org/version/1.1");
  return title;
}

describe("somebody who subscribes", () => {
  const permissions = ["clipboard-read", "clipboard-write"];
  const places = [
    { place: "the table of all feeds", path: "/feeds" },
    { place: "the page of the feed of all articles", path: "/subscribe" },
    { place: "a category's feed page", path: "/categories/sport/subscribe" },
    { place: "the feed page of a search", path: "/search/subscribe?q=ferry" },
  ];

  it.each(places)("copies each format's address on $place, and is told so", async ({ path }) => {
    const visit = await browse(site, { permissions });
    const { page, goto, trouble } = visit;
    for (const index of [0, 1, 2]) {
      await goto(path);
      const item = page.locator("ul.addresses").first().locator("li").nth(index);
      const address = await item.getByRole("link").evaluate((link) => link.href);
      const button = item.getByRole("button");
      const before = await button.innerText();
      await button.click();
      await eventually(async () => (await button.innerText()) !== before);
      expect(await button.innerText()).toBe("Copied");
      expect(await page.getByRole("status").innerText()).toBe("Copied");
      expect(await pasted(visit)).toBe(address);
      await feedTitle(address, TYPES[index] ?? null);
    }
    expect(trouble()).toEqual([]);
  });

  it("sees the button as it was after a while", async () => {
    const { page, goto } = await browse(site, { permissions });
    await page.clock.install();
    await goto("/subscribe");
    const button = page.locator("button.copy").first();
    const before = await button.innerText();
    await button.click();
    await eventually(async () => (await button.innerText()) === "Copied");
    await page.clock.runFor(5_000);
    expect(await button.innerText()).toBe(before);
    expect(await page.getByRole("status").innerText()).toBe("");
  });

  it.each(["Enter", "Space"])("copies an address by the key %s", async (key) => {
    const visit = await browse(site, { permissions });
    await visit.goto("/subscribe");
    const button = visit.page.locator("button.copy").first();
    await button.focus();
    await visit.page.keyboard.press(key);
    await eventually(async () => (await button.innerText()) === "Copied");
    expect(await visit.page.evaluate("document.activeElement.className")).toBe("copy");
    expect(await pasted(visit)).toBe(`${site.origin}/rss.xml`);
  });

  it("copies an address where browsers keep the clipboard from pages", async () => {
    const visit = await browse(site);
    await visit.context.addInitScript(
      'Object.defineProperty(Navigator.prototype, "clipboard", { get: () => undefined })',
    );
    await visit.goto("/categories/sport/subscribe");
    const button = visit.page.locator("button.copy").nth(1);
    await button.click();
    await eventually(async () => (await button.innerText()) === "Copied");
    expect(await pasted(visit)).toBe(`${site.origin}/categories/sport/atom.xml`);
    expect(visit.trouble()).toEqual([]);
  });

  it("is not told that an address was copied when it was not", async () => {
    const visit = await browse(site);
    await visit.context.addInitScript(`Document.prototype.execCommand = () => false;
Object.defineProperty(Navigator.prototype, "clipboard", { get: () => undefined })`);
    await visit.goto("/subscribe");
    const button = visit.page.locator("button.copy").first();
    const before = await button.innerText();
    await button.click();
    await eventually(async () => (await button.innerText()) !== before);
    expect(await button.innerText()).not.toBe("Copied");
    expect(visit.trouble()).toEqual([]);
  });

  it("opens a feed in the reader on the device or in one on the web, by its own address", async () => {
    const { page, goto } = await browse(site);
    await goto("/categories/sport/subscribe");
    const address = `${site.origin}/categories/sport/rss.xml`;
    const links: string[] = await page
      .locator("ul.readers a")
      .evaluateAll((all) => all.map((each) => each.getAttribute("href")));
    expect(links[0]).toBe(`feed:${address}`);
    expect(links.slice(1).map((link) => new URL(link).hostname)).toEqual([
      "feedly.com",
      "www.inoreader.com",
      "www.newsblur.com",
      "theoldreader.com",
    ]);
    for (const link of links.slice(1)) expect(decodeURIComponent(link)).toMatch(new RegExp(`[/=]${address}$`));
  });
});

describe("a program that looks for feeds", () => {
  it("finds them from every page, each with the title that the feed itself has", async () => {
    const { page, goto } = await browse(site);
    const seen = new Map<string, unknown>();
    for (const [path, status] of Object.entries(SAMPLE_PAGES)) {
      await goto(path);
      const found: { type: string; title: string; href: string }[] = await page
        .locator('head link[rel="alternate"]:not([hreflang])')
        .evaluateAll((all) => all.map(({ type, title, href }) => ({ type, title, href })));
      // The first three are those of the page itself.
      if (status === 200 && path !== "/search") expect(found.slice(0, 3).map(({ type }) => type)).toEqual(TYPES);
      for (const { type, title, href } of found) {
        if (!seen.has(href)) seen.set(href, await feedTitle(href, type));
        expect(title.replace(/ \((?:RSS|Atom|JSON Feed)\)$/, ""), `${path} ${href}`).toBe(seen.get(href));
      }
    }
    for (const path of ["/rss.xml", "/categories/cities/atom.xml", "/authors/leela-anandkar/feed.json"])
      expect([...seen.keys()]).toContain(site.origin + path);
  });

  it("finds all of them in the OPML, which lists what the table of feeds does", async () => {
    const { page, goto } = await browse(site);
    const table: string[] = [];
    await goto("/feeds");
    const opml: string = await page
      .getByRole("link", { name: "OPML" })
      .first()
      .evaluate((link) => link.href);
    for (;;) {
      const names = await page.locator("table.feeds tbody tr th").allInnerTexts();
      const addresses: string[] = await page
        .locator("table.feeds tbody tr")
        .evaluateAll((rows) => rows.map((row) => row.querySelector("[data-copy]").dataset.copy));
      table.push(...names.map((name, index) => `${name.trim()} ${addresses[index]}`));
      const next = page.locator('main a[rel="next"]');
      if ((await next.count()) === 0) break;
      const from = page.url();
      await next.click();
      await page.waitForURL((url) => url.href !== from);
    }
    const { body } = parseOpml(await (await fetch(opml)).text());
    const flat = (body?.outlines ?? []).flatMap((outline) => [outline, ...(outline.outlines ?? [])]);
    const listed = flat.filter(({ xmlUrl }) => xmlUrl !== undefined);
    expect(listed.map(({ title, xmlUrl }) => `${title} ${xmlUrl}`).sort()).toEqual(table.sort());
    expect(table.length).toBeGreaterThan(20);
    for (const { xmlUrl = "", title } of listed) expect(await feedTitle(xmlUrl, TYPES[0] ?? null)).toBe(title);
  });

  it("hears a table of feeds on a phone as on a wide screen, and no two buttons of one name", async () => {
    for (const width of [320, 1280]) {
      const { page, goto } = await browse(site, { viewport: { width, height: 800 } });
      await goto("/feeds");
      const rows = await page.locator("table.feeds tbody tr").count();
      const count = (role: "table" | "row" | "columnheader" | "rowheader" | "cell") =>
        page.getByRole("table").getByRole(role).count();
      expect(rows).toBeGreaterThan(10);
      expect(await page.getByRole("table").count()).toBe(1);
      expect(await count("columnheader")).toBe(5);
      expect([await count("row"), await count("rowheader"), await count("cell")]).toEqual([1 + rows, rows, 4 * rows]);
      const names = await page
        .locator("button.copy")
        .evaluateAll((buttons) => buttons.map((button) => button.getAttribute("aria-label")));
      expect(new Set(names).size).toBe(3 * rows);
    }
  });
});
