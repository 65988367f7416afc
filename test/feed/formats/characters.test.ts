import { beforeAll, describe, expect, it } from "vitest";
import { DOCUMENT_NAMES, FORMATS, type Format } from "../../../src/lib/feed-format.ts";
import { MAX_ENTRIES } from "../../../src/site/scope.ts";
import { appOf, contentOf, siteOf } from "../../support/fixtures/content.ts";
import { asToldBy, type EntryRead, type FeedRead, READERS } from "../../support/readers/feeds/readers.ts";

/** Every UTF-16 code unit, then surrogate pairs from the ends and the middle of each plane above the first. */
const UNITS = [
  ...Array.from({ length: 0x1_0000 }, (_, unit) => String.fromCharCode(unit)),
  ...Array.from({ length: 16 }, (_, plane) => plane + 1).flatMap((plane) =>
    Array.from({ length: 128 }, (_, index) => {
      const within = index < 32 ? index : index < 96 ? (index - 32) * 0x3ff : 0xffdf + (index - 95);
      return String.fromCodePoint(plane * 0x1_0000 + within);
    }),
  ),
];

/** What XML 1.0 allows (section 2.2, production 2). */
function isAllowed(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || code >= 0x1_0000;
}

/** What is left of a text. */
function kept(text: string): string {
  return [...text].filter(isAllowed).join("");
}

/** What is left of a headline, a name or a label: of blanks one space, and nothing of what is not seen between Latin letters. */
function tidied(text: string): string {
  return kept(text)
    .replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, "")
    .replace(/[^\S\u3000]+/g, " ");
}

/** What is left of a text of site.json: it is one line, as an article's texts are, so the end of one is a blank. */
function keptInOneLine(text: string): string {
  return kept(text).replace(/[\t\n\r]/g, " ");
}

/** Each unit between letters, which keep it from the text's ends and from meeting its neighbour. */
function spell(units: readonly string[], letter: string): string {
  return letter + units.map((unit) => unit + letter).join("");
}

function batches<T>(values: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
}

describe("in an article", () => {
  /** As many names of four units as a byline holds, with one to spare as a comma makes two of one. */
  const UNITS_PER_NAME = 4;
  const UNITS_PER_ARTICLE = 30 * UNITS_PER_NAME;

  type Texts = Pick<EntryRead, "headline" | "standfirst" | "html" | "labels" | "authors" | "alternative">;

  const FIELDS = ["headline", "standfirst", "html", "labels", "authors", "alternative"] as const;

  /** The units of an article; those that end a line are tried apart. */
  const groups = batches(
    UNITS.filter((unit) => unit !== "\n" && unit !== "\r"),
    UNITS_PER_ARTICLE,
  );

  /** Numbered, as two names that differ in signs or capitals only would be one author. */
  function namesOf(units: readonly string[]): string[] {
    return batches(units, UNITS_PER_NAME).map((each, index) => `${spell(each, "N")}${index}`);
  }

  function textOf(units: readonly string[]): string {
    return [
      "Published 23:05 IST, March 31st 2025",
      spell(units, "h"),
      `By ${namesOf(units).join(", ")}`,
      spell(units, "s"),
      `Image: https://pictures.example/1.jpg | ${spell(units, "a")}`,
      `- ${spell(units, "c")}`,
      `${spell(units, "b")}.`,
    ].join("\n");
  }

  function truthOf(units: readonly string[]): Texts {
    const names = namesOf(units).flatMap((name) => kept(name).split(","));
    const html = kept(spell(units, "b")).replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;" })[sign] ?? "&gt;");
    return {
      headline: tidied(spell(units, "h")),
      standfirst: kept(spell(units, "s")),
      html: `<p>${html}.</p>`,
      labels: [tidied(spell(units, "c"))],
      // A name is words: what stands between two of them is one blank, whatever blank it was.
      authors: names.map((name) => tidied(name).replace(/\s+/g, " ")),
      alternative: kept(spell(units, "a")),
    };
  }

  const pages: { readonly truths: readonly Texts[]; readonly documents: Record<string, string> }[] = [];

  beforeAll(async () => {
    const site = await siteOf();
    for (const page of batches(groups, MAX_ENTRIES)) {
      const texts = page.map((units, index) => [`n${String(index).padStart(3, "0")}`, textOf(units)] as const);
      const app = appOf(await contentOf(Object.fromEntries(texts), site));
      const documents: Record<string, string> = {};
      for (const format of FORMATS)
        documents[format] = await (await app.request(`/${DOCUMENT_NAMES[format]}?limit=${MAX_ENTRIES}`)).text();
      pages.push({ truths: page.map(truthOf), documents });
    }
  });

  it("no code unit and no surrogate pair brings a character that XML forbids into a document", () => {
    expect(groups.flat()).toHaveLength(0x1_0000 - 2 + 16 * 128);
    for (const { documents } of pages) {
      for (const format of FORMATS) expect(forbiddenIn(documents[format])).toEqual([]);
    }
  });

  it.each(READERS)("all that XML allows reads back from $format by $name", async (reader) => {
    const fields = FIELDS.filter((field) => reader.entryFields.includes(field));
    let entries = 0;
    for (const { truths, documents } of pages) {
      const read = await reader.read(documents[reader.format] ?? "");
      for (const [index, truth] of truths.entries()) {
        const reported = Object.fromEntries(fields.map((field) => [field, read.entries[index]?.[field]]));
        expect(reported).toEqual(asToldBy(reader, truth as EntryRead, fields));
        entries += 1;
      }
    }
    expect(entries).toBe(groups.length);
  });

  it.each(["\n", "\r", "\r\n"])("%j ends a line", async (end) => {
    const lines = ["Published 23:05 IST, March 31st 2025", "A headline", "- India", "A body."];
    const app = appOf(await contentOf({ a: lines.join(end) }, await siteOf()));
    for (const reader of READERS) {
      const document = await (await app.request(`/${DOCUMENT_NAMES[reader.format]}`)).text();
      expect((await reader.read(document)).entries[0]).toMatchObject({
        headline: "A headline",
        html: "<p>A body.</p>",
      });
    }
  });
});

