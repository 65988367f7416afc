import { describe, expect, it } from "vitest";
import { type ArticleContent, revise } from "../../../src/article/article.ts";
import { createMemoryStore } from "../../../src/store/memory/memory-store.ts";
import { appOf, articleOf, STORED, siteOf } from "../../support/fixtures/content.ts";
import { type Ask, attributeOf, only, type PageElement, pageAt } from "../../support/readers/parsed-page.ts";
import { type Draft, textOf } from "../../support/services/app.ts";

const HINDI: Draft = {
  published: "2026-05-02T10:00:00+05:30",
  headline: "सोनेखाली के कुएँ में लौटा पानी",
  standfirst: "औरतों की एक टोली ने तीन गर्मियों तक मिट्टी निकाली।",
  body: "सोनेखाली गाँव का पुराना कुआँ बारह बरस से सूखा था।",
  categories: ["India"],
  byline: "Rama Sonwal",
};

const ENGLISH: Draft = { ...HINDI, published: "2026-05-01T10:00:00+05:30", ...plain("Rain comes early") };

function plain(headline: string): Pick<Draft, "headline" | "standfirst" | "body"> {
  return { headline, standfirst: `${headline}, it is said.`, body: `${headline}: that is all.` };
}

/** A site of some articles, each with what is to be different of it. */
async function askerOf(
  articles: Readonly<Record<string, readonly [Draft, Partial<ArticleContent>?]>>,
  settings: Record<string, unknown> = {},
): Promise<Ask> {
  const site = await siteOf(settings);
  const revised = await Promise.all(
    Object.entries(articles).map(([slug, [draft, other = {}]]) =>
      revise({ ...articleOf(textOf(draft), slug, site), ...other }, STORED),
    ),
  );
  const app = appOf({ site, store: createMemoryStore(site, revised, STORED) });
  return (target) => app.request(target);
}

/** The language of an element: its own or that of what it stands in (HTML, section 3.2.6.2). */
function languageAt(element: PageElement): string | undefined {
  for (let node: PageElement | null = element; node !== null; node = parentOf(node)) {
    const own = node.getAttribute("lang");
    if (own !== null) return own;
  }
  return undefined;
}

/** Its direction, `auto` where its text decides. */
function directionAt(element: PageElement): string {
  for (let node: PageElement | null = element; node !== null; node = parentOf(node)) {
    const own = node.getAttribute("dir");
    if (own !== null) return own;
  }
  return "ltr";
}

function parentOf(element: PageElement): PageElement | null {
  return (element as PageElement & { parentElement: PageElement | null }).parentElement;
}

describe("a Hindi article on an English site", () => {
  const both = { paani: [HINDI], rain: [ENGLISH] } as const;

  it("has a page in Hindi, on which the site's own words are in English", async () => {
    const { document } = await pageAt(await askerOf(both), "/articles/paani");
    expect(attributeOf(document.documentElement, "lang")).toBe("hi");
    for (const selector of ["h1", ".standfirst", ".body p"])
      expect(languageAt(only(document, `.story ${selector}`)), selector).toBe("hi");
    const own = ["body > header nav", "body > footer", ".story > header .meta", ".story > footer", ".skip"];
    for (const selector of own) expect(languageAt(only(document, selector)), selector).toBe("en-IN");
  });

  it("is told from the English ones wherever links lead to it, and they from it", async () => {
    const ask = await askerOf(both);
    for (const path of ["/", "/categories/india", "/authors/rama-sonwal", "/search?q=-x"]) {
      const { document } = await pageAt(ask, path);
      const hindi = only(document, '.entries a[href="/articles/paani"]');
      expect([hindi.getAttribute("hreflang"), languageAt(hindi)], path).toEqual(["hi", "hi"]);
      const english = only(document, '.entries a[href="/articles/rain"]');
      expect([english.getAttribute("hreflang"), languageAt(english)], path).toEqual([null, "en-IN"]);
    }
    const { document: paani } = await pageAt(ask, "/articles/paani");
    const older = only(paani, '.beside a[href="/articles/rain"]');
    expect(older.getAttribute("hreflang")).toBe("en-IN");
    expect(languageAt(only(older, ".headline"))).toBe("en-IN");
    const { document: rain } = await pageAt(ask, "/articles/rain");
    const newer = only(rain, '.beside a[href="/articles/paani"]');
    expect(newer.getAttribute("hreflang")).toBe("hi");
    expect(languageAt(only(newer, ".headline"))).toBe("hi");
    expect(languageAt(only(newer, ".label"))).toBe("en-IN");
  });

  it("claims no translation: each article is in one language only", async () => {
    const { document } = await pageAt(await askerOf(both), "/articles/paani");
    expect(document.querySelectorAll("link[hreflang]")).toHaveLength(0);
  });
});

