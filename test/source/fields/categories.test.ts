import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_LABEL_CHARACTERS } from "../../../src/article/article.ts";
import { conventionsOf } from "../../../src/site/site.ts";
import { parseWireArticle } from "../../../src/source/wire/parse-wire.ts";
import { siteOf } from "../../support/fixtures/content.ts";
import { BODY, CONVENTIONS, found, good, PUBLISHED, read } from "../reading.ts";

function slugOf(label: string): string | undefined {
  return good([PUBLISHED, "Rain", `- ${label}`, BODY]).categories[0]?.slug;
}

describe("a category's slug is its label, NFKC, in small letters, with hyphens", () => {
  it.each([
    ["India", "india"],
    ["Health & Food", "health-food"],
    ["Health  &  Food", "health-food"],
    ["Opinion/Editorial", "opinion-editorial"],
    ["R&D", "r-d"],
    ["2025", "2025"],
    ["खेल", "खेल"],
    ["हिन्दी साहित्य", "हिन्दी-साहित्य"],
    ["தமிழ்", "தமிழ்"],
    ["Ｉｎｄｉａ", "india"],
    ["ﬁlm", "film"],
    ["№ 1", "no-1"],
    ["Ⅳ", "iv"],
    ["Cafe\u0301", "café"],
    ["Straße", "straße"],
    ["ΣΟΦΟΣ", "σοφος"],
    ["a_b.c", "a-b-c"],
    ["A \u{1f600} B", "a-b"],
    ["<b>x</b>", "-b-x-b-"],
    ["C++", "c-"],
  ])("%s is %s", (label, slug) => {
    expect(slugOf(label)).toBe(slug);
  });

  /** The same rule, told a character at a time. */
  function reported(label: string): string {
    let slug = "";
    for (const character of label.normalize("NFKC").toLowerCase()) {
      if (/\p{L}|\p{M}|\p{N}/u.test(character)) slug += character;
      else if (!slug.endsWith("-")) slug += "-";
    }
    return slug;
  }

  it("for any label at all", { timeout: 60_000 }, () => {
    let read = 0;
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }), fc.string()), (text) => {
        const label = text.replace(/[\r\n]/g, " ");
        const lines = [PUBLISHED, "Rain", `- x${label}x`, BODY].join("\n");
        const { article } = parseWireArticle(lines, "a-slug", CONVENTIONS);
        const [category] = article?.categories ?? [];
        if (category === undefined) throw new Error("there is no category");
        expect(category.slug).toBe(reported(category.label));
        read += 1;
      }),
      { seed: 3, numRuns: 1_000 },
    );
    expect(read).toBe(1_000);
  });
});

describe("one line each, any number, order kept", () => {
  it.each([0, 1, 2, 7, 64])("%s", (count) => {
    const labels = Array.from({ length: count }, (_, index) => `Label ${count - index}`);
    const article = good([PUBLISHED, "Rain", "S.", ...labels.map((label) => `- ${label}`), BODY]);
    expect(article.categories).toEqual(labels.map((label) => ({ label, slug: label.toLowerCase().replace(" ", "-") })));
  });

  it("but more than 64 are a pasted list: each one beyond is a fault", () => {
    const labels = Array.from({ length: 66 }, (_, index) => `- Label ${index}`);
    const reading = read([PUBLISHED, "Rain", ...labels, BODY]);
    expect(found(reading)).toEqual(["67:1 too-many-categories", "68:1 too-many-categories"]);
    expect(reading.article).toBeNull();
  });
});

describe("what site.json says of a category", async () => {
  const site = await siteOf({
    categories: {
      "Health & Food": { slug: "health" },
      India: { description: "The country." },
      Sport: { slug: "games" },
    },
  });
  const conventions = conventionsOf(site);
  const categoriesOf = (...labels: readonly string[]) =>
    good([PUBLISHED, "Rain", ...labels.map((label) => `- ${label}`), BODY], conventions).categories;

  it("gives it another slug", () => {
    expect(categoriesOf("Health & Food", "Sport")).toEqual([
      { label: "Health & Food", slug: "health" },
      { label: "Sport", slug: "games" },
    ]);
  });

  it.each(["health & food", "HEALTH - FOOD", "Health, Food", "health"])(
    "holds for a label that is written otherwise: %s",
    (label) => {
      expect(categoriesOf(label)).toEqual([{ label: "Health & Food", slug: "health" }]);
    },
  );

  it("leaves all others alone", () => {
    expect(categoriesOf("India", "Weather")).toEqual([
      { label: "India", slug: "india" },
      { label: "Weather", slug: "weather" },
    ]);
  });

  it("makes one of two labels that mean the same", () => {
    const reading = read([PUBLISHED, "Rain", "- Sport", "- Games", BODY], conventions);
    expect(reading.article?.categories).toEqual([{ label: "Sport", slug: "games" }]);
    expect(found(reading)).toEqual(["4:1 category-twice"]);
  });
});

it.each([
  ["first", { B: { slug: "c" }, A: { slug: "b" } }],
  ["last", { A: { slug: "b" }, B: { slug: "c" } }],
])("a label means its own category, also when another has its slug, named %s", async (_, categories) => {
  const conventions = conventionsOf(await siteOf({ categories }));
  expect(good([PUBLISHED, "Rain", "- B", "- A", BODY], conventions).categories).toEqual([
    { label: "B", slug: "c" },
    { label: "A", slug: "b" },
  ]);
});

describe("a label that stands twice", () => {
  it.each(["India", "india", "INDIA", "Ｉndia"])("counts once, and %s is warned of", (again) => {
    const reading = read([PUBLISHED, "Rain", "- India", "- Weather", `- ${again}`, BODY]);
    expect(reading.article?.categories.map(({ label }) => label)).toEqual(["India", "Weather"]);
    expect(found(reading)).toEqual(["5:1 category-twice"]);
    expect(reading.findings[0]?.severity).toBe("warning");
  });
});

describe("a label without a letter or digit is a fault", () => {
  it.each(["-", "- ", "- !!", "- \u{1f600}", "- —", "- \u0301"])("%j", (line) => {
    const reading = read([PUBLISHED, "Rain", "- India", line, BODY]);
    expect(found(reading)).toEqual(["4:1 bad-category"]);
    expect(reading.article).toBeNull();
  });
});

it("a label may have as many characters as the cap says, and no more", () => {
  const label = (length: number) => read([PUBLISHED, "Rain", `- ${"a".repeat(length)}`, BODY]);
  expect(label(MAX_LABEL_CHARACTERS).article?.categories).toHaveLength(1);
  expect(found(label(MAX_LABEL_CHARACTERS + 1))).toEqual(["3:1 bad-category"]);
});
