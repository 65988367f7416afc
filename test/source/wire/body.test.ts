import { describe, expect, it } from "vitest";
import { bodyOf, good, PUBLISHED } from "../reading.ts";

/** A line of so many characters that does not end like a sentence. */
const lineOf = (characters: number, character = "x") => character.repeat(characters);

const LONGER = `${lineOf(400)}.`;

describe("a short line with a longer one below it is a subhead", () => {
  it.each([
    ["a word", "Why"],
    ["119 characters", lineOf(119)],
    ["120 characters", lineOf(120)],
    ["120 characters outside the Basic Multilingual Plane", lineOf(120, "\u{1f600}")],
    ["a dash at the end", "Why the date moved —"],
    ["a number at the end", "The opening of 1951"],
    ["quotes at the end, with no sentence in them", "What they call “the date”"],
    ["brackets at the end, with no sentence in them", "Why (and when)"],
    ["a full stop within", "Crane No. 3"],
  ])("%s", (_, line) => {
    expect(bodyOf(line, LONGER)).toBe(`<h2>${line}</h2>\n<p>${LONGER}</p>`);
  });

  it("by one character", () => {
    expect(bodyOf(lineOf(50), lineOf(51))).toBe(`<h2>${lineOf(50)}</h2>\n<p>${lineOf(51)}</p>`);
  });

  it("counted in characters, not in code units", () => {
    const faces = lineOf(30, "\u{1f600}");
    expect(bodyOf(lineOf(40), faces)).toContain(`<p>${lineOf(40)}</p>`);
    expect(bodyOf(faces, lineOf(40))).toContain(`<h2>${faces}</h2>`);
  });

  it("whatever the line below it is", () => {
    expect(bodyOf("Three things", "- One that takes longer to say", "- Two")).toMatch(/^<h2>Three things<\/h2>/);
    expect(bodyOf("They said", "> We have said what we have said.")).toMatch(/^<h2>They said<\/h2>/);
  });

  it("with blank lines between them, which are dropped", () => {
    expect(bodyOf("Why", "", LONGER)).toMatch(/^<h2>Why<\/h2>/);
  });
});

describe("a line is a paragraph", () => {
  it.each([
    ["of 121 characters", lineOf(121)],
    ["of 121 characters outside the Basic Multilingual Plane", lineOf(121, "\u{1f600}")],
  ])("%s", (_, line) => {
    expect(bodyOf(line, LONGER)).toBe(`<p>${line}</p>\n<p>${LONGER}</p>`);
  });

  const ends = [".", "!", "?", "…", ":", ";", ","];
  const closings = ["", '"', "'", "”", "’", "»", ")", "]", "}", "”)", "’”", '")', "）", "」"];
  it.each(ends.flatMap((end) => closings.map((closing) => end + closing)))("ending in %s", (end) => {
    const escaped = end.replaceAll(">", "&gt;");
    expect(bodyOf(`They came${end}`, LONGER)).toBe(`<p>They came${escaped}</p>\n<p>${LONGER}</p>`);
  });

  it("when the line below it is as long", () => {
    expect(bodyOf(lineOf(50), lineOf(50, "y"))).toBe(`<p>${lineOf(50)}</p>\n<p>${lineOf(50, "y")}</p>`);
  });

  it("when the line below it is shorter", () => {
    expect(bodyOf(lineOf(50), "Short.")).toBe(`<p>${lineOf(50)}</p>\n<p>Short.</p>`);
  });

  it("when it is the last", () => {
    expect(bodyOf(LONGER, "Why")).toBe(`<p>${LONGER}</p>\n<p>Why</p>`);
  });

  it("when only the time of the update is below it", () => {
    const { html } = good([PUBLISHED, "Rain", "- India", "Why", "Updated 00:10 IST, April 1st 2025"]);
    expect(html).toBe("<p>Why</p>");
  });
});

