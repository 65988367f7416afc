import fc from "fast-check";
import { expect, it } from "vitest";
import { type Article, revise } from "../../../src/article/article.ts";
import type { Scope } from "../../../src/site/scope.ts";
import type { ArticleStore } from "../../../src/store/article-store.ts";
import { MAX_INCREMENTAL_CHANGES } from "../../../src/store/memory/article-index.ts";
import { createMemoryStore, type MemoryStore } from "../../../src/store/memory/memory-store.ts";
import { MAX_OVERLAID_SLUGS } from "../../../src/store/memory/slug-index.ts";
import { articleOf, STORED, siteOf } from "../../support/fixtures/content.ts";

const SITE = await siteOf({ author: "Desk", categories: { India: {} } });
const SLUGS = ["a", "b", "c", "d", "e"];
const LABELS = ["India", "Town Hall", "TOWN-HALL", "Rivers"];
const NAMES = ["Asha Rao", "Ravi Iyer"];
const SCOPES: readonly Scope[] = [
  { kind: "all" },
  ...["india", "town-hall", "rivers", "none"].map((slug): Scope => ({ kind: "category", slug })),
  ...["desk", "asha-rao", "ravi-iyer"].map((slug): Scope => ({ kind: "author", slug })),
];
/** Between the third and the fourth of the days on which articles are published: some are still to come. */
const NOW = new Date("2025-03-03T12:00:00Z");

/** What happens to a slug: it gets an article of a day, with labels and names, or it has none any more. */
const happening = fc.record({
  slug: fc.constantFrom(...SLUGS),
  day: fc.integer({ min: 0, max: 5 }),
  labels: fc.uniqueArray(fc.constantFrom(...LABELS), { maxLength: 2 }),
  names: fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 2 }),
});

async function reported(store: ArticleStore) {
  const pages = SCOPES.flatMap((scope) => [1, 2, 100].map((limit) => store.newestPage({ scope, limit, now: NOW })));
  const shown = (await Promise.all(pages)).map(async (page) => page && { ...page, articles: await page.articles() });
  return {
    pages: await Promise.all(shown),
    articles: await Promise.all(SLUGS.map((slug) => store.article(slug, NOW))),
    census: await store.taxonomyCounts(NOW),
  };
}

it("a store after any exchanges answers as one that is made anew of the same articles", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 25 }), async (happenings) => {
      const held = new Map<string, Article>();
      let store: MemoryStore = createMemoryStore(SITE, [], STORED);
      for (const [index, { slug, day, labels, names }] of happenings.entries()) {
        const former = held.get(slug);
        const text = [
          `Published 10:00 UTC, March ${day}th 2025`,
          `Headline ${index}`,
          ...(names.length === 0 ? [] : [`By ${names.join(" and ")}`]),
          ...labels.map((label) => `- ${label}`),
          "## Subhead",
          "Text.",
        ].join("\n");
        const article =
          day === 0 ? undefined : await revise(articleOf(text, slug, SITE), new Date(STORED.getTime() + index));
        const changed = new Date(STORED.getTime() + 60_000 * index);
        store = store.withChanges(
          { removed: former === undefined ? [] : [former], added: article === undefined ? [] : [article] },
          changed,
        );
        if (article === undefined) held.delete(slug);
        else held.set(slug, article);
        // When an article last changed is not forgotten with it, so that time never goes back.
        const { census: counts, ...rest } = await reported(store);
        const { census: fresh, ...others } = await reported(createMemoryStore(SITE, held.values(), changed));
        expect(rest).toEqual(others);
        expect({ ...counts, modified: fresh.modified }).toEqual(fresh);
        expect(counts.modified.getTime()).toBeGreaterThanOrEqual(fresh.modified.getTime());
      }
    }),
    { seed: 20_250_331, numRuns: 100 },
  );
}, 60_000);

it("a former store goes on answering as before", async () => {
  const article = await revise(
    articleOf("Published 10:00 UTC, March 1st 2025\nOld\n- India\nText.", "a", SITE),
    STORED,
  );
  const former = createMemoryStore(SITE, [article], STORED);
  const before = await reported(former);
  former.withChanges({ removed: [article], added: [] }, NOW);
  expect(await reported(former)).toEqual(before);
});

it("articles are found by slug through more changes than are carried on top", async () => {
  let store = createMemoryStore(SITE, [], STORED);
  const base = articleOf("Published 10:00 UTC, March 1st 2025\nA\n- India\nText.", "a", SITE);
  const articles: Article[] = [];
  for (let index = 0; index <= MAX_OVERLAID_SLUGS + 1; index += 1) {
    const article = await revise({ ...base, slug: `s${index}` }, STORED);
    articles.push(article);
    store = store.withChanges(
      { removed: index > 0 && index % 2 === 0 ? articles.slice(index - 1, index) : [], added: [article] },
      STORED,
    );
  }
  for (const [index, article] of articles.entries()) {
    const gone = index % 2 === 1 && index < articles.length - 1;
    expect(await store.article(article.slug, NOW)).toBe(gone ? undefined : article);
  }
});

it.each([
  MAX_INCREMENTAL_CHANGES - 2,
  MAX_INCREMENTAL_CHANGES,
  MAX_INCREMENTAL_CHANGES + 2,
  3 * MAX_INCREMENTAL_CHANGES,
])("an exchange of %i articles at once comes to the same as a store made anew", async (count) => {
  const base = articleOf("Published 10:00 UTC, March 1st 2025\nA\n- India\nText.", "a", SITE);
  const make = (prefix: string, slug: string, index: number) =>
    revise({ ...base, slug, headline: prefix, published: new Date(base.published.getTime() + index) }, STORED);
  const range = Array.from({ length: count / 2 }, (_, index) => index);
  const stays = await make("Stays", "a", 5);
  const before = await Promise.all(range.map((index) => make("Before", `s${index}`, index)));
  const after = await Promise.all(range.map((index) => make("After", `s${index}`, count - index)));
  const former = createMemoryStore(SITE, [stays, ...before], STORED);
  const told0 = await reported(former);
  const store = former.withChanges({ removed: before, added: after }, STORED);
  expect(await reported(store)).toEqual(await reported(createMemoryStore(SITE, [stays, ...after], STORED)));
  expect((await store.article("s1", NOW))?.headline).toBe("After");
  expect(await reported(former)).toEqual(told0);
});
