import fc from "fast-check";
import { Feed } from "feed";
import { afterEach, expect, it, vi } from "vitest";
import { type Article, revise } from "../../../src/article/article.ts";
import { createRenderer } from "../../../src/feed/renderer.ts";
import { selectEntries } from "../../../src/feed/selection.ts";
import { FORMATS, type Format } from "../../../src/lib/feed-format.ts";
import { createMemoryStore } from "../../../src/store/memory/memory-store.ts";
import { handed, handedEntries, handedFrames } from "../../support/fakes/feed-instances.ts";
import { articleOf, NOW, STORED, siteOf } from "../../support/fixtures/content.ts";
import { textOf } from "../../support/services/app.ts";

/*
 * `feed` is watched: what the program hands to it for one entry, and for the frame of a document, is handed once more
 * to a single `Feed` that prints the whole list. That print and the program's document are the same, byte for byte,
 * once what the program adds because `feed` cannot say it is taken off again.
 */
vi.mock("feed", async (importOriginal) => {
  const original = await importOriginal<typeof import("feed")>();
  const { noting } = await import("../../support/fakes/feed-instances.ts");
  return { ...original, Feed: noting(original.Feed) };
});

afterEach(() => {
  handed.length = 0;
});

const TEXTS = [
  "x",
  "R&D",
  "&amp;",
  "&lt;b&gt;",
  "<b>",
  "</item>",
  "</entry>",
  "<entry>",
  "<item>",
  "]]>",
  "]]>]]>",
  "<![CDATA[",
  '"',
  "'",
  "$&",
  "$1",
  "\\n",
  "\t",
  "🙂",
  "हिन्दी में",
  "\u0001",
  "\u2028",
  "https://a.example/?a=1&b=<2>",
];

const words = fc
  .array(fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: "grapheme", maxLength: 6 })), { maxLength: 6 })
  .map((parts) => parts.join(" ").replace(/[\r\n]+/g, " "));

const draft = fc.record({
  published: fc
    .date({ min: new Date("2020-01-01T00:00:00Z"), max: NOW, noInvalidDate: true })
    .map((date) => `${date.toISOString().slice(0, 19)}Z`),
  headline: words.map((text) => `H ${text}`),
  standfirst: words.map((text) => `S ${text}`),
  byline: fc.constantFrom(undefined, "Asha Rao", 'Ann <Roy> and "Bunty" & Co'),
  image: fc.oneof(
    fc.constant(undefined),
    words.map((text) => `https://i.example/a.jpg?b="1"&c=<2> | ${text}`),
    fc.constant("https://i.example/no-suffix"),
  ),
  categories: fc.uniqueArray(fc.constantFrom("India", "R&D", 'C++ & "<C>"', "Q&amp;A", "खेल"), {
    maxLength: 3,
  }),
  body: words.map((text) => `B ${text}\n## ${text}x\n> q ${text}`),
});

async function siteUnderTest() {
  return siteOf({
    hubs: ["https://hub.example/?a=1&b=2", "https://hub.example/two"],
    copyright: "© A & <B>",
    icon: "https://news.example/icon.png",
    author: "The Desk",
    categories: { खेल: {}, Empty: { description: "Nothing & <none>" } },
  });
}

it("a document of kept entries is what one `feed` prints for the whole list, before it is finished", async () => {
  const site = await siteUnderTest();
  await fc.assert(
    fc.asyncProperty(
      fc.array(draft, { maxLength: 7 }),
      fc.constantFrom("all", "category", "empty"),
      fc.integer({ min: 1, max: 8 }),
      async (drafts, which, limit) => {
        handed.length = 0;
        const articles = await Promise.all(
          drafts.map((each, index) => revise(articleOf(textOf(each), `slug-${index}`, site), STORED)),
        );
        const store = createMemoryStore(site, articles, STORED);
        const renderer = createRenderer();
        const all = await selectEntries(store, site, { kind: "all" }, { kind: "newest", limit: 100 }, NOW);
        const scope = {
          all: { kind: "all" },
          category: { kind: "category", slug: "खेल" },
          empty: { kind: "category", slug: "empty" },
        } as const;
        const selection = await selectEntries(store, site, scope[which], { kind: "newest", limit }, NOW);
        if (all === undefined || selection === undefined) throw new Error("no such feed");
        for (const format of FORMATS) {
          // Kept by another document first, so that what is put together is what was kept.
          handed.length = 0;
          await renderer.render(all, format);
          const entries = new Map(handedEntries().map(({ items: [item] }) => [item?.link, item]));
          handed.length = 0;
          const document = new TextDecoder().decode(await renderer.render(selection, format));
          expect(handedEntries()).toEqual([]);
          const [frame, ...others] = handedFrames();
          if (frame === undefined) throw new Error("`feed` printed no frame");
          expect(others).toEqual([]);

          const whole = new Feed(frame.options);
          for (const category of frame.categories) whole.addCategory(category);
          for (const extension of frame.extensions) whole.addExtension(extension);
          for (const { slug } of selection.refs) {
            const item = entries.get(`${site.address}/articles/${slug}`);
            if (item === undefined) throw new Error(`${slug} was never printed`);
            whole.addItem(item);
          }
          const print = { rss: () => whole.rss2(), atom: () => whole.atom1(), json: () => whole.json1() };
          expect(UNFINISHED[format].document(document)).toBe(UNFINISHED[format].print(print[format]()));
        }
      },
    ),
    { seed: 3229, numRuns: 150 },
  );
});

