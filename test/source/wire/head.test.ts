import { describe, expect, it } from "vitest";
import { conventionsOf } from "../../../src/site/site.ts";
import { siteOf } from "../../support/fixtures/content.ts";
import { BODY, found, good, PUBLISHED, read } from "../reading.ts";

it("the example of the wire format reads as the wire format says", () => {
  const article = good([
    "Published 23:05 IST, March 31st 2025",
    "Ports on the west coast clear their decks as forecast moves rain two days closer",
    "Forecasters now expect the first heavy showers on Thursday, and harbour masters have begun to move cargo under cover.",
    "- India",
    "- Weather",
    "- 2 min read",
    "Harbour masters in Kochi and Mangaluru asked shipping agents on Monday to move open cargo under cover, two days earlier than they had planned.",
    "Why the date moved",
    "A low over the Bay deepened faster than any of last week's runs had shown. “We were cautious on Friday and we were wrong,” said a forecaster on duty.",
    "Updated 00:10 IST, April 1st 2025",
  ]);
  expect(article).toEqual({
    slug: "a-slug",
    headline: "Ports on the west coast clear their decks as forecast moves rain two days closer",
    standfirst:
      "Forecasters now expect the first heavy showers on Thursday, and harbour masters have begun to move cargo under cover.",
    authors: [],
    picture: null,
    categories: [
      { label: "India", slug: "india" },
      { label: "Weather", slug: "weather" },
    ],
    readingMinutes: 2,
    language: "en-IN",
    published: new Date("2025-03-31T17:35:00Z"),
    updated: new Date("2025-03-31T18:40:00Z"),
    html: [
      "<p>Harbour masters in Kochi and Mangaluru asked shipping agents on Monday to move open cargo under cover, two days earlier than they had planned.</p>",
      "<h2>Why the date moved</h2>",
      "<p>A low over the Bay deepened faster than any of last week's runs had shown. “We were cautious on Friday and we were wrong,” said a forecaster on duty.</p>",
    ].join("\n"),
  });
});

describe("every line between headline and body may be missing", () => {
  const lines = {
    standfirst: "A standfirst.",
    byline: "By Asha Rao",
    picture: "Image: https://a.example/a.jpg | A river",
    category: "- India",
    reading: "- 3 min read",
  };
  const names = Object.keys(lines) as (keyof typeof lines)[];
  const subsets = Array.from({ length: 2 ** names.length }, (_, bits) =>
    names.filter((_, index) => (bits >> index) & 1),
  )
    // Without labels the line below the headline is the standfirst, so a body needs one or the other above it.
    .filter((subset) => ["standfirst", "category", "reading"].some((name) => subset.includes(name as never)));

  it.each(subsets.map((subset) => [subset.join(", "), subset] as const))("there are: %s", (_, subset) => {
    const article = good([PUBLISHED, "Rain", ...subset.map((name) => lines[name]), BODY]);
    expect({
      standfirst: article.standfirst,
      byline: article.authors.map(({ name }) => name),
      picture: article.picture?.address,
      category: article.categories.map(({ label }) => label),
      reading: article.readingMinutes,
      html: article.html,
    }).toEqual({
      standfirst: subset.includes("standfirst") ? "A standfirst." : null,
      byline: subset.includes("byline") ? ["Asha Rao"] : [],
      picture: subset.includes("picture") ? "https://a.example/a.jpg" : undefined,
      category: subset.includes("category") ? ["India"] : [],
      reading: subset.includes("reading") ? 3 : null,
      html: "<p>The river rose.</p>",
    });
  });
});

describe("byline and picture may stand anywhere between headline and body", () => {
  const byline = "By Asha Rao";
  const picture = "Image: https://a.example/a.jpg | A river";
  const expected = good([PUBLISHED, "Rain", "A standfirst.", byline, picture, "- India", "- 2 min read", BODY]);

  it.each([
    ["both first", [byline, picture, "A standfirst.", "- India", "- 2 min read"]],
    ["the picture first", [picture, byline, "A standfirst.", "- India", "- 2 min read"]],
    ["around the standfirst", [byline, "A standfirst.", picture, "- India", "- 2 min read"]],
    ["the other way round", ["A standfirst.", picture, byline, "- India", "- 2 min read"]],
    ["around the labels", ["A standfirst.", picture, "- India", "- 2 min read", byline]],
    ["below the labels", ["A standfirst.", "- India", "- 2 min read", picture, byline]],
  ])("%s", (_, head) => {
    expect(good([PUBLISHED, "Rain", ...head, BODY])).toEqual(expected);
  });
});

