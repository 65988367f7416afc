import { expect, expectTypeOf, it } from "vitest";
import type { z } from "zod";
import { type ArticleInput, articles, harkara, SettingsError, type SiteSettings } from "../../src/index.ts";
import type { settingsSchema } from "../../src/site/settings.ts";
import { readFeed } from "./read-feed.ts";

const site = { title: "The Test", address: "https://news.example/news" };
const RAIN: ArticleInput = {
  slug: "rain",
  headline: "Rain",
  published: new Date("2026-11-01T06:00:00Z"),
  categories: ["Weather"],
  markdown: "It **rains**.",
};
const SUN: ArticleInput = {
  slug: "sun",
  headline: "Sun",
  published: "11:30 IST, November 2nd 2026",
  authors: ["Asha Rao"],
  html: "<p onclick=x()>It shines.</p>",
};

function testLog() {
  const lines: string[] = [];
  const add = (message: string) => void lines.push(message);
  return { lines, log: { debug: add, info: add, warn: add, error: add } };
}

/** The library over a list that the test changes, at a time that it sets. */
async function listed(load: () => readonly ArticleInput[]) {
  const { lines, log } = testLog();
  const clock = { time: Date.parse("2026-11-23T06:00:00Z") };
  const content = articles(load);
  const app = await harkara({ site, content, log, now: () => new Date(clock.time) });
  return { app, clock, lines, get: (path: string) => app.request(`http://any.example/news${path}`) };
}

it("the settings that an application gives are those of site.json", () => {
  expectTypeOf<SiteSettings>().toEqualTypeOf<z.input<typeof settingsSchema>>();
});

it("plain objects become articles in every format", async () => {
  const { get, lines } = await listed(() => [RAIN, SUN]);
  for (const format of ["rss.xml", "atom.xml", "feed.json"]) {
    const response = await get(`/${format}`);
    expect(response.status).toBe(200);
    expect(await readFeed(await response.text())).toEqual(["Sun", "Rain"]);
  }
  const page = await (await get("/articles/sun")).text();
  expect(page).toContain("<p>It shines.</p>");
  expect((await get("/categories/weather/rss.xml")).status).toBe(200);
  expect((await get("/authors/asha-rao/rss.xml")).status).toBe(200);
  expect(lines).toEqual([]);
});

it("asks again after the time that it may take, and not before", async () => {
  let asked = 0;
  let list: ArticleInput[] = [RAIN];
  const { get, clock } = await listed(() => {
    asked += 1;
    return list;
  });
  const before = await get("/rss.xml");
  const tag = before.headers.get("etag") ?? "";
  list = [RAIN, SUN];
  clock.time += 59_000;
  expect((await get("/rss.xml")).headers.get("etag")).toBe(tag);
  expect(asked).toBe(1);
  clock.time += 1_000;
  const after = await get("/rss.xml");
  expect(asked).toBe(2);
  expect(after.headers.get("etag")).not.toBe(tag);
  expect(await readFeed(await after.text())).toEqual(["Sun", "Rain"]);
});

it("a list that says the same keeps every validator, in another process as well", async () => {
  const [one, other] = [await listed(() => [RAIN]), await listed(() => [{ ...RAIN }])];
  const tags = async ({ get }: typeof one) =>
    Promise.all(
      ["/rss.xml", "/sitemap.xml", "/articles/rain"].map(async (path) => (await get(path)).headers.get("etag")),
    );
  const first = await tags(one);
  one.clock.time += 120_000;
  expect(await tags(one)).toEqual(first);
  expect(await tags(other)).toEqual(first);
});

it("an article that is gone answers 410 and has a tombstone, until it is back", async () => {
  let list: ArticleInput[] = [RAIN, SUN];
  const { get, clock } = await listed(() => list);
  expect((await get("/articles/rain")).status).toBe(200);
  list = [SUN];
  clock.time += 60_000;
  expect((await get("/articles/rain")).status).toBe(410);
  expect(await (await get("/atom.xml")).text()).toContain("at:deleted-entry");
  list = [RAIN, SUN];
  clock.time += 60_000;
  expect((await get("/articles/rain")).status).toBe(200);
  expect(await (await get("/atom.xml")).text()).not.toContain("at:deleted-entry");
});

it("what cannot be loaded leaves what was; nothing is served before the first success", async () => {
  let list: (() => ArticleInput[]) | undefined;
  const { get, clock, lines } = await listed(() => (list ?? fail)());
  expect((await get("/rss.xml")).status).toBe(503);
  list = () => [RAIN];
  expect((await get("/rss.xml")).status).toBe(200);
  list = undefined;
  clock.time += 60_000;
  expect((await get("/rss.xml")).status).toBe(200);
  expect(lines.filter((line) => line.startsWith("the articles cannot be loaded: Error: no database"))).toHaveLength(2);
  list = () => [RAIN, SUN];
  clock.time += 10_000;
  expect(await readFeed(await (await get("/rss.xml")).text())).toHaveLength(2);
});

it("a faulty article is named and left out; one that becomes faulty stays as it was", async () => {
  let list: ArticleInput[] = [RAIN, { ...SUN, slug: "../sun" }, { ...SUN, published: "yesterday" }];
  const { get, clock, lines } = await listed(() => list);
  expect(await readFeed(await (await get("/rss.xml")).text())).toEqual(["Rain"]);
  expect(lines.map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual([
    "../sun:1:1 bad-slug",
    expect.stringMatching(/^sun:1:\d+ /),
  ]);
  list = [{ ...RAIN, headline: "" }, SUN, { ...SUN, headline: "Another" }];
  clock.time += 60_000;
  expect(await readFeed(await (await get("/rss.xml")).text())).toEqual(["Sun", "Rain"]);
  expect(lines.at(-1)).toBe("two articles have the slug sun: the first is served");
});

it("settings that are missing or wrong are an error with the faults", async () => {
  const content = articles(() => []);
  await expect(harkara({ content })).rejects.toThrow(SettingsError);
  const wrong = harkara({ site: { title: "The Test", address: "news" }, content });
  await expect(wrong).rejects.toMatchObject({ name: "SettingsError", faults: [{ code: "bad-setting" }] });
});

function fail(): never {
  throw new Error("no database");
}
