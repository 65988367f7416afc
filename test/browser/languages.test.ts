import type { Locator } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { browse, type OpenSite, openSite, type Visit } from "../support/browsers/browser-test.ts";

const HINDI = `Published 08:00 IST, October 1st 2026
कुओं में लौटा पानी
तीन बरस बाद गाँव के कुएँ फिर भरे।
By मीरा देशपांडे
- खेती
बारिश के बाद गाँव के सात कुओं में पानी लौट आया है।
`;
const ENGLISH = JSON.stringify({
  headline: "Water is back in the wells",
  published: "2026-10-01T09:00:00+05:30",
  authors: ["Asha Rao"],
  categories: ["India"],
  language: "en-IN",
  html: "<p>After the rains seven wells of the village have water again.</p>",
});
const URDU = JSON.stringify({
  headline: "کنوؤں میں پانی واپس آ گیا",
  standfirst: "تین برس بعد گاؤں کے کنویں پھر بھر گئے۔",
  published: "2026-10-01T10:00:00+05:30",
  authors: ["عائشہ خان"],
  categories: ["زراعت"],
  language: "ur",
  html: "<p>بارش کے بعد گاؤں کے سات کنوؤں میں پانی لوٹ آیا ہے۔</p><ul><li>پہلا</li></ul><p dir='ltr' lang='en'>An English line.</p>",
});
const TEXTS = { "hindi.txt": HINDI, "english.json": ENGLISH, "urdu.json": URDU };

/** The language and direction that an element's text is shown in, and on which side it begins. */
function shown(element: Locator): Promise<{ lang: string; direction: string; side: string }> {
  return element.first().evaluate((own) => {
    const { getComputedStyle } = own.ownerDocument.defaultView;
    const range = own.ownerDocument.createRange();
    range.selectNodeContents(own);
    const text = range.getBoundingClientRect();
    const box = own.getBoundingClientRect();
    return {
      lang: own.closest("[lang]").lang,
      direction: getComputedStyle(own).direction,
      side: text.left - box.left <= box.right - text.right ? "left" : "right",
    };
  });
}

describe("a site in English", () => {
  let visit: Visit;
  let site: OpenSite;
  beforeAll(async () => {
    site = await openSite({ texts: TEXTS, settings: { language: "en-IN" } });
    visit = await browse(site);
  });

  it("is itself in English, while a Hindi article's texts are in Hindi", async () => {
    const { page, goto } = visit;
    await goto("/articles/hindi");
    // What the page is about, and its title, is in Hindi; what the site says around it is not.
    expect(await page.locator("html").getAttribute("lang")).toBe("hi");
    for (const place of ["h1", ".standfirst", ".body p"])
      expect(await shown(page.locator(`.story ${place}`)), place).toMatchObject({
        lang: "hi",
        direction: "ltr",
      });
    expect(await shown(page.locator("nav").first())).toMatchObject({ lang: "en-IN" });
    expect(await shown(page.locator(".story time"))).toMatchObject({ lang: "en-IN" });
    expect(await page.locator("[hreflang], meta[property='og:locale']").first().count()).toBe(1);
  });

  it.each(["/", "/categories/खेती", "/subscribe", "/search?q=पानी"])(
    "names the language of a Hindi headline on %s",
    async (path) => {
      await visit.goto(path);
      const link = visit.page.getByRole("link", { name: "कुओं में लौटा पानी" });
      expect((await shown(link)).lang).toBe("hi");
    },
  );

  it("shows an Urdu article from right to left, and an English line in it from left to right", async () => {
    const { page, goto, trouble } = visit;
    await goto("/articles/urdu");
    for (const place of ["h1", ".standfirst", ".body p", ".body li"])
      expect(await shown(page.locator(`.story ${place}`)), place).toMatchObject({
        lang: "ur",
        direction: "rtl",
      });
    expect(await shown(page.locator(".body p"))).toMatchObject({ side: "right" });
    for (const words of await page.locator(".story [lang=en-IN]").all())
      expect(await shown(words)).toMatchObject({ direction: "ltr" });
    expect(await shown(page.locator(".body p[lang=en]"))).toMatchObject({ lang: "en", direction: "ltr" });
    expect(await shown(page.locator("nav").first())).toMatchObject({ direction: "ltr" });
    expect(trouble()).toEqual([]);
  });

  it.each(["/", "/subscribe", "/authors/عائشہ-خان", "/categories/زراعت"])(
    "shows an Urdu headline from right to left on %s",
    async (path) => {
      await visit.goto(path);
      const { page } = visit;
      const heading = page.locator("article :is(h2, h3)").filter({ hasText: "کنوؤں" });
      expect(await shown(heading)).toEqual({ lang: "ur", direction: "rtl", side: "right" });
      const root = "document.documentElement";
      expect(await page.evaluate(`${root}.scrollWidth <= ${root}.clientWidth`)).toBe(true);
    },
  );
});

