import { readFileSync } from "node:fs";
import type { Locator, Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { browse, openSite, type Visit } from "../support/browsers/browser-test.ts";
import { manyArticles } from "../support/browsers/pages.ts";

/** What a stored text says, read in the plainest way: enough for the one that is read here. */
function readPlainly(slug: string) {
  const lines = readFileSync(`content/articles/${slug}.txt`, "utf8").trim().split("\n");
  const taken = (start: string) => lines.filter((line) => line.startsWith(start));
  const instant = (line = "") => {
    const [, clock, day] = /(\d\d:\d\d) IST, (\w+ \d+)/.exec(line) ?? [];
    return new Date(`${day} ${line.slice(-4)} ${clock} +0530`).toISOString();
  };
  const [published, headline = "", standfirst = ""] = lines;
  const labels = taken("- ").map((line) => line.slice(2));
  const head = lines.findLastIndex((line) => line.startsWith("- "));
  return {
    headline,
    standfirst,
    authors: (taken("By ")[0] ?? "").slice(3).split(" and "),
    picture: (taken("Image: ")[0] ?? "").slice(7).split(" | "),
    categories: labels.filter((label) => !label.endsWith("min read")),
    times: [published, ...taken("Updated ")].map(instant),
    body: lines.slice(head + 1).filter((line) => !line.startsWith("Updated ")),
  };
}

const SLUG = "cricket-match-abandoned-crocodile-stopped-play";
const article = readPlainly(SLUG);

const trimmed = async (texts: Promise<string[]>) => (await texts).map((text) => text.trim());

/** The headlines that a page lists. */
const headlines = (page: Page) => trimmed(page.locator("ol.entries > li > article > :is(h2, h3)").allInnerTexts());

/** Clicks a link and waits for the page behind it. */
async function follow(link: Locator): Promise<void> {
  const page = link.page();
  const from = page.url();
  await link.click();
  await page.waitForURL((url) => url.href !== from);
}

describe("somebody who reads the sample edition", () => {
  let visit: Visit;
  beforeAll(async () => {
    visit = await browse(await openSite());
  });

  it("gets by clicks from the front page to an article, its category, its author, and back again", async () => {
    const { page, goto, trouble } = visit;
    await goto("/");
    const [category = ""] = article.categories;
    await follow(page.locator("main").getByRole("link", { name: category, exact: true }).first());
    await page.waitForURL("**/categories/sport");
    expect(await headlines(page)).toContain(article.headline);
    await follow(page.getByRole("link", { name: article.headline }));
    await page.waitForURL(`**/articles/${SLUG}`);
    expect(await page.title()).toContain(article.headline);

    await follow(page.locator(".tags").getByRole("link", { name: category, exact: true }));
    expect(new URL(page.url()).pathname).toBe("/categories/sport");
    await page.goBack();
    const [author = ""] = article.authors;
    await follow(page.locator(".story").getByRole("link", { name: author, exact: true }));
    expect(await trimmed(page.locator("h1").allInnerTexts())).toEqual([expect.stringContaining(author)]);
    expect(await headlines(page)).toContain(article.headline);
    await follow(page.locator("header").getByRole("link", { name: "The Saranga Courier" }));
    expect(new URL(page.url()).pathname).toBe("/");
    expect(trouble()).toEqual([]);
  });

  it("finds all that the article's text says on its page, and nothing of it changed", async () => {
    const { page, goto } = visit;
    await goto(`/articles/${SLUG}`);
    const story = page.locator("article.story");
    expect(await trimmed(story.locator("h1").allInnerTexts())).toEqual([article.headline]);
    expect(await trimmed(story.locator(".standfirst").allInnerTexts())).toEqual([article.standfirst]);
    expect(await story.locator('[rel~="author"]').allInnerTexts()).toEqual(article.authors);
    expect(await page.locator('.tags [rel~="tag"]').allInnerTexts()).toEqual(article.categories);
    const [address, alternative] = article.picture;
    expect(await story.locator("img").getAttribute("src")).toBe(address);
    expect(await story.locator("img").getAttribute("alt")).toBe(alternative);
    const times = await story.locator("time").evaluateAll((all) => all.map((each) => each.getAttribute("datetime")));
    expect(times).toEqual(article.times);
    expect(await trimmed(story.locator(".body > *").allInnerTexts())).toEqual(article.body);
  });

  it("gets from an article to those beside it in its category, one way and the other", async () => {
    const { page, goto } = visit;
    await goto("/categories/sport");
    const listed = await headlines(page);
    const place = listed.indexOf(article.headline);
    await goto(`/articles/${SLUG}`);
    const beside = page.locator("nav.beside .headline");
    expect(new Set(await trimmed(beside.allInnerTexts()))).toEqual(
      new Set([listed[place - 1], listed[place + 1]].filter((headline) => headline !== undefined)),
    );
    const [other = ""] = await trimmed(beside.allInnerTexts());
    await follow(page.locator("nav.beside").getByRole("link", { name: other }));
    expect(await trimmed(page.locator("h1").allInnerTexts())).toEqual([other]);
    await follow(page.locator("nav.beside").getByRole("link", { name: article.headline }));
    expect(new URL(page.url()).pathname).toBe(`/articles/${SLUG}`);
  });

  it("searches by typing words into the field and finds the article", async () => {
    const { page, goto, trouble } = visit;
    await goto("/");
    await follow(page.getByRole("banner").getByRole("link", { name: "Search" }));
    await page.getByRole("searchbox").fill("crocodile umpires");
    await page.getByRole("searchbox").press("Enter");
    await page.waitForURL("**/search?q=*");
    expect(await headlines(page)).toContain(article.headline);
    expect(trouble()).toEqual([]);
  });

  it("comes back from a page that is not there to one that is", async () => {
    const { page, goto } = visit;
    expect(await goto("/articles/never-written")).toBe(404);
    await follow(page.locator("main").locator('a[href="/"]').first());
    expect(await headlines(page)).not.toEqual([]);
  });
});

describe("somebody who leafs through an archive", () => {
  const COUNT = 95;
  let visit: Visit;
  beforeAll(async () => {
    visit = await browse(await openSite({ texts: manyArticles(COUNT) }));
  });

  const all = Array.from({ length: COUNT }, (_, index) => `Headline number ${COUNT - index}`);

  /** Follows links of a kind to the end: the headlines of each page. */
  async function leaf(rel: string): Promise<string[][]> {
    const { page } = visit;
    const pages = [await headlines(page)];
    const link = page.locator(`nav.pager a[rel="${rel}"]`);
    while ((await link.count()) > 0 && pages.length <= COUNT) {
      await follow(link);
      pages.push(await headlines(page));
    }
    return pages;
  }

  it.each(["/", "/categories/india"])("meets each article once on the way back in time from %s", async (path) => {
    await visit.goto(path);
    const pages = await leaf("next");
    expect(pages.length).toBeGreaterThan(4);
    expect(pages.flat()).toEqual(all);
  });

  it.each(["/", "/categories/india"])("meets each article on the way to the present of %s", async (path) => {
    await visit.goto(path);
    await leaf("next");
    const pages = await leaf("prev");
    expect(new URL(visit.page.url()).pathname + new URL(visit.page.url()).search).toBe(path);
    expect([...new Set(pages.flat())].sort()).toEqual([...all].sort());
    expect(visit.trouble()).toEqual([]);
  });
});
