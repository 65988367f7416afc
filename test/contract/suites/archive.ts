import { beforeAll, describe, expect, it } from "vitest";
import type { SearchQuery } from "../../../src/search/search-query.ts";
import type { Scope } from "../../../src/site/scope.ts";
import type { ArticleStore } from "../../../src/store/article-store.ts";
import { ARCHIVE_ENTRIES } from "../../../src/store/article-store.ts";
import type { StoreFactory } from "./store.ts";

const START = Date.UTC(2150, 0, 1);
const MINUTE = 60_000;
/** Two archive pages of all articles, to the last position. */
const COUNT = 200;

const SETTINGS = { title: "The Test", address: "https://news.example", categories: { Empty: {} } };

const minuteOf = (number: number) => Math.floor(number / 2);

const TEXTS = Object.fromEntries(
  Array.from({ length: COUNT }, (_, index) => {
    const number = (index * 37) % COUNT;
    const text = [
      `Published ${new Date(START + minuteOf(number) * MINUTE).toISOString()}`,
      number % 5 === 0 ? "A storm is near" : "The weather is calm",
      "A standfirst.",
      number % 2 === 0 ? "By Asha Rao" : "By Bilal Khan",
      ...(number % 3 === 0 ? ["- India"] : []),
      "One sentence.",
    ];
    return [`story-${number}`, text.join("\n")];
  }),
);

/** The numbers of the articles of each scope. */
const SCOPES: readonly (readonly [Scope, (number: number) => boolean])[] = [
  [{ kind: "all" }, () => true],
  [{ kind: "category", slug: "india" }, (number) => number % 3 === 0],
  [{ kind: "author", slug: "asha-rao" }, (number) => number % 2 === 0],
];

const ALL: Scope = { kind: "all" };
const AFTER = new Date(START + COUNT * MINUTE);
const NOTHING: SearchQuery = { words: [], without: [], categories: [], withoutCategories: [], authors: [] };

function searchFor(question: Partial<SearchQuery>): Scope {
  return { kind: "search", query: { ...NOTHING, ...question } };
}

