import { parse, parseFragment, serialize, type DefaultTreeAdapterTypes as Tree } from "parse5";
import { beforeAll, describe, expect, it } from "vitest";
import { revise } from "../../../src/article/article.ts";
import { createMemoryStore } from "../../../src/store/memory/memory-store.ts";
import { appOf, articleOf, contentOf, NOW, STORED, siteOf } from "../../support/fixtures/content.ts";
import { corpus, type Model } from "../../support/fixtures/corpus.ts";
import {
  type Ask,
  attributeOf,
  attributesIn,
  only,
  type ParsedPage,
  pageAt,
  textsIn,
} from "../../support/readers/parsed-page.ts";

const ARTICLES = 150;

const pathTo = (slug: string) => `/articles/${encodeURIComponent(slug)}`;

describe("the page of an article shows", () => {
  const models: Model[] = [];
  const pages = new Map<string, ParsedPage>();

  beforeAll(async () => {
    const site = await siteOf({ author: "The Desk" });
    const written = [...corpus(5, ARTICLES)];
    const articles = await Promise.all(
      written.map(async ({ text, model }) => revise(articleOf(text, model.slug, site), STORED)),
    );
    const app = appOf({ site, store: createMemoryStore(site, articles, STORED) });
    const ask: Ask = (target) => app.request(target);
    for (const { model } of written) {
      models.push(model);
      pages.set(model.slug, await pageAt(ask, pathTo(model.slug)));
    }
  }, 30_000);

  /** What is checked of every page. */
  const each = (check: (page: ParsedPage, model: Model) => void) => {
    expect(models).toHaveLength(ARTICLES);
    for (const model of models) {
      const page = pages.get(model.slug);
      if (page === undefined) throw new Error(`there is no page of ${model.slug}`);
      check(page, model);
    }
  };

  it("its headline and standfirst as plain text", () => {
    each(({ document }, { headline, standfirst }) => {
      expect(only(document, "article.story h1").textContent).toBe(headline);
      expect(textsIn(document, "article.story > header > .standfirst")).toEqual(
        standfirst === null ? [] : [standfirst.trim()],
      );
      expect(only(document, "title").textContent).toBe(`${headline} – The Test`);
    });
  });

  it("who wrote it, with links to their pages; the site's own author where nobody is named", () => {
    let named = 0;
    each(({ document }, { authors }) => {
      const shown = authors.length > 0 ? authors : [{ name: "The Desk", slug: "the-desk" }];
      named += authors.length;
      const selector = 'article.story a[rel="author"]';
      expect(textsIn(document, selector)).toEqual(shown.map(({ name }) => name));
      expect(attributesIn(document, selector, "href")).toEqual(
        shown.map(({ slug }) => `/authors/${encodeURIComponent(slug)}`),
      );
    });
    expect(named).toBeGreaterThan(ARTICLES / 2);
  });

  it("its categories, in its order, with links to their pages", () => {
    each(({ document }, { categories }) => {
      const selector = 'article.story > footer .tags a[rel="tag"]';
      expect(textsIn(document, selector)).toEqual(categories.map(({ name }) => name));
      expect(attributesIn(document, selector, "href")).toEqual(
        categories.map(({ slug }) => `/categories/${encodeURIComponent(slug)}`),
      );
    });
  });

  it("when it was published and changed: to the minute in the site's zone, exactly in UTC", () => {
    let changed = 0;
    each(({ document }, { published, updated }) => {
      const instants = updated > published ? [published, updated] : [published];
      changed += instants.length - 1;
      const times = [...document.querySelectorAll("article.story > header time")];
      expect(times.map((time) => attributeOf(time, "datetime"))).toEqual(
        instants.map((instant) => instant.toISOString()),
      );
      for (const [index, instant] of instants.entries())
        for (const piece of kolkata(instant)) expect(times[index]?.textContent).toContain(piece);
      const line = only(document, "article.story > header .meta").textContent;
      expect(line).toContain("Published");
      expect(line.includes("Updated")).toBe(updated > published);
    });
    expect(changed).toBeGreaterThan(0);
  });

  it("its picture with its alternative text, without telling who keeps it who reads", () => {
    let shown = 0;
    each(({ document }, { picture }) => {
      const images = [...document.querySelectorAll("figure.lead img")];
      expect(images).toHaveLength(picture === null ? 0 : 1);
      const [image] = images;
      if (image === undefined || picture === null) return;
      shown += 1;
      expect(attributeOf(image, "src")).toBe(picture.address);
      expect(attributeOf(image, "alt")).toBe(picture.alternative);
      expect(attributeOf(image, "referrerpolicy")).toBe("no-referrer");
    });
    expect(shown).toBeGreaterThan(ARTICLES / 10);
  });

  it("its body, element by element", () => {
    each(({ html }, model) => {
      const shown = serialize(bodyOf(html)).replaceAll(' class="bare"', "");
      expect(shown.trim()).toBe(serialize(parseFragment(model.html)));
    });
  });

  it("what stands before and behind it in its first category", () => {
    const newestFirst = models.toSorted(
      (a, b) => b.published.getTime() - a.published.getTime() || (a.slug < b.slug ? -1 : 1),
    );
    each(({ document }, model) => {
      const [first] = model.categories;
      const folder = newestFirst.filter(
        ({ categories }) => first === undefined || categories.some(({ slug }) => slug === first.slug),
      );
      const place = folder.indexOf(model);
      for (const [rel, other] of [
        ["prev", folder[place + 1]],
        ["next", folder[place - 1]],
      ] as const) {
        const selector = `nav.beside a[rel="${rel}"]`;
        expect(attributesIn(document, selector, "href")).toEqual(other ? [pathTo(other.slug)] : []);
        expect(textsIn(document, `${selector} .headline`)).toEqual(other ? [other.headline.trim()] : []);
      }
    });
  });

  it("how long it takes to read where it says so", () => {
    let stated = 0;
    each(({ document }, { readingMinutes }) => {
      const line = only(document, "article.story > header .meta").textContent;
      if (readingMinutes === null) expect(line).toMatch(/about \d+ min read$/);
      else {
        stated += 1;
        expect(line).toMatch(new RegExp(`[^t] ${readingMinutes} min read$`));
      }
    });
    expect(stated).toBeGreaterThan(0);
  });
});

