import * as fc from "fast-check";
import { expect, it } from "vitest";
import { parseWireArticle } from "../../../src/source/wire/parse-wire.ts";
import { CONVENTIONS, PUBLISHED } from "../reading.ts";

/** The length in characters of each line; a byte order mark in front is none. */
function lengthsOf(text: string): number[] {
  const lengths = [0];
  const characters = [...text.replace(/^\ufeff/, "")];
  for (const [index, character] of characters.entries()) {
    if (character === "\r" && characters[index + 1] === "\n") continue;
    if (character === "\n" || character === "\r") lengths.push(0);
    else lengths[lengths.length - 1] = (lengths.at(-1) ?? 0) + 1;
  }
  return lengths;
}

/** What holds of the reading of any text; the number of findings, and whether there is an article. */
function check(text: string): { readonly findings: number; readonly article: boolean } {
  const { article, findings } = parseWireArticle(text, "a-slug", CONVENTIONS);
  if (article === null) expect(findings.length).toBeGreaterThan(0);
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) expect(article).toBeNull();
  const lengths = lengthsOf(text);
  for (const { line, column, code, message, hint } of findings) {
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lengths.length + 1);
    expect(column).toBeGreaterThanOrEqual(1);
    // A fault may lie just behind the end of its line, and on the line just behind the last one.
    expect(column, `${code} at ${line}:${column}`).toBeLessThanOrEqual((lengths[line - 1] ?? 0) + 1);
    expect([code, message, hint].every((each) => each !== "")).toBe(true);
  }
  const places = findings.map(({ line, column }) => line * 1e6 + column);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  if (article !== null) {
    expect(article.headline.trim()).toBe(article.headline);
    expect(article.headline).not.toBe("");
    expect(article.html).not.toBe("");
    expect(article.updated.getTime()).toBeGreaterThanOrEqual(article.published.getTime());
  }
  return { findings: findings.length, article: article !== null };
}

it("any string is read to an article or to a finding within the text", { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }), fc.string({ unit: "binary-ascii" })),
      (text) => {
        check(text);
      },
    ),
    { seed: 4, numRuns: 3_000 },
  );
});

const any = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }));

const time = fc.constantFrom(
  "23:05 IST, March 31st 2025",
  "00:10 IST, April 1st 2025",
  "24:61 XST, February 30th 2025",
  "01:30 Europe/London, March 30th 2025",
  "2025-03-31T23:05+05:30",
  "2025-03-31T23:05",
  "23:05 \u{1f600}, April 31st 2025",
  "",
);

/** Lines that mean something, with anything in them. */
const line = fc.oneof(
  fc
    .tuple(fc.constantFrom("Published ", "Updated ", "updated: ", "\u0000Updated\t"), time)
    .map((parts) => parts.join("")),
  fc
    .tuple(fc.constantFrom("", "- ", "-", "By ", "Image: ", "Image: https://", "## ", "> ", "Updated 1"), any)
    .map((parts) => parts.join("")),
  fc.constantFrom("- India", "- 2 min read", "By A, B and C", "Image: https://a.example/b.jpg | A", "", " \u00a0"),
  fc.constantFrom("Why", "It rained.", "https://a.example/b_(c)).", "Write the text here, a paragraph a line."),
);

const end = fc.constantFrom("\n", "\r\n", "\r", "\n\n");

it("any lines are read to an article or to a finding within the text, and both come about", {
  timeout: 60_000,
}, () => {
  let articles = 0;
  let findings = 0;
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.boolean(),
      fc.array(fc.tuple(line, end), { maxLength: 12 }),
      (mark, published, lines) => {
        const text = lines.map((parts) => parts.join("")).join("");
        const result = check(`${mark ? "\ufeff" : ""}${published ? `${PUBLISHED}\nRain\n` : ""}${text}`);
        articles += Number(result.article);
        findings += result.findings;
      },
    ),
    { seed: 5, numRuns: 4_000 },
  );
  expect(articles).toBeGreaterThan(200);
  expect(findings).toBeGreaterThan(2_000);
});

it("the HTML of any body has only the elements that a body may have, closed in their order", {
  timeout: 60_000,
}, () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), (lines) => {
      const { article } = parseWireArticle([PUBLISHED, "Rain", "- x", "It.", ...lines].join("\n"), "s", CONVENTIONS);
      const open: string[] = [];
      for (const [tag, closing, name = ""] of article?.html.matchAll(/<(\/?)(\w*)[^<>]*>?/g) ?? []) {
        expect(tag).toMatch(/^<(?:\/?(?:p|h2|ul|li|blockquote|a)|a href="https?:\/\/[^"<>]*")>$/);
        if (closing === "") open.push(name);
        else expect(open.pop()).toBe(name);
      }
      expect(open).toEqual([]);
    }),
    { seed: 6, numRuns: 2_000 },
  );
});