/** The promises of a store that concern everything ever published, and what is searched for in it. */
export function archiveContract(create: StoreFactory): void {
  describe("with an archive", () => {
    let store: ArticleStore;

    beforeAll(async () => {
      store = await create(SETTINGS, TEXTS);
    });

    const numbersAt = async (scope: Scope, fullPage: number, to: number | undefined, now: Date) => {
      const found = await store.archivePage({ scope, page: fullPage, to, now });
      if (found === undefined) throw new Error(`no sheet ${fullPage} up to ${to}`);
      expect(found.refs.length).toBeLessThanOrEqual(
        (to ?? fullPage * ARCHIVE_ENTRIES) - (fullPage - 1) * ARCHIVE_ENTRIES,
      );
      return found.refs.map(({ slug }) => Number(slug.slice("story-".length)));
    };

    it("leads whoever walks from the newest to every article that is visible, and to no other", async () => {
      let archivePages = 0;
      for (const [scope, among] of SCOPES) {
        for (const minutes of [0, 1, 30, 50, 99, 150]) {
          for (const limit of [1, 7, 100]) {
            const now = new Date(START + minutes * MINUTE);
            const page = await store.newestPage({ scope, limit, now });
            const met = new Set(page?.refs.map(({ slug }) => Number(slug.slice("story-".length))));
            const rest = page?.olderPosition ?? 0;
            for (let fullPage = Math.ceil(rest / ARCHIVE_ENTRIES); fullPage > 0; fullPage -= 1) {
              const to = rest < fullPage * ARCHIVE_ENTRIES ? rest : undefined;
              for (const number of await numbersAt(scope, fullPage, to, now)) met.add(number);
              archivePages += 1;
            }
            const visible = Array.from({ length: COUNT }, (_, number) => number).filter(
              (number) => among(number) && minuteOf(number) <= minutes,
            );
            expect([...met].sort((a, b) => a - b)).toEqual(visible);
          }
        }
      }
      expect(archivePages).toBeGreaterThan(30);
    });

    it("has full archive pages of a hundred, and an empty one behind the last, but nothing behind that", async () => {
      const [one, two, three] = await Promise.all(
        [1, 2, 3].map((fullPage) => store.archivePage({ scope: ALL, page: fullPage, to: undefined, now: AFTER })),
      );
      expect([one?.full, two?.full, three?.full]).toEqual([true, true, false]);
      expect([one, two, three].map((fullPage) => fullPage?.refs.length)).toEqual([100, 100, 0]);
      expect(await three?.articles()).toEqual([]);
      expect(one?.next).toBeNull();
      const slugs = [one, two].flatMap((fullPage) => fullPage?.refs.map(({ slug }) => slug) ?? []);
      expect(new Set(slugs).size).toBe(COUNT);
      expect(await store.archivePage({ scope: ALL, page: 4, to: undefined, now: AFTER })).toBeUndefined();
      expect(await store.archivePage({ scope: ALL, page: 3, to: 201, now: AFTER })).toBeUndefined();
    });

    it("has the part of an archive page up to a position, and the article at it", async () => {
      const whole = await numbersAt(ALL, 2, undefined, AFTER);
      const part = await numbersAt(ALL, 2, 130, AFTER);
      const more = await numbersAt(ALL, 2, 131, AFTER);
      expect(part).toHaveLength(30);
      expect(whole).toEqual(expect.arrayContaining(part));
      expect(more.filter((number) => !part.includes(number))).toHaveLength(1);
    });

    it("has no archive pages of what nobody names, nor of a search; but one of what the settings name", async () => {
      const query = { page: 1, to: undefined, now: AFTER };
      const nobody: readonly Scope[] = [
        { kind: "category", slug: "nothing" },
        { kind: "author", slug: "__proto__" },
        searchFor({ words: [["storm"]] }),
      ];
      for (const scope of nobody) expect(await store.archivePage({ ...query, scope })).toBeUndefined();
      expect(await store.archivePage({ ...query, scope: { kind: "category", slug: "empty" } })).toMatchObject({
        name: "Empty",
        refs: [],
        full: false,
      });
    });

    it("reads an archive page's articles in the order and the revisions of its references", async () => {
      const fullPage = await store.archivePage({ scope: ALL, page: 2, to: undefined, now: AFTER });
      const pick = ({ slug, revision }: { slug: string; revision: string }) => [slug, revision];
      expect((await fullPage?.articles())?.map(pick)).toEqual(fullPage?.refs.map(pick));
      const times = fullPage?.refs.map(({ published }) => published.getTime()) ?? [];
      expect(times).toEqual([...times].sort((a, b) => b - a));
    });

    it.each([
      [{ words: [["storm"]] }, (number: number) => number % 5 === 0],
      [{ words: [["is", "near"]] }, (number: number) => number % 5 === 0],
      [{ words: [["weather"]], without: [["storm"]] }, (number: number) => number % 5 !== 0],
      [{ words: [["storm"]], categories: ["india"] }, (number: number) => number % 15 === 0],
      [{ words: [["storm"]], categories: ["empty"] }, () => false],
      [
        { withoutCategories: ["india"], authors: ["asha-rao"] },
        (number: number) => number % 6 === 2 || number % 6 === 4,
      ],
      [{ words: [["near", "is"]] }, () => false],
    ] as const)("finds what answers %j, newest first, and what is to come when it comes", async (question, among) => {
      for (const minutes of [10, 40, 150]) {
        const page = await store.newestPage({
          scope: searchFor(question),
          limit: 10,
          now: new Date(START + minutes * MINUTE),
        });
        const all = Array.from({ length: COUNT }, (_, number) => number).filter(among);
        const visible = all.filter((number) => minuteOf(number) <= minutes).reverse();
        const found = page?.refs.map(({ slug }) => Number(slug.slice("story-".length))) ?? [];
        expect(found.map(minuteOf)).toEqual(visible.slice(0, 10).map(minuteOf));
        expect(found.every((number) => among(number))).toBe(true);
        expect(page).toMatchObject({ name: "", olderPosition: 0, removals: [] });
        const next = all.find((number) => minuteOf(number) > minutes);
        expect(page?.next?.getTime()).toBe(next === undefined ? undefined : START + minuteOf(next) * MINUTE);
      }
    });

    it("knows of no removal where nothing was removed, and of a version that stands still or of none", async () => {
      expect((await store.newestPage({ scope: ALL, limit: 1, now: AFTER }))?.removals).toEqual([]);
      for (const slug of ["story-1", "nothing", "__proto__"]) expect(await store.removed(slug)).toBeUndefined();
      const version = store.changeCounter();
      await store.taxonomyCounts(AFTER);
      expect(store.changeCounter()).toBe(version);
    });
  });

  it("orders slugs of one instant by code point, which is neither that of code units nor of a locale", async () => {
    const slugs = ["a", "b", "\u00e9", "\u0915", "\uff61", "\u{10400}", "\u{1f600}a"];
    const text = "Published 2026-01-01T00:00:00Z\nA headline\nA standfirst.\nOne sentence.";
    const store = await create(SETTINGS, Object.fromEntries([...slugs].reverse().map((slug) => [slug, text])));
    const page = await store.newestPage({ scope: ALL, limit: 100, now: AFTER });
    expect(page?.refs.map(({ slug }) => slug)).toEqual(slugs);
  });
}
