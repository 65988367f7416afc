import { describe, expect, it } from "vitest";
import { DOCUMENT_NAMES, FORMATS } from "../../../src/lib/feed-format.ts";
import { MAX_ENTRIES } from "../../../src/site/scope.ts";
import { appOf, contentOf, siteOf } from "../../support/fixtures/content.ts";
import { CORPUS_LANGUAGE, corpus, type Model } from "../../support/fixtures/corpus.ts";
import { inOrder, truthOf } from "../../support/fixtures/truth.ts";
import { asToldBy, type EntryRead, READERS } from "../../support/readers/feeds/readers.ts";
import { amount } from "../../support/sweep.ts";

const ARTICLES = amount(2_000, 10_000);
const SEED = 20_250_331;
const ADDRESS = "https://news.example";

interface Page {
  readonly models: readonly Model[];
  readonly truths: readonly EntryRead[];
  readonly documents: Readonly<Record<string, string>>;
}

/** Stores of as many articles as one document holds, each with its documents as the app answers them. */
const pages = publish();

async function publish(): Promise<Page[]> {
  const site = await siteOf({ address: ADDRESS, language: CORPUS_LANGUAGE });
  const created: Page[] = [];
  for (let first = 0; first < ARTICLES; first += MAX_ENTRIES) {
    const written = [...corpus(SEED, MAX_ENTRIES, first)];
    const app = appOf(await contentOf(Object.fromEntries(written.map(({ text, model }) => [model.slug, text])), site));
    const models = inOrder(written.map(({ model }) => model));
    const documents: Record<string, string> = {};
    for (const format of FORMATS) {
      const response = await app.request(`/${DOCUMENT_NAMES[format]}?limit=${MAX_ENTRIES}`);
      documents[format] = await response.text();
    }
    created.push({ models, truths: models.map((model) => truthOf(model, ADDRESS)), documents });
  }
  return created;
}

describe("of many made-up articles", () => {
  it.each(READERS)(
    "every field of every entry in $format is told as it was written, in order, by $name",
    async (reader) => {
      let entries = 0;
      for (const { truths, documents } of await pages) {
        const read = await reader.read(documents[reader.format] ?? "");
        for (const [index, truth] of truths.entries()) {
          const reported = only(read.entries[index] ?? {}, reader.entryFields);
          expect(reported).toEqual(asToldBy(reader, truth, reader.entryFields));
        }
        entries += read.entries.length;
      }
      expect(entries).toBe(ARTICLES);
    },
    120_000,
  );

  it("there are some of every kind", async () => {
    const models = (await pages).flatMap((page) => page.models);
    const share = (holds: (model: Model) => boolean) => models.filter(holds).length;
    const least = ARTICLES / 50;
    for (const count of [0, 1, 2, 3]) {
      expect(share(({ authors }) => authors.length === count)).toBeGreaterThan(least);
      expect(share(({ categories }) => categories.length === count)).toBeGreaterThan(least);
    }
    expect(share(({ categories }) => categories.length === 4)).toBeGreaterThan(least);
    for (const language of ["hi", "ta", "ur", CORPUS_LANGUAGE])
      expect(share((model) => model.language === language)).toBeGreaterThan(least);
    for (const element of ["<h2>", "<ul>", "<blockquote>", "<a href="])
      expect(share(({ html }) => html.includes(element))).toBeGreaterThan(least);
    for (const none of ["standfirst", "picture", "readingMinutes"] as const) {
      expect(share((model) => model[none] === null)).toBeGreaterThan(least);
      expect(share((model) => model[none] !== null)).toBeGreaterThan(least);
    }
    expect(share(({ published, updated }) => updated > published)).toBeGreaterThan(least);
    expect(share(({ published }) => indianYear(published) > published.getUTCFullYear())).toBeGreaterThan(
      ARTICLES / 200,
    );
  });
});

/** Leaves out what a reader says beyond its fields, but not a field that it should have said. */
function only(entry: Partial<EntryRead>, fields: readonly (keyof EntryRead)[]): Partial<EntryRead> {
  return Object.fromEntries(fields.map((field) => [field, entry[field]]));
}

function indianYear(instant: Date): number {
  return new Date(instant.getTime() + 330 * 60_000).getUTCFullYear();
}