describe("an article that does not say how long it takes to read", () => {
  const minutesOf = async (body: string) => {
    const text = `Published 10:00 IST, May 1st 2026\nA headline\n- India\n${body}`;
    const app = appOf(await contentOf({ a: text }, await siteOf()));
    const { document } = await pageAt((target) => app.request(target), "/articles/a");
    return / about (\d+) min read$/.exec(only(document, "article.story > header .meta").textContent ?? "")?.[1];
  };

  it.each([
    ["one word", "Yes.", "1"],
    ["690 words of English", sentences("word", 690), "3"],
    ["690 words of Hindi", sentences("क्षत्रिय", 690), "3"],
    ["690 words with hyphens and apostrophes", sentences("o’clock-ish", 690), "3"],
    ["1380 characters of Japanese, which knows no spaces", sentences("今日は", 460, ""), "3"],
  ])("is measured: %s", async (_, body, minutes) => {
    expect(await minutesOf(body)).toBe(minutes);
  });
});

it("an article of 500 KB has a page with all of it", async () => {
  const body = Array.from({ length: 5_000 }, (_, index) => `Sentence ${index} ${"of a long text ".repeat(6)}ends.`);
  const text = ["Published 10:00 IST, May 1st 2026", "A headline", "A standfirst.", "- India", ...body].join("\n");
  expect(text.length).toBeGreaterThan(500_000);
  const app = appOf(await contentOf({ a: text }, await siteOf()), NOW);
  const { html } = await pageAt((target) => app.request(target), "/articles/a");
  const paragraphs = bodyOf(html).childNodes.filter(({ nodeName }) => nodeName === "p");
  expect(paragraphs).toHaveLength(body.length);
});

/** So many words in paragraphs of a hundred. */
function sentences(word: string, count: number, space = " "): string {
  const words = Array.from({ length: count }, () => word);
  const lines: string[] = [];
  while (words.length > 0) lines.push(`${words.splice(0, 100).join(space)}.`);
  return lines.join("\n");
}

/** Day and time of day in the site's zone, as `Intl` knows them. */
function kolkata(instant: Date): readonly string[] {
  const timeZone = "Asia/Kolkata";
  return [
    new Intl.DateTimeFormat("en-GB", { timeZone, day: "numeric", month: "long", year: "numeric" }).format(instant),
    new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hour12: false }).format(instant),
  ];
}

/** The element that holds the article's own HTML, as the HTML Standard's parser sees it. */
function bodyOf(html: string): Tree.Element {
  const walk = (node: Tree.Node): Tree.Element | undefined => {
    if ("attrs" in node && node.attrs.some(({ name, value }) => name === "class" && value === "body")) return node;
    if (!("childNodes" in node)) return undefined;
    for (const child of node.childNodes) {
      const found = walk(child);
      if (found) return found;
    }
    return undefined;
  };
  const found = walk(parse(html));
  if (found === undefined) throw new Error("there is no body of an article");
  return found;
}
