import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SOURCE_FORMATS } from "../../../src/source/source.ts";
import { found } from "../reading.ts";
import { articleOf, readAs, readMarkdown } from "../sources.ts";

const DATE = "published: 2025-03-31T23:05+05:30";

it("a post of Hugo or Jekyll is an article", () => {
  const reading = readMarkdown(
    [
      'title: "Rain: two days early"',
      "date: 2025-03-31 23:05:00 +0530",
      "lastmod: 2025-04-01T00:10:00+05:30",
      "draft: false",
      "description: >-",
      "  It rained",
      "  and poured.",
      "author: Asha Rao",
      "image: /img/harbour.jpg",
      "categories: [India]",
      "tags:",
      "  - Weather",
      "  - Ports",
      "layout: post",
    ],
    "The **river** rose.\n\n## Why\n\n- [x] moved\n- [ ] not yet\n\n| a | b |\n| - | - |\n| 1 | ~~2~~ |\n\nhttps://a.example/b",
  );
  expect(found(reading)).toEqual(["10:8 no-alternative-text", "15:1 unknown-key"]);
  expect(articleOf(reading)).toMatchObject({
    headline: "Rain: two days early",
    standfirst: "It rained and poured.",
    authors: [{ name: "Asha Rao", slug: "asha-rao" }],
    picture: { address: "https://news.example/img/harbour.jpg", alternative: "", type: "image/jpeg" },
    categories: [{ label: "India" }, { label: "Weather" }, { label: "Ports" }],
    published: new Date("2025-03-31T17:35:00Z"),
    updated: new Date("2025-03-31T18:40:00Z"),
  });
  const { html } = articleOf(reading);
  for (const part of [
    "<strong>river</strong>",
    "<h2>Why</h2>",
    "<li>☑ moved</li>",
    "<li>☐ not yet</li>",
    "<del>2</del>",
  ])
    expect(html).toContain(part);
  expect(html).toContain('<a href="https://a.example/b">');
});

it("every key is understood by its own name as well", () => {
  const article = articleOf(
    readMarkdown([
      "headline: Rain",
      "published: 23:05 IST, March 31st 2025",
      "updated: 00:10 IST, April 1st 2025",
      "standfirst: It rained.",
      "authors: [Asha Rao, Vikram Nair]",
      "picture: {address: a.png, alternative: Cranes}",
      "categories: India",
      "readingMinutes: 2",
      "language: hi",
      "base: https://cms.example/2025/",
    ]),
  );
  expect(article).toMatchObject({
    headline: "Rain",
    updated: new Date("2025-03-31T18:40:00Z"),
    standfirst: "It rained.",
    authors: [{ name: "Asha Rao" }, { name: "Vikram Nair" }],
    picture: { address: "https://cms.example/2025/a.png", alternative: "Cranes" },
    categories: [{ label: "India" }],
    readingMinutes: 2,
    language: "hi",
  });
});

it.each([
  ["# Rain &amp; *more*\n\nIt.", "Rain & more", "<p>It.</p>"],
  ["\n\n  # Rain #\nIt.\n\n# Later", "Rain", "<p>It.</p>\n<h2>Later</h2>"],
])("the headline of %j is its first line", (body, headline, html) => {
  expect(articleOf(readMarkdown([DATE], body))).toMatchObject({ headline, html });
});

it("a first line that says the headline once more is left out, another one is not", () => {
  expect(articleOf(readMarkdown([DATE, "title: Rain"], "# Rain\n\nIt.")).html).toBe("<p>It.</p>");
  expect(articleOf(readMarkdown([DATE, "title: Rain"], "# Why\n\nIt.")).html).toBe("<h2>Why</h2>\n<p>It.</p>");
});

it("HTML in Markdown is as safe as any", () => {
  const body = "<script>alert(1)</script>\n\n[x](javascript:alert(1)) <b onclick=x>y</b>\n\n![z](/a.png)";
  expect(articleOf(readMarkdown([DATE, "title: T"], body)).html).toBe(
    '<p>x <b>y</b></p>\n<p><img src="https://news.example/a.png" alt="z"></p>',
  );
});

it.each([[["draft: true"]], [["draft: True", "title: T"]]])("%j is a draft", (lines) => {
  const { article, findings } = readMarkdown([DATE, ...lines], "# T\n\nx");
  expect(article).toBeNull();
  expect(findings).toMatchObject([{ line: 3, column: 1, code: "draft", severity: "warning" }]);
});

it("a body that is still to be written is a draft", () => {
  const reading = readMarkdown([DATE, "title: T"], "Write the text here, a paragraph a line.");
  expect(reading.article).toBeNull();
  expect(found(reading)).toEqual(["5:1 draft"]);
});