/** What both sides become before they are compared: a document without its finish, a print without its marks. */
const UNFINISHED: Readonly<
  Record<Format, { readonly document: (text: string) => string; readonly print: (text: string) => string }>
> = {
  rss: {
    document: (text) => text.replace(/\n {8}<atom:link rel="prev-archive"[^\n]*/, ""),
    print: withoutMarks,
  },
  atom: {
    document: (text) => {
      const first = text.indexOf("\n    <entry");
      const [head, entries] = first === -1 ? [text, ""] : [text.slice(0, first), text.slice(first)];
      return (
        head
          .replace(/<feed xml:lang="[^"]*" /, "<feed ")
          .replace(/\n {4}<link rel="(?:alternate" (?:type|hreflang)|hub" href|prev-archive" href)="[^\n]*/g, "")
          .replace(/\n {4}<category [^\n]*/g, "") +
        entries.replace(/\n {4}<entry xml:lang="[^"]*">/g, "\n    <entry>").replace(ENCLOSURE_TYPE, "$1")
      );
    },
    print: (text) => withoutMarks(text).replace(ENCLOSURE_TYPE, "$1"),
  },
  json: {
    document: (text) => {
      const { favicon: _f, language: _l, authors: _a, hubs: _h, next_url: _n, _harkara, ...rest } = JSON.parse(text);
      // Nothing but these is added, and the spaces are those of one print as well.
      expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
      const items = rest.items.map(
        ({ authors: _1, language: _2, attachments: _3, _harkara: _4, ...item }: Record<string, unknown>) => item,
      );
      return JSON.stringify({ ...rest, version: "https://jsonfeed.org/version/1", items }, null, 4);
    },
    print: (text) => text,
  },
};

/** A picture's type, which `feed` guesses from its address. */
const ENCLOSURE_TYPE = /(<link rel="enclosure" href="[^"\n]*"(?: title="[^"\n]*")? type=")[^"\n]*/g;

/** U+0001 and U+0002 stand for `<` and a tab in attributes that `feed` does not escape. */
function withoutMarks(print: string): string {
  return print.replaceAll("\u0001", "&lt;").replaceAll("\u0002", "&#9;");
}

it("an article is rendered once per format and revision, whatever documents it stands in", async () => {
  const site = await siteUnderTest();
  const texts = Array.from({ length: 12 }, (_, index) => ({
    published: `2026-11-${String(index + 1).padStart(2, "0")}T10:00:00Z`,
    categories: index % 2 === 0 ? ["India"] : ["India", "R&D"],
    byline: "Asha Rao",
  }));
  const articles: Article[] = await Promise.all(
    texts.map((each, index) => revise(articleOf(textOf(each), `slug-${index}`, site), STORED)),
  );
  const edited = await revise(
    articleOf(textOf({ ...texts[4], published: "2026-11-05T10:00:00Z", body: "Another." }), "slug-4", site),
    STORED,
  );
  const after = articles.map((article) => (article.slug === edited.slug ? edited : article));
  const renderer = createRenderer();
  const renderEverything = async (state: readonly Article[]) => {
    const store = createMemoryStore(site, state, STORED);
    for (const format of FORMATS) {
      for (const scope of [
        { kind: "all" },
        { kind: "category", slug: "india" },
        { kind: "category", slug: "r-d" },
        { kind: "author", slug: "asha-rao" },
      ] as const) {
        for (const limit of [3, 12, 100]) {
          const selection = await selectEntries(store, site, scope, { kind: "newest", limit }, NOW);
          if (selection === undefined) throw new Error(`no feed of ${JSON.stringify(scope)}`);
          await renderer.render(selection, format);
          await renderer.render(selection, format, new Set(["slug-11"]));
        }
      }
    }
  };
  await renderEverything(articles);
  expect(handedEntries()).toHaveLength(articles.length * FORMATS.length);
  handed.length = 0;
  await renderEverything(articles);
  expect(handedEntries()).toEqual([]);
  await renderEverything(after);
  expect(handedEntries().map(({ items: [item] }) => item?.link)).toEqual(
    FORMATS.map(() => `${site.address}/articles/slug-4`),
  );
});
