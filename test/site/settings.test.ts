import { describe, expect, it } from "vitest";
import { parseSite } from "../../src/site/parse-site.ts";
import { STORED } from "../support/fixtures/content.ts";
import { REQUIRED, siteFrom } from "./reading.ts";

it("everything has a sensible default but title and address", async () => {
  const site = await siteFrom(REQUIRED);
  expect(site).toEqual({
    title: "The Test",
    description: "The Test",
    address: "https://news.example",
    language: "en-IN",
    authority: "news.example",
    authoritySince: "2024-01-01",
    copyright: null,
    icon: null,
    logo: null,
    colour: "#a4262c",
    timeZone: "Asia/Kolkata",
    readers: [
      { name: "Feedly", template: "https://feedly.com/i/subscription/feed/{feed}" },
      { name: "Inoreader", template: "https://www.inoreader.com/?add_feed={feed}" },
      { name: "NewsBlur", template: "https://www.newsblur.com/?url={feed}" },
      { name: "The Old Reader", template: "https://theoldreader.com/feeds/subscribe?url={feed}" },
    ],
    author: null,
    pageSize: 50,
    zones: { IST: "Asia/Kolkata", UTC: "+00:00", GMT: "+00:00" },
    dateOrder: "day-first",
    categories: [],
    hubs: [],
    cache: { maxAge: 300, staleWhileRevalidate: 86_400, staleIfError: 604_800 },
    tombstoneDays: 30,
    removalDelay: 60,
    revision: expect.stringMatching(/^[\w-]{22}$/),
    modified: STORED.toISOString(),
  });
});

it("every setting is taken", async () => {
  const site = await siteFrom({
    $schema: "../src/site/site.schema.json",
    title: "The Courier",
    description: "News of the coast.",
    address: "https://news.example/courier/",
    language: "hi-IN",
    authority: "courier.example",
    authoritySince: "2020-02-29",
    copyright: "© The Courier",
    icon: "https://images.example/icon.png",
    logo: "https://images.example/a logo.svg",
    colour: "#0A5F38",
    timeZone: "npt",
    readers: { "My reader": "https://reader.example/add?feed={feed}&x=1" },
    author: "Courier Desk",
    pageSize: 20,
    zones: { ist: "Asia/Jerusalem", NPT: "+05:45" },
    dateOrder: "month-first",
    categories: {
      Weather: { description: "Rain." },
      "Health & Food": { slug: "health" },
      India: {},
    },
    hubs: ["https://hub.example/", "http://hub.example/two"],
    cache: { maxAge: 0, staleWhileRevalidate: 1, staleIfError: 31_536_000 },
    tombstoneDays: 0,
    removalDelay: 5,
  });
  expect(site).toEqual({
    title: "The Courier",
    description: "News of the coast.",
    address: "https://news.example/courier",
    language: "hi-IN",
    authority: "courier.example",
    authoritySince: "2020-02-29",
    copyright: "© The Courier",
    icon: "https://images.example/icon.png",
    logo: "https://images.example/a%20logo.svg",
    colour: "#0a5f38",
    timeZone: "+05:45",
    readers: [{ name: "My reader", template: "https://reader.example/add?feed={feed}&x=1" }],
    author: { name: "Courier Desk", slug: "courier-desk" },
    pageSize: 20,
    zones: { IST: "Asia/Jerusalem", UTC: "+00:00", GMT: "+00:00", NPT: "+05:45" },
    dateOrder: "month-first",
    categories: [
      { label: "Weather", slug: "weather", description: "Rain." },
      { label: "Health & Food", slug: "health", description: null },
      { label: "India", slug: "india", description: null },
    ],
    hubs: ["https://hub.example/", "http://hub.example/two"],
    cache: { maxAge: 0, staleWhileRevalidate: 1, staleIfError: 31_536_000 },
    tombstoneDays: 0,
    removalDelay: 5,
    revision: site.revision,
    modified: STORED.toISOString(),
  });
});

describe("the order of dates in figures is that of the language, unless it is set", () => {
  it.each([
    [{ language: "en-IN" }, "day-first"],
    [{ language: "en-GB" }, "day-first"],
    [{ language: "hi" }, "day-first"],
    [{ language: "en-US" }, "month-first"],
    [{ language: "en-PH" }, "month-first"],
    [{ language: "en-CA" }, undefined],
    [{ language: "fr-CA" }, "day-first"],
    [{ language: "en-CA", dateOrder: "month-first" }, "month-first"],
    [{ language: "en-US", dateOrder: "day-first" }, "day-first"],
  ])("%j: %s", async (settings, order) => {
    expect((await siteFrom({ ...REQUIRED, ...settings })).dateOrder).toBe(order);
  });
});

describe("abbreviations with a meaning of their own where the site is are not the usual ones", () => {
  it.each([
    ["Europe/Dublin", { UTC: "+00:00" }],
    ["Europe/London", { IST: "Asia/Kolkata", UTC: "+00:00" }],
    ["Asia/Jerusalem", { UTC: "+00:00", GMT: "+00:00" }],
  ])("%s", async (timeZone, zones) => {
    expect((await siteFrom({ ...REQUIRED, timeZone })).zones).toEqual(zones);
  });
});

describe("a part of the cache's settings leaves the defaults of the others", () => {
  it.each([
    [{ maxAge: 60 }, { maxAge: 60, staleWhileRevalidate: 86_400, staleIfError: 604_800 }],
    [{ staleIfError: 0 }, { maxAge: 300, staleWhileRevalidate: 86_400, staleIfError: 0 }],
    [{}, { maxAge: 300, staleWhileRevalidate: 86_400, staleIfError: 604_800 }],
  ])("%j", async (cache, expected) => {
    expect((await siteFrom({ ...REQUIRED, cache })).cache).toEqual(expected);
  });
});

