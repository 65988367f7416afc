import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { HARD_ARTICLES, HARD_SLUGS } from "../support/browsers/articles.ts";
import { axeFindings } from "../support/browsers/axe.ts";
import { browse, type OpenSite, openSite } from "../support/browsers/browser-test.ts";
import { SAMPLE_PAGES } from "../support/browsers/pages.ts";
import { share } from "../support/sweep.ts";

const SCHEMES = ["light", "dark"] as const;

/** The rules of axe whose answer follows from colours. */
const COLOURS = ["color-contrast", "link-in-text-block"];

let site: OpenSite;
beforeAll(async () => {
  site = await openSite();
});

/** How bright the ground of a page is, 0 to 1 (WCAG 2.2, relative luminance). */
function brightness(page: Page): Promise<number> {
  return page.evaluate<number>(`(() => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
    canvas.fillRect(0, 0, 1, 1);
    const under = getComputedStyle(document.documentElement).backgroundColor;
    let [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    if (alpha === 0) {
      canvas.fillStyle = under;
      canvas.fillRect(0, 0, 1, 1);
      [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    }
    if (alpha !== 255) throw new Error("the page has no ground of its own");
    const linear = (value) => (value <= 10 ? value / 3294 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  })()`);
}

describe.each(SCHEMES)("in the %s scheme", (colorScheme) => {
  it("axe finds nothing on any kind of page", async () => {
    const { page, goto } = await browse(site, { bypassCSP: true, colorScheme });
    // All that is no matter of colours is the same in both.
    const rules = colorScheme === "light" ? [] : COLOURS;
    const found: string[] = [];
    for (const [path, status] of share(Object.entries(SAMPLE_PAGES), 3)) {
      expect(await goto(path), path).toBe(status);
      for (const finding of await axeFindings(page, ...rules)) found.push(`${path} ${finding}`);
    }
    expect(found).toEqual([]);
  });

  it.each(share(["#ffff00", "#000080", "#ffffff", "#808080"], 4))(
    "every text is told from its ground when the site's colour is %s",
    async (colour) => {
      const painted = await openSite({ texts: HARD_ARTICLES, settings: { colour } });
      const { page, goto } = await browse(painted, {
        bypassCSP: true,
        colorScheme,
        pictures: ["pictures.example"],
      });
      const found: string[] = [];
      for (const path of ["/", "/articles/plain", "/subscribe"]) {
        await goto(path);
        for (const finding of await axeFindings(page, ...COLOURS)) found.push(`${path} ${finding}`);
      }
      expect(found).toEqual([]);
    },
  );

  it("the ground is as bright or as dark as somebody asked for", async () => {
    const { page, goto } = await browse(site, { colorScheme });
    for (const path of ["/", "/feeds", "/articles/ferry-dog-gets-season-ticket", "/nothing"]) {
      await goto(path);
      const bright = await brightness(page);
      if (colorScheme === "light") expect(bright, path).toBeGreaterThan(0.8);
      else expect(bright, path).toBeLessThan(0.05);
    }
  });
});

it("axe finds what is wrong, so that finding nothing means something", async () => {
  const { page, goto } = await browse(site, { bypassCSP: true });
  await goto("/");
  await page.addStyleTag({ content: "main p { color: #ddd !important; background: #fff !important }" });
  await page.evaluate("document.querySelector('main').append(document.createElement('button'))");
  const found = (await axeFindings(page)).join("\n");
  expect(found).toMatch(/color-contrast \(serious\)/);
  expect(found).toMatch(/button-name \(critical\)/);
});

it("axe finds nothing on articles that are hard to show", async () => {
  const hard = await openSite({ texts: HARD_ARTICLES });
  const { page, goto } = await browse(hard, { bypassCSP: true, pictures: ["pictures.example"] });
  const found: string[] = [];
  for (const path of ["/", "/subscribe", ...HARD_SLUGS.map((slug) => `/articles/${slug}`)]) {
    await goto(path);
    for (const finding of await axeFindings(page)) found.push(`${path} ${finding}`);
  }
  expect(found).toEqual([]);
});

it("axe finds nothing on pages of errors, and each leads on", async () => {
  const removal = { published: new Date("2026-10-01"), removed: new Date("2026-11-01"), scopes: [] };
  const texts = HARD_ARTICLES;
  const ailing = await openSite({ texts, removals: [{ slug: "gone", ...removal }] });
  const { content } = ailing;
  const { page, goto } = await browse(ailing, { bypassCSP: true });
  const shown = async (path: string, status: number) => {
    expect(await goto(path)).toBe(status);
    expect(await axeFindings(page), `${path} ${status}`).toEqual([]);
    expect(await page.evaluate("document.compatMode")).toBe("CSS1Compat");
    return page.locator("main a, main form").count();
  };
  expect(await shown("/articles/nothing", 404)).toBeGreaterThan(2);
  expect(await shown("/articles/gone", 410)).toBeGreaterThan(2);
  ailing.content = undefined;
  await shown("/", 503);
  const store = content && {
    ...content.store,
    newestPage: () => Promise.reject(new Error("the disk is gone")),
  };
  ailing.content = content && store && { ...content, store };
  await shown("/", 503);
});

it("no page is shown in quirks mode", async () => {
  const { page, goto } = await browse(site);
  for (const path of Object.keys(SAMPLE_PAGES)) {
    await goto(path);
    expect(await page.evaluate("document.compatMode"), path).toBe("CSS1Compat");
  }
});
