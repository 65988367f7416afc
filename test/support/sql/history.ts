import fc from "fast-check";
import { vi } from "vitest";
import { type Article, type ArticleContent, revise } from "../../../src/article/article.ts";
import { slugOf } from "../../../src/lib/text.ts";
import type { Scope } from "../../../src/site/scope.ts";
import type { Site } from "../../../src/site/site.ts";
import type { RecordedRemoval } from "../../../src/store/article-store.ts";
import type { ArticleWriter, Change, Outcome } from "../../../src/store/article-writer.ts";
import { createMemoryStore, type MemoryStore } from "../../../src/store/memory/memory-store.ts";
import { articleOf, STORED, siteOf } from "../fixtures/content.ts";

// Where much else goes on, a disk takes its time; what has to be quick is measured elsewhere.
vi.setConfig({ testTimeout: 60_000 });

/** The settings of every site in these histories. */
export const HISTORY_SETTINGS = {
  title: "The Test",
  address: "https://news.example",
  author: "News Desk",
  categories: { India: { order: 1 }, Empty: { order: 2 } },
};

/** When the first batch of a history is written; each that follows is written a minute later. */
export const FIRST = Date.UTC(2027, 0, 1);
export const MINUTE = 60_000;

/** The instant at which a batch is written. */
export function writtenAt(batch: number): Date {
  return new Date(FIRST + batch * MINUTE);
}

/** What an article is to be, and under which slug. */
export interface Piece {
  readonly slug: string;
  /** Publication, in milliseconds from `FIRST` on. */
  readonly at: number;
  readonly labels: readonly string[];
  readonly names: readonly string[];
  readonly word: string;
}

export type Deed = { readonly kind: "put"; readonly piece: Piece } | { readonly kind: "remove"; readonly slug: string };

const SLUGS = [
  "a",
  "b",
  "ab",
  "a b",
  "é",
  "ख",
  "\ufb00",
  "𝒸",
  "😀",
  "😀a",
  ...Array.from({ length: 14 }, (_, i) => `s${i}`),
];
/** Many of the same second or millisecond; some long ago, before 1970 even; some while a history goes on or after it. */
const TIMES = [
  -1_000,
  -999,
  -1,
  0,
  0,
  0,
  1,
  1,
  2,
  500,
  999,
  1_000,
  1_001,
  -86_400_000,
  -3e12,
  3 * MINUTE,
  3 * MINUTE,
  3 * MINUTE + 1,
  5 * MINUTE,
  8 * MINUTE,
  1e9,
  1e9,
  1e9 + 1,
  1e9 + 999,
  2e9,
];
/** Two of them differ in their order by code points and by code units. */
const LABELS = ["India", "Zebras", "ZEBRAS", "Town Hall", "ﬀx", "𐐨yre"];
const NAMES = ["Asha Rao", "ASHA RAO", "Bilal Khan", "ﬀx", "𐐨yre"];
export const WORDS = ["crocodile", "ferry", "नाव"];

const piece: fc.Arbitrary<Piece> = fc.record({
  slug: fc.constantFrom(...SLUGS),
  at: fc.constantFrom(...TIMES),
  labels: fc.uniqueArray(fc.constantFrom(...LABELS), { maxLength: 2, selector: slugOf }),
  names: fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 2, selector: slugOf }),
  word: fc.constantFrom(...WORDS),
});

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 4, arbitrary: piece.map((put): Deed => ({ kind: "put", piece: put })) },
  { weight: 1, arbitrary: fc.constantFrom(...SLUGS).map((slug): Deed => ({ kind: "remove", slug })) },
);

/** Batches of deeds, in each of which a slug occurs once. */
export const anyHistory: fc.Arbitrary<readonly (readonly Deed[])[]> = fc.array(
  fc.uniqueArray(deed, { minLength: 1, maxLength: 9, selector: slugIn }),
  { minLength: 1, maxLength: 10 },
);

function slugIn(each: Deed): string {
  return each.kind === "put" ? each.piece.slug : each.slug;
}

const base: Promise<ArticleContent> = siteOf(HISTORY_SETTINGS).then((site) =>
  articleOf("Published 10:00 UTC, March 1st 2025\nA\n- India\nText.", "a", site),
);

/** The article of a piece, stored at a time. */
export async function articleFor({ slug, at, labels, names, word }: Piece, stored: Date): Promise<Article> {
  const published = new Date(FIRST + at);
  const authors = names.map((name) => ({ name, slug: slugOf(name) }));
  return revise(
    {
      ...(await base),
      slug,
      headline: `Of ${slug}`,
      html: `<p>About a ${word}.</p>`,
      categories: labels.map((label) => ({ label, slug: slugOf(label) })),
      authors: authors.length > 0 ? authors : [{ name: "News Desk", slug: "news-desk" }],
      published,
      updated: published,
    },
    stored,
  );
}

/** The change that puts a piece. */
export async function putOf(each: Piece, now: Date): Promise<Change & { readonly kind: "put" }> {
  const article = await articleFor(each, now);
  const source = { slug: each.slug, format: "json", text: JSON.stringify(each) } as const;
  return { kind: "put", slug: each.slug, source, article };
}

/** What should be there: told by hand, with no SQL. */
export class Expected {
  readonly site: Site;
  readonly articles = new Map<string, Article>();
  readonly removals = new Map<string, RecordedRemoval>();

  constructor(site: Site) {
    this.site = site;
  }

  /** Takes note of the deeds of a batch. */
  async apply(deeds: readonly Deed[], now: Date): Promise<void> {
    for (const each of deeds) {
      const slug = slugIn(each);
      const before = this.articles.get(slug);
      if (each.kind === "put") {
        const article = await articleFor(each.piece, now);
        this.removals.delete(slug);
        if (before?.revision !== article.revision) this.articles.set(slug, article);
      } else if (before !== undefined) {
        this.articles.delete(slug);
        const { published } = before;
        if (published <= now)
          this.removals.set(slug, { slug, published, removed: now, scopes: scopesOfArticle(before) });
      }
    }
  }

  get store(): MemoryStore {
    return createMemoryStore(this.site, this.articles.values(), STORED, [...this.removals.values()]);
  }
}

function scopesOfArticle({ categories, authors }: Article): Scope[] {
  return [
    { kind: "all" },
    ...categories.map(({ slug }): Scope => ({ kind: "category", slug })),
    ...authors.map(({ slug }): Scope => ({ kind: "author", slug })),
  ];
}

/** Carries out deeds in one write. */
export async function perform(writer: ArticleWriter, deeds: readonly Deed[], now: Date): Promise<readonly Outcome[]> {
  const changes = deeds.map((each) =>
    each.kind === "put" ? putOf(each.piece, now) : ({ kind: "remove", slug: each.slug } as const),
  );
  return writer.writeChanges(await Promise.all(changes), now);
}

/** Pieces of which only slug and time matter. */
export function plainPiece(slug: string, at: number): Piece {
  return { slug, at, labels: ["India"], names: [], word: "ferry" };
}
