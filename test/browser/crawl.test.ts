import { beforeAll, describe, expect, it } from "vitest";
import { browse, type OpenSite, openSite } from "../support/browsers/browser-test.ts";
import { type Figures, figuresOf } from "../support/browsers/figures.ts";
import { manyArticles, SAMPLE_PAGES } from "../support/browsers/pages.ts";

let site: OpenSite;
beforeAll(async () => {
  site = await openSite();
});

/** The bytes that a page may have without its pictures, uncompressed. */
const PAGE_BYTES = 30 * 1024;

/** What the style sheet and everything else of a page may have, compressed. */
const OWN_BYTES = 24 * 1024;

const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

describe("the sample edition, followed by its links", () => {
  it("has no page with an error, a refusal, or a request to elsewhere", async () => {
    const { page, goto, reported, trouble } = await browse(site);
    const queue = ["/", "/articles/nothing", "/search?q=ferry"];
    const seen = new Map<string, number>();
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      if (seen.has(path)) continue;
      seen.set(path, await goto(path));
      expect(trouble(), path).toEqual([]);
      const links = await page.evaluate<string[]>(
        `[...document.links].filter((link) => link.origin === location.origin).map((link) => link.pathname + link.search)`,
      );
      // Documents for programs are not pages, and are parsed elsewhere.
      queue.push(...links.filter((link) => !/\.(?:xml|json|txt)(?:\?|$)/.test(link)));
    }
    const kind = (pattern: RegExp) => [...seen.keys()].filter((path) => pattern.test(path)).length;
    expect(kind(/^\/articles\/(?!nothing)/)).toBe(48);
    expect(kind(/^\/categories\/[^/]+$/)).toBeGreaterThanOrEqual(11);
    expect(kind(/\/subscribe(?:\?|$)/)).toBeGreaterThan(25);
    const wrong = [...seen].filter(([path, status]) => status !== 200 && path !== "/articles/nothing");
    expect(wrong).toEqual([]);
    // Besides the site itself only the pictures that articles name.
    const hosts = new Set(reported.requests.map((address) => new URL(address).host));
    expect([...hosts].sort()).toEqual([new URL(site.origin).host, "images.harkara.example"].sort());
  });
});

it("a site below a path has all it needs there", async () => {
  const below = await openSite({ texts: manyArticles(30), path: "/news/daily" });
  const { page, goto, reported, trouble } = await browse(below);
  const queue = ["/news/daily/"];
  const seen = new Set<string>();
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (seen.has(path)) continue;
    seen.add(path);
    expect(await goto(path), path).toBe(200);
    const links = await page.evaluate<string[]>(
      `[...document.querySelectorAll("a[href], link[href]")].map(({ href }) => new URL(href))
        .filter(({ origin }) => origin === location.origin).map(({ pathname, search }) => pathname + search)`,
    );
    expect(links.filter((link) => !link.startsWith("/news/daily/"))).toEqual([]);
    queue.push(...links.filter((link) => !/\.\w+(?:\?|$)/.test(link)));
  }
  expect(seen.size).toBeGreaterThan(35);
  expect(reported.requests.filter((address) => !address.startsWith(`${below.origin}/news/daily/`))).toEqual([]);
  expect(trouble()).toEqual([]);
});

describe("each kind of page", () => {
  const measured = new Map<string, Figures>();
  beforeAll(async () => {
    // Pictures that are late move whatever has no place kept for them.
    const visit = await browse(site, { ...PHONE, pictureDelay: 250 });
    for (const path of Object.keys(SAMPLE_PAGES)) measured.set(path, await figuresOf(visit, path));
    expect(visit.trouble()).toEqual([]);
  });

  const worst = (figure: (figures: Figures) => number) =>
    [...measured].map(([path, figures]) => ({ path, value: figure(figures) })).sort((a, b) => b.value - a.value)[0];

  it("moves nothing while it loads", () => {
    expect(worst(({ shift }) => shift)?.value).toBe(0);
    expect(Math.min(...[...measured.values()].map(({ largestPaint }) => largestPaint))).toBeGreaterThan(0);
  });

  it("is smaller than 30 KB without its pictures, and is sent in a third of that", () => {
    expect(worst(({ htmlBytes }) => htmlBytes)?.value).toBeLessThan(PAGE_BYTES);
    expect(worst(({ pageBytes }) => pageBytes)?.value).toBeLessThan(PAGE_BYTES / 3);
    expect(worst(({ ownBytes }) => ownBytes)?.value).toBeLessThan(OWN_BYTES);
  });

  it("asks for itself, its style and its pictures, and for nothing else", () => {
    for (const [path, { requests }] of measured) {
      const pictures = path.startsWith("/articles/cricket") ? 1 : 0;
      if (path.startsWith("/articles/")) expect(requests, path).toBe(2 + pictures);
      else expect(requests, path).toBeLessThanOrEqual(5);
    }
  });
});

it("a picture that nothing keeps a place for is found out, so that no shift means something", async () => {
  const visit = await browse(site, { ...PHONE, pictureDelay: 250, bypassCSP: true });
  await visit.context.addInitScript(`addEventListener("DOMContentLoaded", () => {
    const style = document.createElement("style");
    style.textContent = ".lead img { aspect-ratio: auto !important; height: auto !important; min-height: 0 !important }";
    document.head.append(style);
  })`);
  const { shift } = await figuresOf(visit, "/articles/cricket-match-abandoned-crocodile-stopped-play");
  expect(shift).toBeGreaterThan(0.01);
});
