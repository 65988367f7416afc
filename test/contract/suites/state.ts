import { beforeAll, describe, expect, it } from "vitest";
import { LIST_ENTRIES } from "../../../src/pages/views/list-page.ts";
import type { Scope } from "../../../src/site/scope.ts";
import type { ArticleStore } from "../../../src/store/article-store.ts";
import { ARCHIVE_ENTRIES } from "../../../src/store/article-store.ts";
import { olderPage, walkedByNeighbours, walkedByPages } from "../../support/readers/store-walk.ts";
import type { StoreFactory } from "./store.ts";

const START = Date.UTC(2150, 0, 1);
const MINUTE = 60_000;
const COUNT = 130;
/** D1 answers a few hundred questions a second. */
const SLOW = { timeout: 60_000 };
const NOBODY = { newer: null, older: null, modified: new Date(0), next: null };

const SETTINGS = { title: "The Test", address: "https://news.example", categories: { Empty: {} } };

/** Three articles a minute, at the same instant; the order of their slugs has nothing to do with that of their times. */
const PLAN = Array.from({ length: COUNT }, (_, number) => ({
  slug: `story-${String((number * 37) % COUNT).padStart(3, "0")}`,
  minute: Math.floor(number / 3),
  hindi: number % 7 === 0,
  india: number % 2 === 0,
  asha: number % 5 !== 0,
}));

type Planned = (typeof PLAN)[number];

function textOf({ slug, minute, hindi, india, asha }: Planned): string {
  return [
    `Published ${new Date(START + minute * MINUTE).toISOString()}`,
    hindi ? `हिन्दी में ${slug}` : `Headline of ${slug} & <b>"more"</b>`,
    "A standfirst.",
    asha ? "By Asha Rao" : "By Bilal Khan",
    ...(india ? ["- India"] : []),
    hindi ? "यह एक पूरा वाक्य है, जो हिन्दी में लिखा गया है।" : "One sentence.",
  ].join("\n");
}

const TEXTS = Object.fromEntries(PLAN.map((planned) => [planned.slug, textOf(planned)]));

const ALL: Scope = { kind: "all" };
const INDIA: Scope = { kind: "category", slug: "india" };
const SCOPES: readonly (readonly [Scope, (planned: Planned) => boolean])[] = [
  [ALL, () => true],
  [INDIA, ({ india }) => india],
  [{ kind: "author", slug: "asha-rao" }, ({ asha }) => asha],
];
const SEARCH: Scope = {
  kind: "search",
  query: { words: [["sentence"]], without: [], categories: [], withoutCategories: [], authors: [] },
};

const at = (minutes: number) => new Date(START + minutes * MINUTE);
const BEFORE = new Date(START - 1);
const AFTER = at(COUNT);
const MOMENTS = [BEFORE, at(0), at(1), at(7), at(20), new Date(START + 20 * MINUTE + 1), at(42), AFTER];

/** Of a scope's articles those that are published by now, newest first, and when the next of it comes. */
function reported(among: (planned: Planned) => boolean, now: Date) {
  const all = PLAN.filter(among);
  const isOut = ({ minute }: Planned) => START + minute * MINUTE <= now.getTime();
  const coming = all.filter((each) => !isOut(each)).map(({ minute }) => minute);
  return {
    visible: all.filter(isOut).sort((a, b) => b.minute - a.minute || (a.slug < b.slug ? -1 : 1)),
    next: coming.length === 0 ? null : at(Math.min(...coming)),
  };
}