describe("in site.json", () => {
  const UNITS_PER_SITE = 1024;

  const TEXTS = {
    everything: ["title", "description", "copyright", "authors"],
    category: ["title", "description", "copyright", "authors", "labels"],
  } as const;

  const sites: {
    readonly truth: FeedRead;
    readonly scope: keyof typeof TEXTS;
    readonly documents: Record<Format, string>;
  }[] = [];

  beforeAll(async () => {
    for (const units of batches(UNITS, UNITS_PER_SITE)) {
      const [title, description, copyright, author, label, about] = [..."tdcnlk"].map((letter) =>
        spell(units, letter),
      ) as [string, string, string, string, string, string];
      const site = await siteOf({
        title,
        description,
        copyright,
        author,
        categories: { [label]: { slug: "all-of-them", description: about } },
      });
      const app = appOf(await contentOf({}, site));
      for (const scope of ["everything", "category"] as const) {
        const path = scope === "category" ? "/categories/all-of-them/" : "/";
        const documents = { rss: "", atom: "", json: "" };
        for (const format of FORMATS)
          documents[format] = await (await app.request(path + DOCUMENT_NAMES[format])).text();
        const truth = {
          title: keptInOneLine(scope === "category" ? `${title}: ${label}` : title),
          description: keptInOneLine(scope === "category" ? about : description),
          copyright: keptInOneLine(copyright),
          authors: [keptInOneLine(author)],
          labels: [keptInOneLine(label)],
        };
        sites.push({ truth: truth as unknown as FeedRead, scope, documents });
      }
    }
  });

  it("no code unit and no surrogate pair brings a character that XML forbids into a document", () => {
    expect(sites.length).toBeGreaterThan((2 * UNITS.length) / UNITS_PER_SITE - 1);
    for (const { documents } of sites) {
      for (const format of FORMATS) expect(forbiddenIn(documents[format])).toEqual([]);
    }
  });

  it.each(READERS)("all that XML allows reads back from $format by $name", async (reader) => {
    for (const { truth, scope, documents } of sites) {
      const fields = TEXTS[scope].filter((field) => reader.feedFields.includes(field));
      const { feed } = await reader.read(documents[reader.format]);
      const reported = Object.fromEntries(fields.map((field) => [field, feed[field]]));
      expect(reported).toEqual(asToldBy(reader, truth, fields));
    }
  });
});

/** The characters of a document that XML forbids, lone surrogates among them, as code points. */
function forbiddenIn(document = "\0"): string[] {
  const found = [...document].filter((character) => {
    const code = character.codePointAt(0) ?? 0;
    return !isAllowed(character) || (code >= 0xd800 && code <= 0xdfff);
  });
  return found.map((character) => `U+${character.codePointAt(0)?.toString(16)}`);
}