describe("## begins a subhead", () => {
  it.each([
    ["## Why the date moved", "Why the date moved"],
    ["##   Why", "Why"],
    ["## It ends like a sentence.", "It ends like a sentence."],
    [`## ${lineOf(200)}`, lineOf(200)],
    ["## A <b> & a > b", "A &lt;b&gt; &amp; a &gt; b"],
    ["## See https://a.example/", "See https://a.example/"],
  ])("%s", (line, text) => {
    expect(bodyOf("First.", line)).toBe(`<p>First.</p>\n<h2>${text}</h2>`);
    expect(bodyOf(line, "S.")).toBe(`<h2>${text}</h2>\n<p>S.</p>`);
  });

  it.each(["##Why.", "# Why.", "### Why.", "A ## why."])("%s does not", (line) => {
    expect(bodyOf(line)).toBe(`<p>${line}</p>`);
  });
});

describe("> begins a quotation", () => {
  it("of one line", () => {
    expect(bodyOf("First.", "> We are late.", "Last.")).toBe(
      "<p>First.</p>\n<blockquote>\n<p>We are late.</p>\n</blockquote>\n<p>Last.</p>",
    );
  });

  it("of neighbouring lines", () => {
    expect(bodyOf("> One", "> Two is longer", "Last.")).toBe(
      "<blockquote>\n<p>One</p>\n<p>Two is longer</p>\n</blockquote>\n<p>Last.</p>",
    );
  });

  it("only with a blank behind it", () => {
    expect(bodyOf(">We are late.")).toBe("<p>&gt;We are late.</p>");
  });
});

describe("- begins a list item", () => {
  it("in one list with its neighbours", () => {
    expect(bodyOf("First.", "- One", "-  Two is longer", "- Three.", "Last.")).toBe(
      "<p>First.</p>\n<ul>\n<li>One</li>\n<li>Two is longer</li>\n<li>Three.</li>\n</ul>\n<p>Last.</p>",
    );
  });

  it("in another list than items that a paragraph separates", () => {
    expect(bodyOf("First.", "- One", "Second.", "- Two")).toBe(
      "<p>First.</p>\n<ul>\n<li>One</li>\n</ul>\n<p>Second.</p>\n<ul>\n<li>Two</li>\n</ul>",
    );
  });

  it("next to a quotation, each in its own element", () => {
    expect(bodyOf("First.", "- One", "> Two", "- Three")).toBe(
      "<p>First.</p>\n<ul>\n<li>One</li>\n</ul>\n<blockquote>\n<p>Two</p>\n</blockquote>\n<ul>\n<li>Three</li>\n</ul>",
    );
  });

  it("only with a blank behind it", () => {
    expect(bodyOf("First.", "-One.")).toBe("<p>First.</p>\n<p>-One.</p>");
  });
});

it("every other line is a paragraph, in the order in which they stand", () => {
  expect(bodyOf("One.", "Two.", "", "Three.")).toBe("<p>One.</p>\n<p>Two.</p>\n<p>Three.</p>");
});

describe("text is text: markup is escaped", () => {
  const markup = `<b>x</b> &amp; "q" 'q' ]]> <script>alert(1)</script>`;
  const escaped = `&lt;b&gt;x&lt;/b&gt; &amp;amp; "q" 'q' ]]&gt; &lt;script&gt;alert(1)&lt;/script&gt;`;

  it.each([
    ["a paragraph", `${markup}.`, `<p>${escaped}.</p>`],
    ["a subhead", `## ${markup}`, `<h2>${escaped}</h2>`],
    ["a quotation", `> ${markup}`, `<blockquote>\n<p>${escaped}</p>\n</blockquote>`],
    ["a list item", `- ${markup}`, `<ul>\n<li>${escaped}</li>\n</ul>`],
  ])("in %s", (_, line, html) => {
    expect(bodyOf("First.", line)).toBe(`<p>First.</p>\n${html}`);
  });

  it.each([
    '<a href="javascript:alert(1)">x</a>.',
    "[x](https://a.example/)x.",
    "javascript:alert(1).",
    "data:text/html,<script>.",
  ])("%s makes no link but to http and https", (line) => {
    expect(bodyOf(line)).not.toMatch(/<a href="(?!https?:)/);
    expect(bodyOf(line)).not.toContain("<script");
  });
});