describe("a Hindi site", () => {
  it("speaks Hindi on all its pages", async () => {
    const ask = await askerOf({ paani: [HINDI] }, { language: "hi", title: "समाचार", categories: { India: {} } });
    const own: Readonly<Record<string, string>> = {
      "/": "ताज़ा लेख",
      "/categories/india": "सदस्यता लें",
      "/articles/paani": "प्रकाशित",
      "/search": "खोज",
      "/search?q=nothing": "कुछ नहीं मिला",
    };
    for (const [path, words] of Object.entries(own)) {
      const { document } = await pageAt(ask, path);
      expect(attributeOf(document.documentElement, "lang"), path).toBe("hi");
      expect(only(document, "main").textContent, path).toContain(words);
      expect(document.querySelectorAll('main [lang]:not([lang="hi"]), main [hreflang]'), path).toHaveLength(0);
    }
  });
});

describe("the direction", () => {
  it.each([
    ["ur", "rtl"],
    ["ar", "rtl"],
    ["he", "rtl"],
    ["fa-IR", "rtl"],
    ["sd", "rtl"],
    ["sd-Deva", "auto"],
    ["ks", "rtl"],
    ["pa", "auto"],
    ["pa-Arab", "rtl"],
    ["dv", "rtl"],
    ["yi", "rtl"],
    ["en", "auto"],
    ["hi", "auto"],
    ["ta", "auto"],
  ])("of an article in %s is %s", async (language, direction) => {
    const ask = await askerOf({ a: [ENGLISH, { language }], b: [HINDI, { language }] });
    const { document } = await pageAt(ask, "/articles/a");
    for (const selector of ["h1", ".standfirst", ".body"])
      expect(directionAt(only(document, `.story ${selector}`)), selector).toBe(direction);
    expect(directionAt(only(document, ".beside .headline"))).toBe(direction);
    // What stands around the texts follows the article, too: its line of facts, its categories.
    expect(directionAt(only(document, ".story"))).toBe(direction === "rtl" ? "rtl" : "ltr");
    const { document: front } = await pageAt(ask, "/");
    expect(directionAt(only(front, '.entries a[href="/articles/a"]'))).toBe(direction);
    expect(directionAt(only(front, ".entries > li:first-child .standfirst"))).toBe(direction);
  });

  it("of an Urdu text is known by its script", async () => {
    const urdu = {
      ...ENGLISH,
      headline: "بارش جلد آ گئی",
      standfirst: "دو دن پہلے۔",
      body: "بارش دو دن پہلے آ گئی۔",
    };
    const { document } = await pageAt(await askerOf({ a: [urdu] }), "/articles/a");
    expect(attributeOf(document.documentElement, "lang")).toBe("ur");
    expect(directionAt(only(document, "h1"))).toBe("rtl");
  });

  it("of a text in Hebrew letters on an English site, whose language nobody said, is left to the text", async () => {
    const hebrew = plain("הגשם הקדים");
    const ask = await askerOf({
      a: [{ ...ENGLISH, ...hebrew, categories: ["מזג אוויר"], byline: "רות כהן" }],
    });
    const { document } = await pageAt(ask, "/articles/a");
    for (const selector of ["h1", ".standfirst", ".body", '[rel="author"]', '[rel="tag"]'])
      expect(directionAt(only(document, `.story ${selector}`)), selector).toBe("auto");
    const { document: front } = await pageAt(ask, "/");
    for (const selector of [".entries h3", ".entries .standfirst", '.entries [rel="tag"]', ".terms a"])
      expect(directionAt(only(front, selector)), selector).toBe("auto");
    const { document: list } = await pageAt(ask, `/categories/${encodeURIComponent("מזג-אוויר")}`);
    expect(directionAt(only(list, "h1"))).toBe("auto");
  });

  it("and language of the site's own texts are those of the site, where its pages speak another", async () => {
    const site = { language: "ur", title: "خبریں", description: "تمام خبریں" };
    const { document } = await pageAt(await askerOf({ a: [ENGLISH] }, site), "/");
    expect(attributeOf(document.documentElement, "lang")).toBe("en");
    for (const selector of ["h1", ".description"]) {
      const element = only(document, `.intro ${selector}`);
      expect([languageAt(element), directionAt(element)], selector).toEqual(["ur", "rtl"]);
    }
  });
});
