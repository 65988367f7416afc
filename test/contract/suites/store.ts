import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Scope } from "../../../src/site/scope.ts";
import type { ArticleStore } from "../../../src/store/article-store.ts";
import { archiveContract } from "./archive.ts";
import { stateContract } from "./state.ts";
import { updatesContract } from "./updates.ts";

/** Makes a store of a site's settings and of articles given by their texts, by slug. */
export type StoreFactory = (
  settings: Readonly<Record<string, unknown>>,
  texts: Readonly<Record<string, string>>,
) => Promise<ArticleStore>;

interface Planned {
  readonly slug: string;
  readonly published: Date;
  readonly categories: readonly string[];
  readonly author: string;
}

const SETTINGS = {
  title: "The Test",
  address: "https://news.example",
  author: "News Desk",
  categories: { Weather: { order: 4 }, India: { order: 1 }, Empty: { order: 2 }, Art: { order: 3 } },
};

const ALL: Scope = { kind: "all" };
const category = (slug: string): Scope => ({ kind: "category", slug });
const author = (slug: string): Scope => ({ kind: "author", slug });

/** Sixty articles; several share a minute, and half of the time they lie in has not come yet. */
const START = Date.UTC(2150, 0, 1);
const HOUR = 3_600_000;
const PLAN: readonly Planned[] = fc
  .sample(
    fc.record({
      hour: fc.integer({ min: 0, max: 40 }),
      categories: fc.subarray(["weather", "india", "zebras", "culture"]),
      author: fc.constantFrom("asha-rao", "bilal-khan", "news-desk"),
    }),
    { numRuns: 60, seed: 7 },
  )
  .map(({ hour, ...rest }, index) => ({
    slug: `story-${String((index * 37) % 60).padStart(2, "0")}`,
    published: new Date(START + hour * HOUR),
    ...rest,
  }));

const LABELS: Readonly<Record<string, string>> = {
  weather: "Weather",
  india: "India",
  zebras: "Zebras",
  culture: "Culture",
};
const NAMES: Readonly<Record<string, string>> = { "asha-rao": "Asha Rao", "bilal-khan": "Bilal Khan" };

const TEXTS = Object.fromEntries(PLAN.map((planned) => [planned.slug, textOf(planned)]));

function textOf({ slug, published, categories, author: by }: Planned): string {
  const name = NAMES[by];
  return [
    `Published ${published.toISOString()}`,
    `Headline of ${slug}`,
    "What it is about.",
    ...(name === undefined ? [] : [`By ${name}`]),
    ...categories.map((each) => `- ${LABELS[each]}`),
    "One plain sentence.",
  ].join("\n");
}

/** What is to be found, told from the plan alone. */
function expected(scope: Scope, now: Date): Planned[] {
  return PLAN.filter(({ published }) => published <= now)
    .filter(
      (planned) =>
        scope.kind === "all" ||
        (scope.kind === "category" && planned.categories.includes(scope.slug)) ||
        (scope.kind === "author" && planned.author === scope.slug),
    )
    .sort((a, b) => b.published.getTime() - a.published.getTime() || (a.slug < b.slug ? -1 : 1));
}

const BEFORE = new Date(START - 1);
const MIDDLE = new Date(START + 20 * HOUR);
const AFTER = new Date(START + 100 * HOUR);
const SCOPES = [ALL, ...Object.keys(LABELS).map(category), ...["asha-rao", "bilal-khan", "news-desk"].map(author)];

