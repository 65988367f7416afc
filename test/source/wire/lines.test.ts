import { describe, expect, it } from "vitest";
import { parseWireArticle } from "../../../src/source/wire/parse-wire.ts";
import { BODY, CONVENTIONS, found, good, PUBLISHED, read } from "../reading.ts";

const LINES = [
  PUBLISHED,
  "Rain",
  "A standfirst.",
  "- India",
  "- 2 min read",
  BODY,
  "It fell.",
  "Updated 00:10 IST, April 1st 2025",
];

const EXPECTED = good(LINES);

/** What a text reads as, findings and all. */
function reading(text: string) {
  return parseWireArticle(text, "a-slug", CONVENTIONS);
}

describe("all of these read as the same article", () => {
  it.each([
    ["LF", LINES.join("\n")],
    ["CRLF", LINES.join("\r\n")],
    ["CR", LINES.join("\r")],
    ["all three in turn", LINES.map((line, index) => line + (["\n", "\r\n", "\r"][index % 3] ?? "")).join("")],
    ["a line end at the end", `${LINES.join("\n")}\n`],
    ["many line ends at the end", `${LINES.join("\n")}\n\n\r\n\r\r`],
    ["a byte order mark", `\ufeff${LINES.join("\n")}`],
    ["a byte order mark on a line of its own", `\ufeff\n${LINES.join("\n")}`],
    ["trailing blanks", LINES.map((line) => `${line}  \t`).join("\n")],
    ["leading blanks", LINES.map((line) => ` \t${line}`).join("\n")],
    ["no-break spaces at both ends", LINES.map((line) => `\u00a0${line}\u00a0\u202f`).join("\n")],
    ["blank lines", LINES.join("\n\n\n")],
    ["lines of blanks", LINES.join("\n \t\n\u00a0\n")],
    ["blank lines in front", `\n\r\n \n${LINES.join("\n")}`],
    ["lines of what XML forbids", LINES.join("\n\u0000\u0001\n\ud800\n\uffff\n")],
    ["what XML forbids, everywhere", LINES.map((line) => `\u0007${line}\u001b`).join("\n")],
  ])("%s", (_, text) => {
    expect(reading(text)).toEqual({ article: EXPECTED, findings: [] });
  });
});

it("LF and CR the wrong way round are two line ends", () => {
  expect(found(reading(`${PUBLISHED}\n\rRain\n\r- \n\r${BODY}`))).toEqual(["5:1 bad-category"]);
});

describe("no other character ends a line", () => {
  it.each([
    ["U+2028", "\u2028"],
    ["U+2029", "\u2029"],
    ["U+0085", "\u0085"],
    ["a tab", "\t"],
    ["a no-break space", "\u00a0"],
  ])("%s stays in the standfirst", (_, character) => {
    const standfirst = `Rain${character}falls`;
    expect(good([PUBLISHED, "Rain", standfirst, "- India", BODY]).standfirst).toBe(standfirst);
  });
});

describe("what XML forbids is gone from every text", () => {
  const dirt = "\u0000\u0008\u000b\u000c\u000e\u001f\ud800\udfff\ufffe\uffff".split("").join("x");
  const clean = "xxxxxxxxx";
  const article = good([
    PUBLISHED,
    `H${dirt}`,
    `S${dirt}`,
    `By A${dirt}`,
    `Image: https://a.example/${dirt}.jpg | P${dirt}`,
    `- C${dirt}`,
    `B${dirt}.`,
  ]);

  it.each([
    ["headline", article.headline, `H${clean}`],
    ["standfirst", article.standfirst, `S${clean}`],
    ["byline", article.authors[0]?.name, `A${clean}`],
    ["picture's address", article.picture?.address, `https://a.example/${clean}.jpg`],
    ["picture's text", article.picture?.alternative, `P${clean}`],
    ["category", article.categories[0]?.label, `C${clean}`],
    ["body", article.html, `<p>B${clean}.</p>`],
  ])("%s", (_, text, expected) => {
    expect(text).toBe(expected);
  });
});

describe("text is text", () => {
  const markup = `<b>x</b> & "y" 'z' &amp; ]]> <![CDATA[ \u{1f600} e\u0301 ﬁ`;

  it("in a headline and a standfirst, which stay as they are", () => {
    const article = good([PUBLISHED, markup, `${markup}.`, "- India", BODY]);
    expect(article.headline).toBe(markup);
    expect(article.standfirst).toBe(`${markup}.`);
  });

  it("in a byline, a category and a picture's text, which stay as they are", () => {
    const article = good([
      PUBLISHED,
      "Rain",
      "By Asha <b>x</b>",
      `Image: https://a.example/a.png | ${markup}`,
      `- ${markup}`,
      BODY,
    ]);
    expect(article.authors[0]?.name).toBe("Asha <b>x</b>");
    expect(article.picture?.alternative).toBe(markup);
    expect(article.categories[0]?.label).toBe(markup);
  });
});

describe("the length of a line is counted in characters", () => {
  const longest = 65_536;

  it.each([
    ["of one byte", "a"],
    ["of three bytes", "अ"],
    ["outside the Basic Multilingual Plane", "\u{1f600}"],
  ])("%s: 65,536 are read", (_, character) => {
    expect(found(read([PUBLISHED, "Rain", "- India", character.repeat(longest)]))).toEqual([]);
  });

  it.each([
    ["of one byte", "a"],
    ["outside the Basic Multilingual Plane", "\u{1f600}"],
  ])("%s: one more is a fault, at that character", (_, character) => {
    const reading = read([PUBLISHED, "Rain", "- India", "Fine.", character.repeat(longest + 1)]);
    expect(found(reading)).toEqual([`5:${longest + 1} line-too-long`]);
    expect(reading.findings[0]?.message).toContain(String(longest + 1));
    expect(reading.article).toBeNull();
  });
});
