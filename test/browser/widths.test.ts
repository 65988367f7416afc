import { beforeAll, describe, expect, it } from "vitest";
import { HARD_ARTICLES, HARD_SLUGS } from "../support/browsers/articles.ts";
import { browse, type OpenSite, openSite } from "../support/browsers/browser-test.ts";
import { SAMPLE_PAGES } from "../support/browsers/pages.ts";
import { cutOff, overhanging } from "../support/browsers/widths.ts";
import { eventually } from "../support/services/eventually.ts";

const HARD_PAGES = ["/", "/categories/india", "/subscribe", "/feeds", ...HARD_SLUGS.map((slug) => `/articles/${slug}`)];

const pictures = ["pictures.example"];

let sample: OpenSite;
let hard: OpenSite;
beforeAll(async () => {
  sample = await openSite();
  hard = await openSite({ texts: HARD_ARTICLES });
});

const WIDTHS = [
  { what: "a small phone", width: 320, height: 568, zoom: 100 },
  { what: "a tablet", width: 768, height: 1024, zoom: 100 },
  { what: "a laptop", width: 1280, height: 800, zoom: 100 },
  { what: "a wide screen", width: 1920, height: 1080, zoom: 100 },
  { what: "a laptop with text twice as large", width: 1280, height: 800, zoom: 200 },
  { what: "a phone with text twice as large", width: 390, height: 844, zoom: 200 },
];

describe.each(WIDTHS)("on $what ($width px, $zoom %)", ({ width, height, zoom }) => {
  it("no page scrolls sideways, whatever stands in it", async () => {
    const found: string[] = [];
    for (const [site, paths] of [
      [sample, Object.keys(SAMPLE_PAGES)],
      [hard, HARD_PAGES],
    ] as const) {
      const { page, context } = await browse(site, {
        viewport: { width, height },
        pictures,
        bypassCSP: zoom !== 100,
      });
      for (const path of paths) {
        await page.goto(site.origin + path);
        // As the setting of the browser for the size of text does.
        if (zoom !== 100) await page.addStyleTag({ content: `:root { font-size: ${zoom}% !important }` });
        for (const line of [...(await overhanging(page)), ...(await cutOff(page))]) found.push(`${path} ${line}`);
      }
      await context.close();
    }
    expect(found).toEqual([]);
  });
});

it("lines are no longer than what is read well, on the widest screen", async () => {
  const { page } = await browse(sample, { viewport: { width: 1920, height: 1080 } });
  await page.goto(`${sample.origin}/articles/the-case-for-the-public-bench`);
  const characters = await page.evaluate<number>(`(() => {
    const text = document.querySelector(".body p");
    const range = document.createRange();
    range.selectNodeContents(text);
    const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
    return text.textContent.length / lines.size;
  })()`);
  expect(characters).toBeGreaterThan(40);
  expect(characters).toBeLessThan(90);
});

it("a wide table and long code are scrolled by the keyboard where they stand", async () => {
  const { page } = await browse(hard, { viewport: { width: 320, height: 568 }, pictures });
  await page.goto(`${hard.origin}/articles/wide`);
  for (const name of ["table", "pre"]) {
    const scrolled = () =>
      page.evaluate<number>(`(() => {
        let element = document.querySelector(".body ${name}");
        while (element.scrollWidth <= element.clientWidth + 1) element = element.parentElement;
        if (element === document.documentElement) throw new Error("it is the page that scrolls");
        return element.scrollLeft;
      })()`);
    expect(await scrolled(), name).toBe(0);
    await page.evaluate("document.activeElement.blur()");
    for (let steps = 0; steps < 60; steps += 1) {
      await page.keyboard.press("Tab");
      if (await page.evaluate(`document.activeElement.contains(document.querySelector(".body ${name}"))`)) {
        if (await page.evaluate("document.activeElement !== document.body")) break;
      }
    }
    await page.keyboard.press("ArrowRight");
    await eventually(async () => (await scrolled()) > 0);
  }
});

it("what is pressed is large enough for a finger (WCAG 2.2, 2.5.8)", async () => {
  const { page } = await browse(sample, { viewport: { width: 390, height: 844 } });
  for (const path of ["/", "/feeds", "/subscribe", "/search", "/articles/ferry-dog-gets-season-ticket"]) {
    await page.goto(sample.origin + path);
    const small = await page.evaluate<string[]>(`[...document.querySelectorAll("button, input, summary, nav a")]
      .filter((element) => element.checkVisibility() && element.type !== "hidden")
      .filter((element) => { const { width, height } = element.getBoundingClientRect(); return width < 24 || height < 24; })
      .map((element) => element.localName + " " + element.textContent.trim())`);
    expect(small, path).toEqual([]);
  }
});