describe("labels are the unbroken run that follows the head", () => {
  it("keeps the order in which they stand, the reading time among them", () => {
    const article = good([PUBLISHED, "Rain", "- Weather", "- 4 min read", "- India", "- Art", BODY]);
    expect(article.categories.map(({ label }) => label)).toEqual(["Weather", "India", "Art"]);
    expect(article.readingMinutes).toBe(4);
  });

  it("is not broken by blank lines, which are dropped", () => {
    const article = good([PUBLISHED, "Rain", "- Weather", "", "- India", BODY]);
    expect(article.categories).toHaveLength(2);
  });

  it("ends at the first line of the body: later lines are list items", () => {
    const article = good([PUBLISHED, "Rain", "- India", BODY, "- Weather", "- 9 min read", "It fell."]);
    expect(article.categories.map(({ label }) => label)).toEqual(["India"]);
    expect(article.readingMinutes).toBeNull();
    expect(article.html).toBe(
      "<p>The river rose.</p>\n<ul>\n<li>Weather</li>\n<li>9 min read</li>\n</ul>\n<p>It fell.</p>",
    );
  });

  it("ends at a byline or a picture below it, too", () => {
    const byline = good([PUBLISHED, "Rain", "- India", "By Asha Rao", "- Weather", BODY]);
    const picture = good([PUBLISHED, "Rain", "- India", "Image: https://a.example/a.png | A", "- Weather", BODY]);
    for (const { categories, html } of [byline, picture]) {
      expect(categories.map(({ label }) => label)).toEqual(["India"]);
      expect(html).toBe("<ul>\n<li>Weather</li>\n</ul>\n<p>The river rose.</p>");
    }
  });

  it("leaves a line that has no blank behind its hyphen to the text", () => {
    expect(good([PUBLISHED, "Rain", "-5 degrees at noon.", "- India", BODY]).standfirst).toBe("-5 degrees at noon.");
    expect(good([PUBLISHED, "Rain", "A.", "-India.", BODY]).html).toBe("<p>-India.</p>\n<p>The river rose.</p>");
  });
});

describe("where there are no labels", () => {
  it("the first line is the standfirst and the next the body", () => {
    const article = good([PUBLISHED, "Rain", "One.", "Two.", "- Three"]);
    expect(article.standfirst).toBe("One.");
    expect(article.html).toBe("<p>Two.</p>\n<ul>\n<li>Three</li>\n</ul>");
  });

  it.each(["## A subhead", "> A quotation"])("%s begins the body, as it is no standfirst", (line) => {
    const article = good([PUBLISHED, "Rain", line, BODY]);
    expect(article.standfirst).toBeNull();
    expect(article.html).toMatch(/^<(?:h2|blockquote)>/);
  });
});

it("a standfirst does not come below the labels: that line is the body", () => {
  const article = good([PUBLISHED, "Rain", "- India", "One.", "Two."]);
  expect(article.standfirst).toBeNull();
  expect(article.html).toBe("<p>One.</p>\n<p>Two.</p>");
});

describe("a headline may be any text", () => {
  it.each([
    "1 < 2 & 'x' \"y\"",
    "By Asha Rao",
    "Published 23:05 IST, March 31st 2025",
    "Image: a film about pictures",
    "## Rain",
    "> Rain",
    "Updated rules for kites",
    "\u{1f600}",
    "बारिश",
  ])("%s", (headline) => {
    expect(good([PUBLISHED, headline, "- India", BODY]).headline).toBe(headline);
  });
});

describe("reading time", () => {
  it.each([
    ["- 2 min read", 2],
    ["- 1 min read", 1],
    ["- 15 min read", 15],
    ["-  120 MIN READ", 120],
    ["- 3 mins read", 3],
    ["- 3 minutes read", 3],
  ])("%s", (line, minutes) => {
    const article = good([PUBLISHED, "Rain", line, BODY]);
    expect(article.readingMinutes).toBe(minutes);
    expect(article.categories).toEqual([]);
  });

  it.each(["- two min read", "- 2 min reading", "- A 2 min read", "- 2 hour read"])("%s is none", (line) => {
    const article = good([PUBLISHED, "Rain", line, BODY]);
    expect(article.readingMinutes).toBeNull();
    expect(article.categories).toHaveLength(1);
  });
});

it("the slug is the one that is given, whatever the headline says", () => {
  expect(good([PUBLISHED, "A slug? No.", "- India", BODY]).slug).toBe("a-slug");
});

describe("who is meant where there is no byline", () => {
  const lines = (...head: string[]) => [PUBLISHED, "Rain", ...head, "- India", BODY];

  it("is nobody, unless the site says", () => {
    expect(good(lines()).authors).toEqual([]);
  });

  it("is the site's author, if it has one", async () => {
    const conventions = conventionsOf(await siteOf({ author: "The News Desk" }));
    expect(good(lines(), conventions).authors).toEqual([{ name: "The News Desk", slug: "the-news-desk" }]);
    expect(good(lines("By Asha Rao"), conventions).authors).toEqual([{ name: "Asha Rao", slug: "asha-rao" }]);
  });
});

it("a second byline or picture is text like any other", () => {
  const bylines = good([PUBLISHED, "Rain", "S.", "By Asha Rao", "- India", "By Ravi Iyer", BODY]);
  expect(bylines.authors.map(({ name }) => name)).toEqual(["Asha Rao"]);
  expect(bylines.html).toContain("By Ravi Iyer");
  const first = "Image: https://a.example/1.png | One";
  const pictures = good([PUBLISHED, "Rain", "S.", first, "- India", "Image: https://a.example/2.png | Two", BODY]);
  expect(pictures.picture?.address).toBe("https://a.example/1.png");
  expect(pictures.html).toContain("2.png");
});

it("a draft, whose body is still to be written, is left out with a warning", () => {
  const reading = read([PUBLISHED, "Rain", "- India", "", "Write the text here, a paragraph a line."]);
  expect(reading.article).toBeNull();
  expect(found(reading)).toEqual(["5:1 draft"]);
  expect(reading.findings[0]?.severity).toBe("warning");
});

it("what a draft says is text once there is more of it", () => {
  const article = good([PUBLISHED, "Rain", "- India", "Write the text here, a paragraph a line.", BODY]);
  expect(article.html).toBe("<p>Write the text here, a paragraph a line.</p>\n<p>The river rose.</p>");
});
