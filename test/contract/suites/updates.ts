import { beforeAll, describe, expect, it } from "vitest";
import type { Scope } from "../../../src/site/scope.ts";
import type { ArticleStore } from "../../../src/store/article-store.ts";
import { ARCHIVE_ENTRIES } from "../../../src/store/article-store.ts";
import { MAX_NEWEST_ENTRIES } from "../../../src/store/sql/database.ts";
import type { StoreFactory } from "./store.ts";

const START = Date.UTC(2150, 0, 1);
const MINUTE = 60_000;
/** More than a collection's row has the references of, so that for a while more are to come than it tells of. */
const COUNT = MAX_NEWEST_ENTRIES + 30;
/** D1 answers a few hundred questions a second. */
const SLOW = { timeout: 60_000 };

const SETTINGS = { title: "The Test", address: "https://news.example", categories: { Empty: {} } };

const at = (minutes: number) => new Date(START + minutes * MINUTE);

/** An article a minute; every second one in India; every fifth says that it was updated an hour later. */
const TEXTS = Object.fromEntries(
  Array.from({ length: COUNT }, (_, number) => [
    `story-${String(number).padStart(3, "0")}`,
    [
      `Published ${at(number).toISOString()}`,
      `Headline ${number}`,
      "A standfirst.",
      number % 3 === 0 ? "By Asha Rao" : "By Bilal Khan",
      ...(number % 2 === 0 ? ["- India"] : []),
      "One sentence.",
      ...(number % 5 === 0 ? [`Updated ${at(number + 60).toISOString()}`] : []),
    ].join("\n"),
  ]),
);

const ALL: Scope = { kind: "all" };
type ShelfScope = Exclude<Scope, { kind: "search" }>;
const SCOPES: readonly ShelfScope[] = [
  { kind: "author", slug: "bilal-khan" },
  ALL,
  { kind: "category", slug: "nothing" },
  { kind: "category", slug: "india" },
  { kind: "category", slug: "empty" },
  { kind: "author", slug: "india" },
  { kind: "author", slug: "asha-rao" },
  { kind: "category", slug: "india" },
];
/** Before the first, with all but the oldest few to come, with half of them, on the way, and after all. */
const MOMENTS = [-1, 0, 5, 29, 30, 75, 100, COUNT + 60].map(at);

/** The promises of a store about many scopes at once, and about what goes on besides what a question is about. */
export function updatesContract(create: StoreFactory): void {
  describe("of what is new", () => {
    let store: ArticleStore;

    beforeAll(async () => {
      store = await create(SETTINGS, TEXTS);
    });

    it("tells of many scopes at once what the page of each tells", SLOW, async () => {
      const reported = new Set<string>();
      for (const now of MOMENTS)
        for (const limit of [1, 20, 100]) {
          const expected = [];
          for (const scope of SCOPES) {
            const times = (await store.newestPage({ scope, limit, now }))?.refs.map(({ updated }) => +updated) ?? [];
            const updated = times.length === 0 ? null : new Date(Math.max(...times));
            expected.push({ entries: times.length, updated });
          }
          expect(await store.updates(SCOPES, limit, now)).toEqual(expected);
          reported.add(JSON.stringify(expected));
        }
      expect(reported.size).toBeGreaterThan(15);
    });

    it("tells of none, and of more than a question to a database takes", SLOW, async () => {
      expect(await store.updates([], 20, at(COUNT))).toEqual([]);
      const many = Array.from(
        { length: 60 },
        (_, index): ShelfScope => SCOPES[index % SCOPES.length] ?? (ALL as ShelfScope),
      );
      for (const now of [at(20), at(COUNT)]) {
        const few = await store.updates(SCOPES, 20, now);
        expect(await store.updates(many, 20, now)).toEqual(many.map((_, index) => few[index % SCOPES.length]));
      }
    });

    it("tells with an archive page what goes on beyond it, as the page of the newest does", SLOW, async () => {
      const rests = new Set<number>();
      for (const scope of SCOPES)
        for (const now of MOMENTS)
          for (const newest of [1, 12, 100]) {
            const page = await store.newestPage({ scope, limit: newest, now });
            const fullPage = await store.archivePage({ scope, page: 1, to: undefined, newest, now });
            if (page === undefined) expect(fullPage).toBeUndefined();
            else expect(fullPage?.cursor).toMatchObject({ olderPosition: page.olderPosition, next: page.next });
            if (page?.refs[0] !== undefined) expect(fullPage?.cursor.modified).toEqual(page.modified);
            rests.add(page?.olderPosition ?? 0);
          }
      expect(rests.size).toBeGreaterThan(15);
      for (const now of MOMENTS.slice(1)) {
        const fullPage = await store.archivePage({ scope: ALL, page: 1, to: undefined, now });
        expect(fullPage?.cursor.olderPosition).toBe(fullPage?.last);
        expect(fullPage?.last).toBeGreaterThan(0);
      }
      expect(COUNT).toBeGreaterThan(ARCHIVE_ENTRIES);
    });

    it("says beside an article when its scope changed: when what is newer came, too", SLOW, async () => {
      const article = await store.article("story-010", at(10));
      if (article === undefined) throw new Error("there is no article");
      expect(article.updated).toEqual(at(70));
      const beside = async (scope: Scope, now: Date) => (await store.neighbours(scope, article, now)).modified;
      const india: Scope = { kind: "category", slug: "india" };
      const before = await beside(ALL, at(10));
      expect(before.getTime()).toBeLessThanOrEqual(+at(10));
      expect(await beside(ALL, at(11))).toEqual(at(11));
      expect(await beside(india, at(11))).toEqual(before);
      expect(await beside(india, at(12))).toEqual(at(12));
      expect(await beside({ kind: "category", slug: "empty" }, at(12))).toEqual(new Date(0));
    });
  });
}