/** The promises of a store that pages for people are made of. */
export function stateContract(create: StoreFactory): void {
  describe("for pages", () => {
    let store: ArticleStore;

    beforeAll(async () => {
      store = await create(SETTINGS, TEXTS);
    });

    it("tells how much there is at an instant, as its count does", async () => {
      for (const now of MOMENTS) {
        const { visible, next } = reported(() => true, now);
        const state = await store.version(now);
        expect(state).toMatchObject({ articles: visible.length, next });
        expect(state.modified).toEqual((await store.taxonomyCounts(now)).modified);
        expect(state.last).toBe(visible.length);
      }
    });

    it("marks the instants alike between which nothing becomes visible, and no others", async () => {
      const marks = new Map<number, Set<string>>();
      for (const now of [...MOMENTS, ...MOMENTS]) {
        const count = reported(() => true, now).visible.length;
        const { version } = await store.version(now);
        marks.set(count, (marks.get(count) ?? new Set()).add(version));
      }
      expect(marks.size).toBe(MOMENTS.length - 1);
      expect([...marks.values()].map(({ size }) => size)).toEqual(Array.from(marks, () => 1));
      expect(new Set([...marks.values()].flatMap((each) => [...each])).size).toBe(marks.size);
    });

    it("knows what stands beside an article in a scope, and when something newer comes", SLOW, async () => {
      let compared = 0;
      for (const [scope, among] of SCOPES)
        for (const now of MOMENTS) {
          const { visible, next } = reported(among, now);
          const links = visible.map(({ slug, hindi }) => ({
            slug,
            headline: hindi ? `हिन्दी में ${slug}` : `Headline of ${slug} & <b>"more"</b>`,
            language: hindi ? "hi" : "en-IN",
          }));
          for (const [index, { slug }] of visible.entries()) {
            if (index > 6 && index < visible.length - 3) continue;
            const article = await store.article(slug, now);
            if (article === undefined) throw new Error(`there is no ${slug}`);
            const beside = await store.neighbours(scope, article, now);
            expect(beside.newer?.language.slice(0, 2)).toBe(links[index - 1]?.language.slice(0, 2));
            expect(beside).toMatchObject({
              newer: index === 0 ? null : { ...links[index - 1], language: expect.any(String) },
              older: index + 1 === links.length ? null : { ...links[index + 1], language: expect.any(String) },
              next: index === 0 ? next : null,
            });
            compared += 1;
          }
        }
      expect(compared).toBeGreaterThan(100);
    });

    it("leads by neighbours alone from the newest to the oldest and back, past ties", SLOW, async () => {
      for (const [scope, among] of SCOPES) {
        const page = await store.newestPage({ scope, limit: 1, now: at(20) });
        if (page?.refs[0] === undefined) throw new Error("there is no article");
        const { down, up } = await walkedByNeighbours(store, scope, page.refs[0], at(20));
        expect(down).toEqual(reported(among, at(20)).visible.map(({ slug }) => slug));
        expect(up).toEqual(down.toReversed());
      }
    });

    it("knows nothing beside what does not stand there: elsewhere, to come, at another time, in a search", async () => {
      const abroad = await store.article(PLAN.find(({ india }) => !india)?.slug ?? "", AFTER);
      const last = await store.article(PLAN.at(-1)?.slug ?? "", AFTER);
      if (abroad === undefined || last === undefined) throw new Error("there is no article");
      expect(await store.neighbours(INDIA, abroad, AFTER)).toEqual(NOBODY);
      expect(await store.neighbours(ALL, last, at(10))).toMatchObject({ newer: null, older: null });
      const moved = { ...abroad, published: new Date(abroad.published.getTime() + 1) };
      expect(await store.neighbours(ALL, moved, AFTER)).toMatchObject({ newer: null, older: null });
      expect(await store.neighbours(SEARCH, last, AFTER)).toEqual(NOBODY);
      for (const slug of ["nothing", "empty", "__proto__"])
        expect(await store.neighbours({ kind: "category", slug }, last, AFTER)).toEqual(NOBODY);
    });

    it("leads through pages of older articles to each one that is visible, once", SLOW, async () => {
      for (const [scope, among] of SCOPES)
        for (const now of MOMENTS.slice(1))
          for (const limit of [1, 12, LIST_ENTRIES]) {
            const page = await store.newestPage({ scope, limit, now });
            if (page === undefined) throw new Error("there is no page");
            expect(await walkedByPages(store, scope, page, now)).toEqual(
              reported(among, now).visible.map(({ slug }) => slug),
            );
          }
    });

    it(
      "cuts an archive page behind one position and up to another, and says which is the last that is taken",
      SLOW,
      async () => {
        const positions: string[] = [];
        for (let to = 1; to <= COUNT; to += 1) {
          const fullPage = Math.ceil(to / ARCHIVE_ENTRIES);
          const found = await store.archivePage({ scope: ALL, page: fullPage, to, after: to - 1, now: AFTER });
          expect(found?.refs).toHaveLength(1);
          expect(await found?.articles()).toMatchObject([{ slug: found?.refs[0]?.slug }]);
          positions.push(found?.refs[0]?.slug ?? "");
          expect(found?.last).toBe(COUNT);
        }
        expect(positions).toEqual(
          reported(() => true, AFTER)
            .visible.map(({ slug }) => slug)
            .reverse(),
        );
        const rest = await store.archivePage({ scope: ALL, page: 2, to: undefined, after: 110, now: AFTER });
        expect(rest?.refs.map(({ slug }) => slug)).toEqual(positions.slice(110).reverse());
        const nothing = await store.archivePage({ scope: ALL, page: 1, to: 20, after: 20, now: AFTER });
        expect(nothing?.refs).toEqual([]);
      },
    );

    it("has a page up to the last position that is taken at an instant, and an article at it", async () => {
      for (const [scope, among] of SCOPES)
        for (const now of MOMENTS.slice(1)) {
          const { visible } = reported(among, now);
          const { last } = await olderPage(store, scope, 1, now);
          expect(last).toBe(visible.length);
          const { refs } = await olderPage(store, scope, last, now);
          expect(refs[0]?.slug).toBe(visible[0]?.slug);
        }
    });
  });

  it(
    "marks other articles otherwise: one more, one fewer, another text, another time, another slug",
    SLOW,
    async () => {
      const { "story-000": first = "", ...others } = TEXTS;
      const later = first.replace(/^Published .*/, `Published ${at(-5).toISOString()}`);
      const versions = [
        TEXTS,
        others,
        { ...TEXTS, "story-x": first },
        { ...others, "story-x": first },
        { ...TEXTS, "story-000": `${first}\nAnd one more.` },
        { ...TEXTS, "story-000": later },
      ];
      const marks: string[] = [];
      for (const texts of versions) marks.push((await (await create(SETTINGS, texts)).version(AFTER)).version);
      expect(new Set(marks).size).toBe(6);
    },
  );
}
