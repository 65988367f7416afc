import { beforeAll, describe, expect, it } from "vitest";
import { type Article, revise } from "../../../src/article/article.ts";
import type { Site } from "../../../src/site/site.ts";
import type { ArticleStore } from "../../../src/store/article-store.ts";
import { createMemoryStore } from "../../../src/store/memory/memory-store.ts";
import { createSqlStore } from "../../../src/store/sql/sql-store.ts";
import { appOf, articleOf, NOW, STORED, siteOf } from "../../support/fixtures/content.ts";
import { type Ask, attributesIn, metaOf, pageAt, textsIn } from "../../support/readers/parsed-page.ts";
import { textOf } from "../../support/services/app.ts";
import { publishIn } from "../../support/stores/database.ts";
import { emptyDatabase } from "../../support/stores/sqlite.ts";

const SETTINGS = { categories: { India: {} } };
const ARTICLES = 1_000;

/** So many articles, the oldest first, a minute apart; every third is in India and by Asha Rao. */
function textsOf(count: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, number) => {
      const published = new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString();
      const own = number % 3 === 0 ? { categories: ["India"], byline: "Asha Rao" } : {};
      return [`a${number}`, textOf({ published, headline: `Headline ${number}`, ...own })];
    }),
  );
}

async function memoryOf(site: Site, texts: Readonly<Record<string, string>>): Promise<ArticleStore> {
  const articles: Article[] = [];
  for (const [slug, text] of Object.entries(texts)) articles.push(await revise(articleOf(text, slug, site), STORED));
  return createMemoryStore(site, articles, STORED);
}

async function sqliteOf(site: Site, texts: Readonly<Record<string, string>>): Promise<ArticleStore> {
  const database = await emptyDatabase();
  await publishIn(database, site, texts);
  return createSqlStore(database, site);
}

const askerOf = (site: Site, store: ArticleStore): Ask => {
  const app = appOf({ site, store });
  return (target) => app.request(target);
};

interface Step {
  readonly target: string;
  /** Slugs in their order. */
  readonly shown: readonly string[];
  readonly title: string;
}

/** Every page from one on, following the links of a kind to the end. */
async function walk(ask: Ask, start: string, rel: "next" | "prev"): Promise<Step[]> {
  const steps: Step[] = [];
  let target: string | undefined = start;
  while (target !== undefined) {
    const { document } = await pageAt(ask, target);
    const shown = attributesIn(document, ".entries > li > article :is(h2, h3) a", "href").map((href) =>
      href.replace("/articles/", ""),
    );
    steps.push({ target, shown, title: document.title });
    expect(steps.length).toBeLessThan(2 * ARTICLES);
    const links: string[] = attributesIn(document, `nav.pager a[rel="${rel}"]`, "href");
    expect(links.length, target).toBeLessThanOrEqual(1);
    // The head says the same, absolutely.
    expect(attributesIn(document, `head link[rel="${rel}"]`, "href")).toEqual(
      links.map((link) => `https://news.example${link}`),
    );
    expect(attributesIn(document, 'link[rel="canonical"]', "href")).toEqual([`https://news.example${target}`]);
    expect(metaOf(document, "og:url")).toEqual([`https://news.example${target}`]);
    [target] = links;
  }
  return steps;
}