describe("each fault is found where it stands", () => {
  const cases: ReadonlyArray<[string, readonly string[]]> = [
    ["", ["1:1 no-published", "1:1 no-headline", "1:1 no-body"]],
    ["# Rain\n\nIt.", ["1:1 no-published"]],
    ["+++\ntitle = 'x'\n+++\nx", ["1:1 bad-front-matter"]],
    ["---\ntitle: x\n", ["1:1 bad-front-matter"]],
    [`---\n${"# x\n".repeat(20_000)}---\n`, ["1:1 bad-front-matter"]],
    ["---\n- a\n---\nx", ["2:1 bad-front-matter"]],
    ["---\nx\n---\nx", ["2:1 bad-front-matter"]],
    ["---\ntitle: a: b\n---\nx", ["2:8 bad-front-matter"]],
    [
      "---\r\ntitle: नदी\r\nx: &y [z]\r\nw: *y\r\n---\r\nx",
      ["1:1 no-published", "3:1 unknown-key", "4:1 unknown-key", "4:4 bad-front-matter"],
    ],
    ["---\nx: !!js/function y\n---\nx", ["2:4 bad-front-matter"]],
    [`---\n${"[".repeat(50_000)}\n---\nx`, ["2:1 bad-front-matter"]],
    [`---\n${DATE}\ntitle: a\ntitle: b\n---\nx`, ["4:1 key-twice"]],
    [`---\n${DATE}\ntitle: a\nHeadline: b\n---\nx`, ["4:1 key-twice"]],
    [`---\n${DATE}\ntitle: [a]\n---\nx`, ["3:8 bad-value", "3:8 no-headline"]],
    ["---\ndate: 2025-03-31\ntitle: a\n---\nx", ["2:17 bad-time"]],
    ["---\ndate:\n  '2025-02-30T10:00Z'\ntitle: a\n---\nx", ["3:12 no-such-day"]],
    [`---\n${DATE}\ntitle: a\nreadingMinutes: two\ndraft: maybe\n---\nx`, ["4:17 bad-value", "5:8 bad-value"]],
    [`---\n${DATE}\ntitle: a\ntags:\n  - b\n  - B\n  - '!'\n---\nx`, ["6:5 category-twice", "7:5 bad-category"]],
    [`---\n${DATE}\ntitle: a\n---\n\n`, ["5:1 no-body"]],
    [`---\n${DATE}\n---\n# a\nb\n\n${">".repeat(70)} c`, ["7:1 html-too-deep"]],
    [`---\n${DATE}\n---\n# a\n${"- ".repeat(70)}c`, ["5:1 html-too-deep"]],
    [`---\n${DATE}\n---\n# a\nb ${"_c".repeat(20_000)}`, ["5:3 markdown-too-costly"]],
  ];

  it.each(cases.map(([text, places]) => [JSON.stringify(text).slice(0, 120), places, text] as const))(
    "%s: %j",
    (_, places, text) => {
      expect(found(readAs("markdown", text))).toEqual(places);
    },
  );
});

it("a number of aliases that would stand for billions of texts is refused at once", () => {
  const bomb = [
    "a: &a [x, x]",
    ..."bcdefghijk"
      .split("")
      .map((name, index) => `${name}: &${name} [*${"abcdefghij"[index]}, *${"abcdefghij"[index]}]`),
  ];
  const start = performance.now();
  const { article, findings } = readMarkdown([DATE, "title: T", ...bomb]);
  expect(article).toBeNull();
  expect(findings.filter(({ code }) => code === "bad-front-matter")).toHaveLength(20);
  expect(performance.now() - start).toBeLessThan(2_000);
});

it("any text in any format is read to an article or to findings within the text", { timeout: 60_000 }, () => {
  const piece = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 8 }),
    fc.string({ unit: "binary", maxLength: 8 }),
    fc.constantFrom(
      "---\n",
      "\n",
      "\r\n",
      "title: ",
      `${DATE}\n`,
      "# ",
      "- ",
      "[",
      "{",
      '"headline":',
      '"x",',
      "}",
      "&a ",
      "*a",
      "<b>",
      "|",
      "> ",
    ),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...SOURCE_FORMATS),
      fc.boolean(),
      fc.array(piece, { maxLength: 12 }),
      (format, begun, parts) => {
        const text = `${begun ? "---\ntitle: T\n" : ""}${parts.join("")}`;
        const { article, findings } = readAs(format, text);
        expect(article === null).toBe(findings.some(({ severity, code }) => severity === "error" || code === "draft"));
        const lengths = text
          .replace(/^\ufeff/, "")
          .split(/\r\n|\n|\r/)
          .map((line) => [...line].length);
        for (const { line, column } of findings) {
          expect(line).toBeLessThanOrEqual(lengths.length + 1);
          expect(column).toBeLessThanOrEqual((lengths[line - 1] ?? 0) + 1);
        }
      },
    ),
    { seed: 10, numRuns: 5_000 },
  );
});
