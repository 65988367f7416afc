import fc from "fast-check";
import { expect, it } from "vitest";
import type { Article } from "../../../src/article/article.ts";
import type { RecordedRemoval } from "../../../src/store/article-store.ts";
import { Folder } from "../../../src/store/folder/folder.ts";
import { type Bundle, openBundle } from "../../../src/store/memory/bundle-store.ts";
import { createMemoryStore } from "../../../src/store/memory/memory-store.ts";
import { placed } from "../../support/fixtures/archive-model.ts";
import { NOW, STORED, siteOf } from "../../support/fixtures/content.ts";
import { articleText, contentFolder } from "../../support/stores/folder.ts";

const SITE = await siteOf();
const SECOND = 1_000;
const day = (number: number) => new Date(Date.UTC(2026, 9, number));
const ARTICLES = [1, 2, 3].map((number) => placed(`story-${number}`, day(number)));
const COMING = placed("coming", new Date(NOW.getTime() + SECOND));
const REMOVAL: RecordedRemoval = {
  slug: "gone",
  published: day(1),
  removed: day(2),
  scopes: [{ kind: "all" }],
};

interface Held {
  readonly articles?: readonly Article[];
  readonly changed?: Date;
  readonly removals?: readonly RecordedRemoval[];
}

async function markOf({ articles = ARTICLES, changed = STORED, removals = [REMOVAL] }: Held = {}) {
  return (await createMemoryStore(SITE, articles, changed, removals).version(NOW)).version;
}

const [first, ...others] = ARTICLES as [Article, ...Article[]];

it.each<readonly [string, Held]>([
  ["something was taken away later", { changed: NOW }],
  ["an article was stored at another time", { articles: [{ ...first, modified: day(4) }, ...others] }],
  ["an article is to come", { articles: [...ARTICLES, COMING] }],
  ["nothing was removed", { removals: [] }],
  ["it was removed at another time", { removals: [{ ...REMOVAL, removed: day(3) }] }],
  ["it was removed from elsewhere", { removals: [{ ...REMOVAL, scopes: [] }] }],
])("in memory the mark is another where %s", async (_, held) => {
  expect(await markOf(held)).not.toBe(await markOf());
});

it("in memory the mark is another where what is to come comes at another time", async () => {
  const later = { ...COMING, published: new Date(COMING.published.getTime() + SECOND) };
  expect(await markOf({ articles: [...ARTICLES, COMING] })).not.toBe(await markOf({ articles: [...ARTICLES, later] }));
});

it("in memory the mark is the same whatever way articles came in, and comes back with what it was made of", async () => {
  const store = createMemoryStore(SITE, others, STORED, [REMOVAL]);
  const before = (await store.version(NOW)).version;
  const added = store.withChanges({ removed: [], added: [first] }, STORED);
  expect((await added.version(NOW)).version).toBe(await markOf());
  const again = added.withChanges({ removed: [first], added: [] }, STORED);
  expect((await again.version(NOW)).version).toBe(before);
});

const CHOICE = fc.array(fc.boolean(), { minLength: 80, maxLength: 80 });

it("in memory the mark after any exchanges is that of a store made anew, one by one or many at once", async () => {
  const pool = Array.from({ length: 80 }, (_, number) => placed(`piece-${number}`, day(1 + (number % 28))));
  let [compared, differ] = [0, 0];
  await fc.assert(
    fc.asyncProperty(fc.array(CHOICE, { minLength: 2, maxLength: 5 }), async (choices) => {
      let [held, store] = [new Set<Article>(), createMemoryStore(SITE, [], STORED)];
      for (const choice of choices) {
        const next = new Set(pool.filter((_, index) => choice[index]));
        const before = (await store.version(NOW)).version;
        store = store.withChanges(
          {
            removed: [...held].filter((each) => !next.has(each)),
            added: [...next].filter((each) => !held.has(each)),
          },
          STORED,
        );
        const { version } = await store.version(NOW);
        // When anything was last changed is kept, too: all were stored at their times, of which the latest counts.
        const edited = new Date(Math.max(STORED.getTime(), ...[...held, ...next].map(({ modified }) => +modified)));
        expect(version).toBe((await createMemoryStore(SITE, next, edited).version(NOW)).version);
        if (held.size !== next.size || [...next].some((each) => !held.has(each))) {
          expect(version).not.toBe(before);
          differ += 1;
        }
        held = next;
        compared += 1;
      }
    }),
    { seed: 11, numRuns: 40 },
  );
  expect([compared > 80, differ > 80]).toEqual([true, true]);
});

it("in memory a change looks at what has changed, not at all articles, for the mark", async () => {
  let looks = 0;
  const watched = Array.from({ length: 2_000 }, (_, number) => {
    const article = placed(`piece-${number}`, new Date(day(1).getTime() + number * SECOND));
    return Object.defineProperty({ ...article }, "revision", {
      enumerable: true,
      get: () => {
        looks += 1;
        return article.revision;
      },
    });
  });
  const store = createMemoryStore(SITE, watched, STORED);
  const before = (await store.version(NOW)).version;
  expect(looks).toBe(2_000);
  const [one] = watched;
  looks = 0;
  const after = store.withChanges({ removed: one ? [one] : [], added: [first] }, STORED);
  expect((await after.version(NOW)).version).not.toBe(before);
  expect((await after.version(COMING.published)).version).not.toBe(before);
  expect(looks).toBe(1);
});

it("of a folder it is the same after a restart, and in the bundle that is made of it", async () => {
  const path = await contentFolder({ a: articleText("A"), b: articleText("B") });
  const read = async () => {
    const folder = new Folder(path, { now: () => NOW, skipSettling: true });
    await folder.scan();
    return folder.state;
  };
  const [one, other] = [await read(), await read()];
  const mark = (await one.store?.version(NOW))?.version;
  expect(mark).toMatch(/./);
  expect((await other.store?.version(NOW))?.version).toBe(mark);
  const { site, articles, changed } = one;
  const bundle = JSON.parse(JSON.stringify({ site, articles, changed })) as Bundle;
  expect((await openBundle(bundle).store.version(NOW)).version).toBe(mark);
});
