import { parse, type DefaultTreeAdapterTypes as Tree } from "parse5";
import { describe, expect, it } from "vitest";
import { revise } from "../../../src/article/article.ts";
import type { Site } from "../../../src/site/site.ts";
import { createMemoryStore } from "../../../src/store/memory/memory-store.ts";
import { appOf, articleOf, contentOf, STORED, siteOf } from "../../support/fixtures/content.ts";
import { HOSTILE } from "../../support/fixtures/corpus.ts";
import { metaOf, type ParsedPage, pageAt } from "../../support/readers/parsed-page.ts";
import { textOf } from "../../support/services/app.ts";

const LOGO = "https://images.example/logo.png";

async function siteWithLogo(settings: Record<string, unknown> = {}): Promise<Site> {
  return siteOf({ logo: LOGO, description: "All the news.", categories: { Weather: {} }, ...settings });
}

async function articleWith(draft: Partial<Parameters<typeof textOf>[0]>, site?: Site): Promise<ParsedPage> {
  const own = site ?? (await siteWithLogo());
  const text = textOf({ published: "2026-05-01T10:00:00+05:30", ...draft });
  const app = appOf(await contentOf({ a: text }, own));
  return pageAt((target) => app.request(target), "/articles/a");
}

/** The objects of a page's one data block, by type. */
function dataOf({ html }: ParsedPage): Record<string, Record<string, unknown>> {
  const blocks = scriptsOf(html).filter(({ type }) => type === "application/ld+json");
  expect(blocks).toHaveLength(1);
  const { "@context": context, "@graph": graph } = JSON.parse(blocks[0]?.text ?? "");
  expect(context).toBe("https://schema.org");
  return Object.fromEntries((graph as Record<string, unknown>[]).map((thing) => [thing["@type"], thing]));
}

describe("an article's JSON-LD", () => {
  it("is a NewsArticle that says what the article says", async () => {
    const page = await articleWith({
      headline: "Rain comes early",
      standfirst: "Two days sooner than forecast.",
      byline: "Asha Rao and R. K. Menon",
      image: "https://images.example/rain.jpg | Rain over a harbour",
      categories: ["Weather", "Kochi"],
      updated: "2026-05-01T12:30:00+05:30",
    });
    const publisher = {
      "@type": "Organization",
      name: "The Test",
      url: "https://news.example/",
      logo: { "@type": "ImageObject", url: LOGO },
    };
    const address = "https://news.example/articles/a";
    const { NewsArticle, BreadcrumbList } = dataOf(page);
    expect(NewsArticle).toEqual({
      "@type": "NewsArticle",
      "@id": `${address}#article`,
      url: address,
      mainEntityOfPage: address,
      headline: "Rain comes early",
      description: "Two days sooner than forecast.",
      image: ["https://images.example/rain.jpg"],
      datePublished: "2026-05-01T04:30:00.000Z",
      dateModified: "2026-05-01T07:00:00.000Z",
      author: [
        { "@type": "Person", name: "Asha Rao", url: "https://news.example/authors/asha-rao" },
        { "@type": "Person", name: "R. K. Menon", url: "https://news.example/authors/r-k-menon" },
      ],
      publisher,
      articleSection: ["Weather", "Kochi"],
      inLanguage: "en-IN",
      isAccessibleForFree: true,
    });
    expect(BreadcrumbList?.itemListElement).toEqual([
      { "@type": "ListItem", position: 1, name: "The Test", item: "https://news.example/" },
      { "@type": "ListItem", position: 2, name: "Weather", item: "https://news.example/categories/weather" },
      { "@type": "ListItem", position: 3, name: "Rain comes early", item: address },
    ]);
  });

  it("leaves out what the article and the settings leave out", async () => {
    const site = await siteOf();
    const text = "Published 10:00 IST, May 1st 2026\nA headline\n- 1 min read\nThe body.";
    const html = '<p><img src="https://images.example/a.jpg" alt=""></p>';
    const article = await revise({ ...articleOf(text, "a", site), html }, STORED);
    const app = appOf({ site, store: createMemoryStore(site, [article], STORED) });
    const { NewsArticle } = dataOf(await pageAt((target) => app.request(target), "/articles/a"));
    for (const key of ["description", "image", "author", "articleSection"])
      expect(NewsArticle, key).not.toHaveProperty(key);
    expect(NewsArticle?.publisher).toEqual({
      "@type": "Organization",
      name: "The Test",
      url: "https://news.example/",
    });
    expect(NewsArticle?.dateModified).toBe(NewsArticle?.datePublished);
  });

  it("holds any text as it stands, and no text gets out of its element", async () => {
    const texts = [
      ...HOSTILE,
      "</script><script>alert(1)</script>",
      "<!--<script>",
      "</SCRIPT >",
      "<!-- --!>",
      '"}]}',
      "\\u003c/script>",
    ];
    for (const hostile of texts) {
      const site = await siteOf({ title: `T ${hostile} T`, description: `D ${hostile} D` });
      const draft = {
        headline: `H ${hostile} h`,
        standfirst: `S ${hostile} s.`,
        image: `https://images.example/a.jpg | P ${hostile} p`,
        categories: [`C ${hostile} c`],
      };
      const text = textOf({ published: "2026-05-01T10:00:00Z", ...draft });
      const article = await revise(articleOf(text, "a", site), STORED);
      const app = appOf({ site, store: createMemoryStore(site, [article], STORED) });
      const page = await pageAt((target) => app.request(target), "/articles/a");
      const { NewsArticle } = dataOf(page);
      expect(NewsArticle?.headline).toBe(article.headline);
      expect(NewsArticle?.description).toBe(article.standfirst);
      expect(NewsArticle?.articleSection).toEqual(article.categories.map(({ label }) => label));
      expect(scriptsOf(page.html)).toHaveLength(1);
      expect(metaOf(page.document, "og:title")).toEqual([article.headline]);
      const front = await pageAt((target) => app.request(target), "/");
      expect(dataOf(front).WebSite).toMatchObject({ name: site.title, description: site.description });
      expect(
        scriptsOf(front.html)
          .map(({ type }) => type)
          .sort(),
      ).toEqual(["", "application/ld+json"]);
    }
  });
});