describe("a site in Hindi", () => {
  let visit: Visit;
  beforeAll(async () => {
    const settings = { title: "सारंगा समाचार", description: "तट की ख़बरें", language: "hi" };
    visit = await browse(await openSite({ texts: TEXTS, settings }));
  });

  it.each(["/", "/feeds", "/subscribe", "/search", "/categories/खेती", "/nothing"])(
    "has its own words in Hindi on %s",
    async (path) => {
      const { page, goto } = visit;
      await goto(path);
      expect(await page.locator("html").getAttribute("lang")).toBe("hi");
      for (const link of await page.locator("nav").first().getByRole("link").allInnerTexts())
        expect(link).toMatch(/^[\p{Script=Devanagari}\s\p{P}]+$/u);
      expect(await page.title()).toContain("सारंगा समाचार");
      // What is marked as Hindi is Hindi: but for names of formats and programs and what an author wrote.
      const latin = await page.evaluate<string[]>(`(() => {
        const found = [];
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const { parentElement } = node;
          if (parentElement.closest("[lang]").lang !== "hi" || parentElement.closest("script, code, .addresses, .readers")) continue;
          found.push(...(node.data.match(/[A-Za-z]{3,}/g) ?? []));
        }
        return [...new Set(found)];
      })()`);
      const names =
        /^(?:RSS|Atom|JSON|Feed|OPML|Harkara|IST|Asha|Rao|India|http|https|xml|opml|json|atom|rss|feed|subscribe|categories|authors)$/;
      expect(latin.filter((word) => !names.test(word))).toEqual([]);
    },
  );

  it("marks what is in English as English", async () => {
    const { page, goto } = visit;
    await goto("/articles/english");
    expect((await shown(page.locator(".story h1"))).lang).toMatch(/^en/);
    expect((await shown(page.locator(".story .body p"))).lang).toMatch(/^en/);
  });

  it("shows Devanagari in a font that has it, where one is installed", async () => {
    const { page, goto, context } = visit;
    await goto("/articles/hindi");
    const session = await context.newCDPSession(page);
    await session.send("DOM.enable");
    await session.send("CSS.enable");
    const { root } = await session.send("DOM.getDocument");
    const { nodeId } = await session.send("DOM.querySelector", { nodeId: root.nodeId, selector: ".body p" });
    const { fonts } = await session.send("CSS.getPlatformFontsForNode", { nodeId });
    // Without such a font Chromium shows boxes from the last one it tries: then the page asked for one in vain.
    const requested = await page.evaluate<string>("getComputedStyle(document.querySelector('.body p')).fontFamily");
    expect(fonts.length).toBeGreaterThan(0);
    expect(requested).toMatch(/Devanagari|Mangal|Nirmala|Kohinoor/);
  });
});

it("a headline full of markup stands in every place as it was written", async () => {
  const headline = `<b>Bold</b> & <script>alert("x")</script> 'q' &amp; ]]> <!-- no --> \${x} {{y}} %3Cb%3E`;
  const texts = {
    "a.txt": `Published 08:00 IST, October 1st 2026\n${headline}\nAbout ${headline}.\n- India\nText.\n`,
    "b.txt": "Published 09:00 IST, October 1st 2026\nAnother\n- India\nText.\n",
  };
  const { page, goto, trouble } = await browse(await openSite({ texts }));
  const places = {
    "/": "ol.entries :is(h2, h3)",
    "/categories/india": "ol.entries :is(h2, h3)",
    "/search?q=bold": "ol.entries :is(h2, h3)",
    "/subscribe": "ol.preview :is(h2, h3)",
    "/articles/a": "h1",
    "/articles/b": "nav.beside .headline",
  };
  for (const [path, place] of Object.entries(places)) {
    await goto(path);
    expect(await page.locator(place).allTextContents(), path).toContain(headline);
  }
  await goto("/articles/a");
  expect(await page.title()).toBe(`${headline} – The Test`);
  const reported = await page.evaluate<{ "@graph": { headline?: string }[] }>(
    "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)",
  );
  expect(reported["@graph"].map((thing) => thing.headline)).toContain(headline);
  expect(trouble()).toEqual([]);
});