/** The promises that every store keeps (src/store/article-store.ts). */
export function storeContract(name: string, create: StoreFactory): void {
  describe(`the ${name} store`, () => {
    let store: ArticleStore;

    beforeAll(async () => {
      store = await create(SETTINGS, TEXTS);
    });

    it("answers with the newest of a scope, ties by slug, at most as many as asked for", {
      timeout: 60_000,
    }, async () => {
      let questions = 0;
      for (const scope of SCOPES) {
        for (let hour = 0; hour <= 41; hour += 1) {
          const now = new Date(START + hour * HOUR);
          const all = expected(scope, now);
          for (const limit of [1, 5, 100]) {
            const page = await store.newestPage({ scope, limit, now });
            const slugs = page?.refs.map(({ slug }) => slug) ?? [];
            expect(slugs).toEqual(all.slice(0, limit).map(({ slug }) => slug));
            questions += 1;
          }
        }
      }
      expect(questions).toBe(1008);
    });

    it("shows an article from the very instant of its publication", async () => {
      for (const { slug, published } of PLAN.slice(0, 10)) {
        expect(await store.article(slug, new Date(published.getTime() - 1))).toBeUndefined();
        expect(await store.article(slug, published)).toMatchObject({ slug, published });
      }
    });

    it("does not know what is to come: no article, no category, no author, no count of it", async () => {
      const counts = await store.taxonomyCounts(BEFORE);
      expect(counts.articles).toBe(0);
      expect(counts.categories.every(({ count }) => count === 0)).toBe(true);
      expect(counts.categories.map(({ slug }) => slug)).not.toContain("zebras");
      expect(counts.authors.map(({ slug }) => slug)).toEqual(["news-desk"]);
      expect(await store.newestPage({ scope: category("zebras"), limit: 5, now: BEFORE })).toBeUndefined();
      expect(await store.newestPage({ scope: author("asha-rao"), limit: 5, now: BEFORE })).toBeUndefined();
      expect(await store.newestPage({ scope: ALL, limit: 5, now: BEFORE })).toMatchObject({ refs: [] });
      for (const { slug } of PLAN) expect(await store.article(slug, BEFORE)).toBeUndefined();
    });

    it("reads a page's articles in the order and the revisions of its references", async () => {
      const page = await store.newestPage({ scope: ALL, limit: 25, now: MIDDLE });
      const articles = (await page?.articles()) ?? [];
      const pick = ({ slug, revision, published, updated }: (typeof articles)[number]) => ({
        slug,
        revision,
        published,
        updated,
      });
      expect(articles.map(pick)).toEqual(page?.refs.map((ref) => pick(ref as (typeof articles)[number])));
      expect(articles).toHaveLength(25);
      for (const { slug, headline, html } of articles) {
        expect(headline).toBe(`Headline of ${slug}`);
        expect(html).toBe("<p>One plain sentence.</p>");
      }
    });

    it("gives the same article in a page and by its slug", async () => {
      const page = await store.newestPage({ scope: ALL, limit: 100, now: AFTER });
      for (const article of (await page?.articles()) ?? [])
        expect(await store.article(article.slug, AFTER)).toEqual(article);
    });

    it("gives each article a revision of its own, the same in every store", async () => {
      const revisions = async (from: ArticleStore) =>
        (await from.newestPage({ scope: ALL, limit: 100, now: AFTER }))?.refs.map(({ revision }) => revision);
      const own = await revisions(store);
      expect(new Set(own).size).toBe(PLAN.length);
      expect(await revisions(await create(SETTINGS, TEXTS))).toEqual(own);
      const edited = { ...TEXTS, "story-00": `${TEXTS["story-00"]}\nAnd another one.` };
      const others = await revisions(await create(SETTINGS, edited));
      expect(others?.filter((revision) => !own?.includes(revision))).toHaveLength(1);
    });

    it("names scopes as articles and settings do", async () => {
      const nameOf = async (scope: Scope) => (await store.newestPage({ scope, limit: 1, now: AFTER }))?.name;
      expect(await nameOf(ALL)).toBe("");
      expect(await nameOf(category("zebras"))).toBe("Zebras");
      expect(await nameOf(category("empty"))).toBe("Empty");
      expect(await nameOf(author("asha-rao"))).toBe("Asha Rao");
      expect(await nameOf(author("news-desk"))).toBe("News Desk");
    });

    it("has an empty page for what the settings name, and none for what nobody names", async () => {
      const page = await store.newestPage({ scope: category("empty"), limit: 10, now: AFTER });
      expect(page?.refs).toEqual([]);
      expect(await page?.articles()).toEqual([]);
      for (const slug of ["nothing", "", "Weather", "__proto__", "constructor", "toString"]) {
        expect(await store.newestPage({ scope: category(slug), limit: 10, now: AFTER })).toBeUndefined();
        expect(await store.newestPage({ scope: author(slug), limit: 10, now: AFTER })).toBeUndefined();
        expect(await store.article(slug, AFTER)).toBeUndefined();
      }
    });

    it("counts what there is at an instant: categories in the site's order, then by name; authors by name", async () => {
      for (const now of [MIDDLE, AFTER]) {
        const counts = await store.taxonomyCounts(now);
        expect(counts.articles).toBe(expected(ALL, now).length);
        expect(counts.categories.map(({ slug }) => slug)).toEqual([
          "india",
          "empty",
          "art",
          "weather",
          "culture",
          "zebras",
        ]);
        expect(counts.authors.map(({ name: each }) => each)).toEqual(["Asha Rao", "Bilal Khan", "News Desk"]);
        for (const { slug, count } of counts.categories) expect(count).toBe(expected(category(slug), now).length);
        for (const { slug, count } of counts.authors) expect(count).toBe(expected(author(slug), now).length);
      }
    });

    it("has changed when something is published, without being touched", async () => {
      for (const now of [START, START + 13 * HOUR, START + 40 * HOUR].map((time) => new Date(time))) {
        const newest = expected(ALL, now)[0]?.published.getTime() ?? 0;
        const page = await store.newestPage({ scope: ALL, limit: 1, now });
        expect(page?.modified.getTime()).toBe(newest);
        expect((await store.taxonomyCounts(now)).modified.getTime()).toBe(newest);
      }
    });

    it("keeps answering alike: what it gave away once does not change", async () => {
      const page = await store.newestPage({ scope: ALL, limit: 10, now: AFTER });
      const before = JSON.stringify(await page?.articles());
      await Promise.all(SCOPES.map((scope) => store.newestPage({ scope, limit: 3, now: MIDDLE })));
      expect(JSON.stringify(await page?.articles())).toBe(before);
    });

    archiveContract(create);
    stateContract(create);
    updatesContract(create);

    it("can be empty", async () => {
      const empty = await create({ title: "The Test", address: "https://news.example" }, {});
      expect(await empty.newestPage({ scope: ALL, limit: 5, now: AFTER })).toMatchObject({
        name: "",
        refs: [],
      });
      expect(await empty.taxonomyCounts(AFTER)).toMatchObject({ articles: 0, categories: [], authors: [] });
      expect(await empty.article("nothing", AFTER)).toBeUndefined();
      expect(await empty.version(AFTER)).toMatchObject({ articles: 0, last: 0, next: null });
    });
  });
}
