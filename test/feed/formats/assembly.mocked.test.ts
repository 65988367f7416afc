import fc from "fast-check";
import type { Feed } from "feed";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Article, newestFirst, revise } from "../../../src/article/article.ts";
import { atomEntry, atomFrame } from "../../../src/feed/formats/atom.ts";
import { jsonEntry, jsonFrame } from "../../../src/feed/formats/json.ts";
import { rssEntry, rssFrame } from "../../../src/feed/formats/rss.ts";
import { createRenderer } from "../../../src/feed/renderer.ts";
import { type Selection, selectEntries } from "../../../src/feed/selection.ts";
import type { Format } from "../../../src/lib/feed-format.ts";
import { NEWEST, type Scope } from "../../../src/site/scope.ts";
import type { Site } from "../../../src/site/site.ts";
import { createMemoryStore } from "../../../src/store/memory/memory-store.ts";
import { articleOf, NOW, STORED, siteOf } from "../../support/fixtures/content.ts";
import { corpus } from "../../support/fixtures/corpus.ts";

async function renderDocument(selection: Selection, format: Format): Promise<string> {
  return new TextDecoder().decode(await createRenderer().render(selection, format));
}

/** Every `Feed` that is made, in order: with what it was given, one `Feed` for the whole list can be made. */
const created = vi.hoisted((): Feed[] => []);

vi.mock("feed", async (original) => {
  const real = await original<typeof import("feed")>();
  class RecordedFeed extends real.Feed {
    constructor(options: ConstructorParameters<typeof real.Feed>[0]) {
      super(options);
      created.push(this);
    }
  }
  return { ...real, Feed: RecordedFeed };
});

beforeEach(() => {
  created.length = 0;
});

const SITES = [
  await siteOf(),
  await siteOf({
    title: 'The <b>Runner</b> & "Sons" &amp; ]]>',
    description: "1 < 2 & 3",
    address: "https://news.example/daily",
    language: "hi",
    copyright: "© <Runner> & Co",
    icon: "https://pictures.example/icon.png?a=1&b=2",
    author: "The Desk & Co",
    hubs: ["https://a.example/?x&y", "https://b.example/", "https://c.example/"],
    categories: { "R&D": { slug: "r-d", description: "<b>R&D</b>" } },
  }),
];

/** A site, none to twenty articles of its, and which of its feeds is meant. */
const lists = fc.record({
  site: fc.constantFrom(...SITES),
  seed: fc.nat(1_000_000),
  count: fc.integer({ min: 0, max: 20 }),
  scope: fc.constantFrom<Scope>({ kind: "all" }, { kind: "all" }, { kind: "category", slug: "r-d" }),
});

const RUNS = { seed: 20_250_331, numRuns: 100 } as const;

async function articlesOf(site: Site, seed: number, count: number): Promise<Article[]> {
  const written = [...corpus(seed, count)];
  return Promise.all(written.map(({ text, model }) => revise(articleOf(text, model.slug, site), STORED)));
}

async function selectionOf(site: Site, articles: readonly Article[], scope: Scope): Promise<Selection | undefined> {
  return selectEntries(createMemoryStore(site, articles, STORED), site, scope, NEWEST, NOW);
}

/** The `Feed` that a call made. */
function feedOf(call: () => unknown): Feed {
  created.length = 0;
  call();
  expect(created).toHaveLength(1);
  return created[0] as Feed;
}

/** One `Feed` for a whole list: the options, categories and extensions of the head, the items of every entry. */
function wholeOf(head: Feed, entries: readonly Feed[]): Feed {
  const whole = new (Object.getPrototypeOf(head.constructor) as typeof Feed)(head.options);
  for (const category of head.categories) whole.addCategory(category);
  for (const each of head.extensions) whole.addExtension(each);
  for (const { items } of entries) {
    expect(items).toHaveLength(1);
    for (const item of items) whole.addItem(item);
  }
  return whole;
}

async function eachList(
  holds: (selection: Selection, articles: readonly Article[]) => void | Promise<void>,
): Promise<void> {
  const counts = new Set<number>();
  await fc.assert(
    fc.asyncProperty(lists, async ({ site, seed, count, scope }) => {
      const selection = await selectionOf(site, await articlesOf(site, seed, count), scope);
      // A category that neither the site nor an article names has no feed.
      if (selection === undefined) return;
      const articles = await selection.articles();
      counts.add(articles.length);
      await holds(selection, articles);
    }),
    RUNS,
  );
  for (const count of [0, 1, 20]) expect(counts).toContain(count);
}