describe.each([
  ["memory", memoryOf],
  ["SQLite", sqliteOf],
])("over 1,000 articles in %s", (_, storeOf) => {
  let site: Site;
  let ask: Ask;

  beforeAll(async () => {
    site = await siteOf(SETTINGS);
    ask = askerOf(site, await storeOf(site, textsOf(ARTICLES)));
  }, 30_000);

  it.each([
    ["/", 12, 1],
    ["/categories/india", 20, 3],
    ["/authors/asha-rao", 20, 3],
  ])(
    "older pages from %s on hold each article once, newest first, under titles of their own",
    async (start, first, every) => {
      const steps = await walk(ask, start, "next");
      const expected = Array.from({ length: ARTICLES }, (_, index) => ARTICLES - 1 - index)
        .filter((number) => number % every === 0)
        .map((number) => `a${number}`);
      expect(steps.flatMap(({ shown }) => shown)).toEqual(expected);
      expect(steps[0]?.shown).toHaveLength(first);
      expect(new Set(steps.map(({ title }) => title)).size).toBe(steps.length);
      for (const { shown, target } of steps.slice(2)) expect(shown.length, target).toBe(20);
    },
  );

  it.each(["/", "/categories/india"])(
    "newer links lead back from the oldest page to %s, past each article",
    async (start) => {
      const down = await walk(ask, start, "next");
      const oldest = down.at(-1)?.target ?? "";
      const up = await walk(ask, oldest, "prev");
      expect(up.at(-1)?.target).toBe(start);
      expect(new Set(up.flatMap(({ shown }) => shown))).toEqual(new Set(down.flatMap(({ shown }) => shown)));
    },
  );

  it("a page of older articles keeps them whatever is published, and its newer link comes to stay", async () => {
    const links: string[] = [];
    const pages: string[][] = [];
    for (const count of [41, 52, 53, 59, 60, 75, 200]) {
      const some = askerOf(site, await storeOf(site, textsOf(count)));
      const { document } = await pageAt(some, "/?to=40");
      pages.push(textsIn(document, ".entries h2"));
      links.push(...attributesIn(document, 'nav.pager a[rel="prev"]', "href"));
    }
    for (const page of pages) expect(page).toEqual(pages[0]);
    // The front page holds twelve.
    expect(links).toEqual(["/", "/", "/?to=53", "/?to=59", "/?to=60", "/?to=60", "/?to=60"]);
  });

  it("there is nothing beyond the last position, before the first, or at another writing of a page", async () => {
    const statuses: Record<string, number> = {};
    for (const query of ["1000", "1001", "0", "-1", "1.0", "01", "x", "", "99999999999999999999"])
      statuses[query] = (await ask(`/?to=${query}`)).status;
    const { "1000": there, ...others } = statuses;
    expect(there).toBe(200);
    expect(new Set(Object.values(others))).toEqual(new Set([404]));
  });
});

it("whatever the number of articles, each is met once on the way down and at least once on the way up", async () => {
  const site = await siteOf(SETTINGS);
  for (const count of [0, 1, 2, 11, 12, 13, 19, 20, 21, 32, 33, 40, 52, 53, 60, 61, 72, 73]) {
    const ask = askerOf(site, await memoryOf(site, textsOf(count)));
    for (const start of ["/", "/categories/india"]) {
      const down = await walk(ask, start, "next");
      const met = down.flatMap(({ shown }) => shown);
      expect(met).toHaveLength(start === "/" ? count : Math.ceil(count / 3));
      expect(new Set(met).size).toBe(met.length);
      const up = await walk(ask, down.at(-1)?.target ?? "", "prev");
      expect(up.at(-1)?.target).toBe(start);
      expect(new Set(up.flatMap(({ shown }) => shown))).toEqual(new Set(met));
    }
  }
});

it("what was published later with an older date is met on the way up as well, and nothing else is passed over", async () => {
  const site = await siteOf(SETTINGS);
  const database = await emptyDatabase();
  await publishIn(database, site, textsOf(200));
  const old = Array.from({ length: 10 }, (_, number) => [
    `old${number}`,
    textOf({ published: new Date(Date.UTC(2020, 1, 1, 0, number)).toISOString() }),
  ]);
  await publishIn(database, site, Object.fromEntries(old));
  const ask = askerOf(site, createSqlStore(database, site));
  for (const start of ["/", "/?to=20", "/?to=200"]) {
    const steps = await walk(ask, start, start === "/" ? "next" : "prev");
    const from = start === "/?to=200" ? 180 : 0;
    const met = new Set(steps.flatMap(({ shown }) => shown));
    for (let number = from; number < 200; number += 1) expect(met, start).toContain(`a${number}`);
    for (const [slug] of old) expect(met, start).toContain(slug);
  }
});

it.each([
  ["memory", memoryOf],
  ["SQLite", sqliteOf],
])("in %s nobody learns from the addresses of pages how many articles are to come", async (_, storeOf) => {
  const site = await siteOf(SETTINGS);
  const statuses = async (waiting: number) => {
    const coming = Array.from({ length: waiting }, (_each, number) => [
      `later${number}`,
      textOf({ published: new Date(NOW.getTime() + (number + 1) * 60_000).toISOString() }),
    ]);
    const store = await storeOf(site, { ...textsOf(40), ...Object.fromEntries(coming) });
    const ask = askerOf(site, store);
    const reported = [];
    for (const to of [39, 40, 41, 42, 47, 48, 100, 140, 170]) reported.push((await ask(`/?to=${to}`)).status);
    return reported;
  };
  const none = await statuses(0);
  expect(none).toEqual([200, 200, ...Array.from({ length: 7 }, () => 404)]);
  // A few, and more than a collection's row has the references of.
  for (const waiting of [1, 7, 130]) expect(await statuses(waiting), `${waiting}`).toEqual(none);
});