describe("Open Graph", () => {
  it("of an article says what it is, when, by whom and with which picture", async () => {
    const { document } = await articleWith({
      headline: "Rain comes early",
      standfirst: "Two days sooner than forecast.",
      byline: "Asha Rao",
      image: "https://images.example/rain.jpg | Rain over a harbour",
      categories: ["Weather", "Kochi"],
      updated: "2026-05-01T12:30:00+05:30",
    });
    const expected: Record<string, string[]> = {
      "og:type": ["article"],
      "og:title": ["Rain comes early"],
      "og:description": ["Two days sooner than forecast."],
      "og:url": ["https://news.example/articles/a"],
      "og:site_name": ["The Test"],
      "og:locale": ["en_IN"],
      "og:image": ["https://images.example/rain.jpg"],
      "og:image:alt": ["Rain over a harbour"],
      "article:published_time": ["2026-05-01T04:30:00.000Z"],
      "article:modified_time": ["2026-05-01T07:00:00.000Z"],
      "article:author": ["https://news.example/authors/asha-rao"],
      "article:section": ["Weather"],
      "article:tag": ["Weather", "Kochi"],
      "twitter:card": ["summary_large_image"],
      author: ["Asha Rao"],
      description: ["Two days sooner than forecast."],
    };
    for (const [name, contents] of Object.entries(expected)) expect(metaOf(document, name), name).toEqual(contents);
  });

  it.each([
    ["hi", "hi_IN"],
    ["mr", "mr_IN"],
    ["en", "en_US"],
    ["en-GB", "en_GB"],
    ["pt-BR", "pt_BR"],
    ["zh-Hant", "zh_TW"],
  ])("names the language %s as the locale %s", async (language, locale) => {
    const { document } = await articleWith({}, await siteWithLogo({ language }));
    expect(metaOf(document, "og:locale")).toEqual([locale]);
  });

  it("of an article without a picture shows the site's logo, small", async () => {
    const { document } = await articleWith({});
    expect(metaOf(document, "og:image")).toEqual([LOGO]);
    expect(metaOf(document, "og:image:alt")).toEqual([]);
    expect(metaOf(document, "twitter:card")).toEqual(["summary"]);
  });

  it("of the other pages says what they are called and where they are", async () => {
    const text = textOf({ published: "2026-05-01T10:00:00Z", categories: ["Weather"], byline: "Asha Rao" });
    const app = appOf(await contentOf({ a: text }, await siteWithLogo()));
    for (const path of ["/", "/categories/weather", "/authors/asha-rao", "/search", "/search?q=body"]) {
      const { document } = await pageAt((target) => app.request(target), path);
      expect(metaOf(document, "og:type"), path).toEqual(["website"]);
      expect(metaOf(document, "og:title"), path).toEqual([document.title]);
      expect(metaOf(document, "og:url"), path).toEqual([`https://news.example${path}`]);
    }
  });
});

it("the front page tells search engines how the site is searched", async () => {
  const app = appOf(await contentOf({ a: textOf({ published: "2026-05-01T10:00:00Z" }) }, await siteWithLogo()));
  const { WebSite } = dataOf(await pageAt((target) => app.request(target), "/"));
  expect(WebSite).toMatchObject({ name: "The Test", url: "https://news.example/", inLanguage: "en-IN" });
  const action = WebSite?.potentialAction as { target: { urlTemplate: string }; "query-input": string };
  expect(action["query-input"]).toBe("required name=search_term_string");
  const target = new URL(action.target.urlTemplate.replace("{search_term_string}", "body"));
  const { document } = await pageAt((path) => app.request(path), target.pathname + target.search);
  expect(document.querySelectorAll(".entries > li")).toHaveLength(1);
});

/** The scripts of a page as the HTML Standard's parser finds them. */
function scriptsOf(html: string): { type: string; text: string }[] {
  const found: { type: string; text: string }[] = [];
  const walk = (node: Tree.Node): void => {
    if (node.nodeName === "script" && "attrs" in node) {
      const type = node.attrs.find(({ name }) => name === "type")?.value ?? "";
      const text = node.childNodes.map((child) => ("value" in child ? child.value : "")).join("");
      found.push({ type, text });
    }
    if ("childNodes" in node) node.childNodes.forEach(walk);
  };
  walk(parse(html));
  return found;
}