describe("a document assembled entry by entry", () => {
  it("is, in RSS, byte for byte what one Feed prints for the whole list", async () => {
    await eachList((selection, articles) => {
      const { site } = selection;
      const head = feedOf(() => rssFrame(selection, articles));
      const entries = articles.map((article) => feedOf(() => rssEntry(site, article)));
      const frame = rssFrame(selection, articles);
      const assembled = frame.head + articles.map((article) => rssEntry(site, article)).join("") + frame.tail;
      expect(assembled).toBe(wholeOf(head, entries).rss2());
    });
  });

  it("is, in Atom, byte for byte what one Feed prints for the whole list, but for what it cannot say", async () => {
    await eachList((selection, articles) => {
      const { site } = selection;
      const head = feedOf(() => atomFrame(selection, articles));
      const entries = articles.map((article) => feedOf(() => atomEntry(site, article)));
      const frame = atomFrame(selection, articles);
      const plain = withoutAdditions(frame.head) + articles.map((article) => unfinished(site, article)).join("");
      // The mark for "<" is ours: `feed` leaves "<" as it is.
      expect(plain + frame.tail).toBe(wholeOf(head, entries).atom1().replaceAll("\u0001", "&lt;"));
    });
  });

  it("has, in JSON, all that one Feed says for the whole list, and is printed as one value", async () => {
    await eachList((selection, articles) => {
      const { site } = selection;
      const head = feedOf(() => jsonFrame(selection, articles));
      const entries = articles.map((article) => feedOf(() => jsonEntry(site, article)));
      const frame = jsonFrame(selection, articles);
      const assembled = frame.head + articles.map((article) => jsonEntry(site, article)).join(",") + frame.tail;
      const value = JSON.parse(assembled);
      expect(assembled).toBe(`${JSON.stringify(value, null, 2)}\n`);
      const { version, items, ...whole } = JSON.parse(wholeOf(head, entries).json1());
      expect(version).toBe("https://jsonfeed.org/version/1");
      expect(value).toMatchObject(whole);
      expect(value.items).toHaveLength(items.length);
      for (const [index, item] of items.entries()) expect(value.items[index]).toMatchObject(item);
    });
  });

  it("is what the renderer gives", async () => {
    await eachList(async (selection, articles) => {
      const { site } = selection;
      const rss = rssFrame(selection, articles);
      const atom = atomFrame(selection, articles);
      const json = jsonFrame(selection, articles);
      const print = (entry: typeof rssEntry) => articles.map((article) => entry(site, article));
      expect(await renderDocument(selection, "rss")).toBe(rss.head + print(rssEntry).join("") + rss.tail);
      expect(await renderDocument(selection, "atom")).toBe(atom.head + print(atomEntry).join("") + atom.tail);
      expect(await renderDocument(selection, "json")).toBe(json.head + print(jsonEntry).join(",") + json.tail);
    });
  });
});

/** An Atom head without what is added to it: its language, its page for people, its other formats, the hubs and the categories. */
function withoutAdditions(head: string): string {
  return head
    .replace(/^<feed xml:lang="[^"]*" /m, "<feed ")
    .replace(/\n {4}<(?:link rel="alternate" (?:type|hreflang)=|link rel="hub" |category )[^\n]*(?=\n|$)/g, "");
}

/** An Atom entry without what is put right in it: its language and the picture's media type. */
function unfinished(site: Site, article: Article): string {
  const entry = atomEntry(site, article).replace(/^( *<entry) xml:lang="[^"]*">/m, "$1>");
  const guess = article.picture === null ? "" : new URL(article.picture.address).pathname.split(".").at(-1);
  return entry.replace(/(\n {8}<link rel="enclosure" [^\n]* type=")[^"]*(?="\/>\n)/, `$1image/${guess}`);
}

describe("an entry", () => {
  it("does not depend on the articles around it, and the same content gives the same bytes twice", async () => {
    await fc.assert(
      fc.asyncProperty(lists, fc.nat(1_000_000), async ({ site, seed, count }, other) => {
        const articles = await articlesOf(site, seed, 1 + count);
        const again = await articlesOf(site, seed, 1 + count);
        const strangers = (await articlesOf(site, other, 5)).map((article, index) => ({
          ...article,
          slug: `stranger-${index}`,
        }));
        for (const format of ["rss", "atom", "json"] as const) {
          const print = async (list: readonly Article[]) => {
            const selection = await selectionOf(site, list, { kind: "all" });
            return selection === undefined ? "" : renderDocument(selection, format);
          };
          const together = await print(articles);
          expect(await print([...again].reverse())).toBe(together);
          const among = await print([...articles, ...strangers]);
          for (const article of articles) {
            const alone = entriesOf(await print([article]), format);
            expect(alone.length).toBeGreaterThan(100);
            expect(together).toContain(alone);
            expect(among).toContain(alone);
          }
        }
      }),
      { ...RUNS, numRuns: 20 },
    );
  });

  it("stands in the order of publication, newest first, ties by slug", async () => {
    await eachList(async (selection, articles) => {
      expect([...articles].sort(newestFirst)).toEqual(articles);
      const rss = await renderDocument(selection, "rss");
      const places = articles.map(({ slug }) => rss.indexOf(`/articles/${encodeURIComponent(slug)}</link>`));
      expect(places).not.toContain(-1);
      expect([...places].sort((a, b) => a - b)).toEqual(places);
    });
  });
});

/** The one entry of a document, as it is printed. */
function entriesOf(document: string, format: "rss" | "atom" | "json"): string {
  const [opening, closing] = {
    rss: ["        <item>", "</item>"],
    atom: ["    <entry", "</entry>"],
    json: ['  "items": [', "\n  ]\n}"],
  }[format] as [string, string];
  const start = document.indexOf(opening) + (format === "json" ? opening.length : 0);
  return document.slice(start, document.lastIndexOf(closing) + (format === "json" ? 0 : closing.length));
}