describe("the address", () => {
  it.each([
    ["https://news.example", "https://news.example"],
    ["https://news.example/", "https://news.example"],
    ["https://news.example///", "https://news.example"],
    ["HTTPS://News.Example/A/", "https://news.example/A"],
    ["http://localhost:8787", "http://localhost:8787"],
    ["https://news.example:443/a", "https://news.example/a"],
    ["https://news.example/a/../b", "https://news.example/b"],
    ["https://news.example/a b", "https://news.example/a%20b"],
    ["https://news.example?", "https://news.example"],
    ["https://news.example/#", "https://news.example"],
    ["https://news.example/a/?#", "https://news.example/a"],
  ])("%s is kept as %s", async (address, kept) => {
    expect((await siteFrom({ ...REQUIRED, address })).address).toBe(kept);
  });
});

describe("the authority of ids", () => {
  it("is the host of the written address, without its port", async () => {
    const site = await siteFrom({ title: "T", address: "https://News.Example:8443/a" });
    expect(site.authority).toBe("news.example");
  });

  it.each([
    ["example.org", "example.org"],
    ["Example.ORG", "example.org"],
    ["desk@example.org", "desk@example.org"],
  ])("may be %s", async (authority, kept) => {
    expect((await siteFrom({ ...REQUIRED, authority })).authority).toBe(kept);
  });
});

describe("texts lose the blanks at their ends and what XML forbids", () => {
  it.each(["title", "description", "copyright"] as const)("%s", async (name) => {
    const site = await siteFrom({ ...REQUIRED, [name]: " \u00a0<b>\u0000 & ]]>\ud800\t" });
    expect(site[name]).toBe("<b> & ]]>");
  });

  it("author, a category's label and description", async () => {
    const site = await siteFrom({
      ...REQUIRED,
      author: " The\u0007 Desk ",
      categories: { " India\u0000 ": { description: " All\uffff of it " } },
    });
    expect(site.author).toEqual({ name: "The Desk", slug: "the-desk" });
    expect(site.categories).toEqual([{ label: "India", slug: "india", description: "All of it" }]);
  });
});

describe("categories are listed", () => {
  it("in the order in which they stand", async () => {
    const { categories } = await siteFrom({ ...REQUIRED, categories: { C: {}, A: {}, B: {} } });
    expect(categories.map(({ label }) => label)).toEqual(["C", "A", "B"]);
  });

  it("by their order where it is given, smaller ones first", async () => {
    const { categories } = await siteFrom({
      ...REQUIRED,
      categories: { C: { order: 3 }, A: { order: -1 }, B: { order: 2.5 }, D: { order: 2.5 } },
    });
    expect(categories.map(({ label }) => label)).toEqual(["A", "B", "D", "C"]);
  });

  it("also when one is called like something that every object has", async () => {
    const source = `{"title": "T", "address": "https://a.example", "categories": {"constructor": {}, "__proto__": {}}}`;
    const reading = await parseSite(source, STORED);
    // Either is right, but not to leave it out without a word.
    const reported =
      "faults" in reading
        ? reading.faults.map(({ message }) => message).join()
        : reading.site.categories.map(({ label }) => label).join();
    expect(reported).toContain("__proto__");
  });
});

it.each(["en", "en-IN", "hi", "hi-Deva-IN", "sr-Latn", "zh-Hant-HK", "mr"])("%s is a language", async (language) => {
  expect((await siteFrom({ ...REQUIRED, language })).language).toBe(language);
});

describe("the revision", async () => {
  const base = { ...REQUIRED, categories: { A: {}, B: {} } };
  const { revision } = await siteFrom(base);

  it("is the same for the same settings, however they are written and whenever", async () => {
    const reading = await parseSite(`\n${JSON.stringify(base, null, 4)}\n`, new Date(0));
    expect("site" in reading && reading.site.revision).toBe(revision);
    expect("site" in reading && reading.site.modified).toBe("1970-01-01T00:00:00.000Z");
  });

  it.each([
    { title: "Other" },
    { description: "Other" },
    { address: "https://other.example" },
    { language: "hi" },
    { authority: "other.example" },
    { authoritySince: "2023-01-01" },
    { copyright: "C" },
    { icon: "https://a.example/i.png" },
    { author: "A" },
    { pageSize: 49 },
    { zones: { IST: "Asia/Jerusalem" } },
    { categories: { B: {}, A: {} } },
    { categories: { A: { description: "D" }, B: {} } },
    { hubs: ["https://hub.example"] },
    { cache: { maxAge: 1 } },
    { tombstoneDays: 31 },
  ])("differs with %j", async (settings) => {
    expect((await siteFrom({ ...base, ...settings })).revision).not.toBe(revision);
  });
});

describe("SITE_URL", () => {
  it("takes the place of the address, and ids do not follow it", async () => {
    const written = await siteFrom(REQUIRED);
    const site = await siteFrom(REQUIRED, "http://localhost:8787/preview//");
    expect(site).toEqual({
      ...written,
      address: "http://localhost:8787/preview",
      revision: site.revision,
    });
    expect(site.authority).toBe("news.example");
    expect(site.authoritySince).toBe(written.authoritySince);
    expect(site.revision).not.toBe(written.revision);
  });

  it("leaves an authority that is written alone", async () => {
    const site = await siteFrom({ ...REQUIRED, authority: "courier.example" }, "https://other.example");
    expect(site.authority).toBe("courier.example");
  });
});
