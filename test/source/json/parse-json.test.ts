import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { slugOf, tidyLine } from "../../../src/lib/text.ts";
import { conventionsOf } from "../../../src/site/site.ts";
import { siteOf } from "../../support/fixtures/content.ts";
import { found } from "../reading.ts";
import { articleOf, LEAST, readAs, readJson } from "../sources.ts";

it("an article has everything that its JSON says", () => {
  const reading = readJson({
    headline: " Rain\ncomes early ",
    updated: "00:10 IST, April 1st 2025",
    standfirst: "It <b>rained</b>.",
    authors: ["Asha Rao", "Vikram Nair", "asha rao"],
    picture: { address: "img/a.png", alternative: "Cranes" },
    categories: ["India", "Health & Food"],
    readingMinutes: 2,
    language: "hi",
    base: "https://cms.example/2025/",
    html: '<p>The <a href="river">river</a> rose.</p><script>x</script>',
  });
  expect(reading).toEqual({
    findings: [],
    article: {
      slug: "a-slug",
      headline: "Rain comes early",
      standfirst: "It <b>rained</b>.",
      authors: [
        { name: "Asha Rao", slug: "asha-rao" },
        { name: "Vikram Nair", slug: "vikram-nair" },
      ],
      picture: { address: "https://cms.example/2025/img/a.png", alternative: "Cranes", type: "image/png" },
      categories: [
        { label: "India", slug: "india" },
        { label: "Health & Food", slug: "health-food" },
      ],
      readingMinutes: 2,
      language: "hi",
      published: new Date("2025-03-31T17:35:00Z"),
      updated: new Date("2025-03-31T18:40:00Z"),
      html: '<p>The <a href="https://cms.example/2025/river">river</a> rose.</p>',
    },
  });
});

it("what is left out is as the site says", async () => {
  const conventions = conventionsOf(
    await siteOf({ author: "The Desk", language: "ta", categories: { India: { slug: "in" } } }),
  );
  const html = '<p>Rain <a href="a">x</a></p>';
  const article = articleOf(readJson({ categories: ["INDIA"], html }, conventions));
  expect(article).toMatchObject({
    authors: [{ name: "The Desk", slug: "the-desk" }],
    categories: [{ label: "India", slug: "in" }],
    language: "ta",
    readingMinutes: null,
    picture: null,
    standfirst: null,
    html: '<p>Rain <a href="https://news.example/a">x</a></p>',
  });
  expect(article.updated).toEqual(article.published);
});

it.each([
  ["html", "नदी <b>rose</b> नदियाँ बढ़ीं", "<p>नदी <b>rose</b> नदियाँ बढ़ीं</p>"],
  ["markdown", "नदी **rose** नदियाँ बढ़ीं", "<p>नदी <strong>rose</strong> नदियाँ बढ़ीं</p>"],
  ["text", "नदी rose <b>\n\nनदियाँ बढ़ीं।", "<h2>नदी rose &lt;b&gt;</h2>\n<p>नदियाँ बढ़ीं।</p>"],
])("a body in %s becomes HTML, and its script tells the language", (key, body, html) => {
  const article = articleOf(readJson({ html: undefined, [key]: body, headline: "नदी" }));
  expect(article).toMatchObject({ html, language: "hi" });
});

/** JSON in which each key has a line of its own, from the second line on. */
const lines = (...members: readonly string[]) => `{\n${members.join(",\n")}\n}`;

const [HEADLINE, PUBLISHED, HTML] = Object.entries(LEAST).map(
  ([key, value]) => `"${key}": ${JSON.stringify(value)}`,
) as [string, string, string];

describe("each fault is found where it stands", () => {
  const cases: ReadonlyArray<[string, readonly string[]]> = [
    ["", ["1:1 bad-json"]],
    ["[]", ["1:1 bad-json"]],
    ["[".repeat(100_000), ["1:1 bad-json"]],
    ["{\n,}", ["2:1 bad-json", "2:2 bad-json"]],
    ['{"headline": "नदी" x}', ["1:20 bad-json"]],
    ['{"headline": "a" /* b */}', ["1:18 bad-json"]],
    ["{}", ["1:1 no-published", "1:1 no-headline", "1:1 no-body"]],
    [lines(PUBLISHED, HTML, '  "headline": " "'), ["4:15 no-headline"]],
    [lines(HEADLINE, '"published": "2025-03-31T17:35:00"', HTML), ["3:34 unknown-zone"]],
    [lines(HEADLINE, '"published": "23:05 XST, February 30th 2025"', HTML), ["3:21 unknown-zone", "3:35 no-such-day"]],
    [lines(HEADLINE, '"published": "soon"', HTML), ["3:15 bad-time"]],
    [lines(HEADLINE, PUBLISHED, '"updated": "2025-03-30T00:00Z"', HTML), ["4:12 updated-before-published"]],
    [lines(HEADLINE, PUBLISHED, HTML, '"titel": "x"', '"categorys": []'), ["5:1 unknown-key", "6:1 unknown-key"]],
    [lines(HEADLINE, PUBLISHED, HTML, '"constructor": 1', '"__proto__": 1'), ["5:1 unknown-key", "6:1 unknown-key"]],
    [lines(HEADLINE, PUBLISHED, HTML, HEADLINE), ["5:1 key-twice"]],
    [lines(HEADLINE, PUBLISHED, HTML, '"text": "x"', '"markdown": "x"'), ["5:1 two-bodies", "6:1 two-bodies"]],
    [lines(HEADLINE, PUBLISHED), ["1:1 no-body"]],
    [lines(HEADLINE, PUBLISHED, '"html": "<p> </p><script>x</script>"'), ["4:9 no-body"]],
    [lines(HEADLINE, PUBLISHED, `"html": "${"<i>".repeat(300)}"`), ["4:10 html-too-deep"]],
    [lines(HEADLINE, PUBLISHED, HTML, '"authors": ["A", 5, "—"]'), ["5:12 bad-byline", "5:18 bad-value"]],
    [lines(HEADLINE, PUBLISHED, HTML, '"categories": ["A", "a", "!"]'), ["5:21 category-twice", "5:26 bad-category"]],
    [lines(HEADLINE, PUBLISHED, HTML, '"picture": {"address": "javascript:x"}'), ["5:24 bad-image-address"]],
    [lines(HEADLINE, PUBLISHED, HTML, '"picture": {"address": "/a.png"}'), ["5:24 no-alternative-text"]],
    [
      lines(HEADLINE, PUBLISHED, HTML, '"picture": {"adress": "/a.png"}'),
      ["5:12 bad-image-address", "5:13 unknown-key"],
    ],
    [lines(HEADLINE, PUBLISHED, HTML, '"language": "e"'), ["5:13 bad-language"]],
    [lines(HEADLINE, PUBLISHED, HTML, '"base": "/x"'), ["5:9 bad-base"]],
    [lines(HEADLINE, PUBLISHED, HTML, `"standfirst": "${"x".repeat(65_537)}"`), ["5:15 line-too-long"]],
    [lines(HEADLINE, PUBLISHED, `"html": "${"&lt;".repeat(260_000)}"`), ["4:9 html-too-large"]],
  ];

  it.each(cases.map(([text, places]) => [JSON.stringify(text).slice(0, 120), places, text] as const))(
    "%s: %j",
    (_, places, text) => {
      expect(found(readAs("json", text))).toEqual(places);
      expect(found(readAs("json", `\ufeff${text}`))).toEqual(places);
    },
  );
});

it("a misspelt key is told what it may have been meant to be", () => {
  const hints = readJson({ Headlines: 1, publishd: 1, readingTime: 1, mark_down: 1, x: 1 }).findings;
  expect(hints.map(({ hint }) => hint.slice(0, 27))).toEqual([
    "Did you mean headline?",
    "Did you mean published?",
    expect.stringMatching(/^(?:Did you mean readingMinutes|The keys are headline)/),
    "Did you mean markdown?",
    "The keys are headline, publ",
  ]);
});

it("a text of any length is never repeated in full, and only the first 100 faults are listed", () => {
  const categories = Array.from({ length: 500 }, (_, index) => `${"!".repeat(1_000)}${index === 0 ? "" : "?"}`);
  const { findings } = readJson({ categories });
  expect(findings).toHaveLength(101);
  expect(findings.at(-1)).toMatchObject({ code: "too-many-faults", severity: "error" });
  for (const { message } of findings) expect(message.length).toBeLessThan(200);
});

it("any texts in all fields read back as they are, cleaned", () => {
  const text = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML forbids is dropped
  const forbidden = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/gu;
  const cleaned = (each: string) =>
    each
      .replace(forbidden, "")
      .replace(/\r\n|\r|\n/g, " ")
      .trim();
  const name = text.map((each) => `x${each}`);
  fc.assert(
    fc.property(name, text, fc.array(name, { maxLength: 5 }), fc.array(name, { maxLength: 5 }), text, (...given) => {
      const [headline, standfirst, authors, categories, alternative] = given;
      const picture = { address: "/a.png", alternative };
      const article = articleOf(readJson({ headline, standfirst, authors, categories, picture }));
      expect(article.headline).toBe(tidyLine(cleaned(headline)));
      expect(article.standfirst).toBe(cleaned(standfirst) || null);
      expect(article.picture?.alternative).toBe(cleaned(alternative));
      const first = (names: readonly string[]) => {
        const known = new Map<string, string>();
        for (const each of names.map(cleaned).map(tidyLine))
          if (!known.has(slugOf(each))) known.set(slugOf(each), each);
        return [...known.values()];
      };
      expect(article.authors.map((author) => author.name)).toEqual(first(authors));
      expect(article.categories.map(({ label }) => label)).toEqual(first(categories));
    }),
    { seed: 9, numRuns: 1_500 },
  );
});
