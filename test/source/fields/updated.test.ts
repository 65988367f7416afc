import { describe, expect, it } from "vitest";
import { BODY, found, good, PUBLISHED, read } from "../reading.ts";

/** The article with lines at its end. */
const withEnd = (...end: readonly string[]) => read([PUBLISHED, "Rain", "- India", BODY, ...end]);

describe("the last line may say when the article was updated", () => {
  it.each([
    ["Updated 00:10 IST, April 1st 2025", "2025-03-31T18:40:00.000Z"],
    ["updated 00:10 IST, April 1st 2025", "2025-03-31T18:40:00.000Z"],
    ["Updated: 00:10 IST, April 1st 2025", "2025-03-31T18:40:00.000Z"],
    ["Updated 9:05 PM UTC, May 2nd 2026", "2026-05-02T21:05:00.000Z"],
    ["Updated 2025-04-01T00:10+05:30", "2025-03-31T18:40:00.000Z"],
    ["  Updated 00:10 IST, April 1st 2025 \u00a0", "2025-03-31T18:40:00.000Z"],
  ])("%j", (line, instant) => {
    const { article, findings } = withEnd(line);
    expect(findings).toEqual([]);
    expect(article?.updated.toISOString()).toBe(instant);
    expect(article?.published.toISOString()).toBe("2025-03-31T17:35:00.000Z");
    expect(article?.html).toBe("<p>The river rose.</p>");
  });

  it("with blank lines below it, which are dropped", () => {
    const { article } = withEnd("Updated 00:10 IST, April 1st 2025", "", "\u00a0", "");
    expect(article?.updated.toISOString()).toBe("2025-03-31T18:40:00.000Z");
  });
});

it("without it, updated is published", () => {
  const { article } = withEnd();
  expect(article?.updated).toEqual(article?.published);
});

it("an update in the minute of publication is one", () => {
  const { article, findings } = withEnd("Updated 23:05 IST, March 31st 2025");
  expect(findings).toEqual([]);
  expect(article?.updated).toEqual(article?.published);
});

describe("an update before the publication is a warning, and published is used for both", () => {
  it.each([
    ["Updated 23:04 IST, March 31st 2025", "5:1"],
    ["  Updated 23:05 IST, March 30th 2025", "5:3"],
    ["Updated 18:00 UTC, March 30th 2025", "5:1"],
    // The clock says more than 23:05, but the instant is 17:15 in UTC.
    ["Updated 02:15 Asia/Tokyo, April 1st 2025", "5:1"],
  ])("%j", (line, place) => {
    const reading = withEnd(line);
    expect(found(reading)).toEqual([`${place} updated-before-published`]);
    expect(reading.findings[0]?.severity).toBe("warning");
    expect(reading.article?.updated).toEqual(reading.article?.published);
    expect(reading.article?.published.toISOString()).toBe("2025-03-31T17:35:00.000Z");
    expect(reading.article?.html).toBe("<p>The river rose.</p>");
  });
});

describe("a line that says so and is not the last is text, and warned of", () => {
  const line = "Updated 00:10 IST, April 1st 2025";

  it("in the body", () => {
    const reading = withEnd(line, "The rain went on.");
    expect(found(reading)).toEqual(["5:1 updated-not-last"]);
    expect(reading.findings[0]?.severity).toBe("warning");
    expect(reading.article?.html).toContain(line);
    expect(reading.article?.updated).toEqual(reading.article?.published);
  });

  it("in the body, while the last line says it as well", () => {
    const reading = withEnd(line, "The rain went on.", "Updated 02:10 IST, April 1st 2025");
    expect(found(reading)).toEqual(["5:1 updated-not-last"]);
    expect(reading.article?.updated.toISOString()).toBe("2025-03-31T20:40:00.000Z");
  });

  it("in place of the standfirst", () => {
    const reading = read([PUBLISHED, "Rain", line, "- India", BODY]);
    expect(found(reading)).toEqual(["3:1 updated-not-last"]);
    expect(reading.article?.standfirst).toBe(line);
  });

  it("each of several", () => {
    expect(found(withEnd(line, line, "The rain went on."))).toEqual(["5:1 updated-not-last", "6:1 updated-not-last"]);
  });
});

describe("a last line that begins with the word and says no time is text", () => {
  it.each([
    "Updated rules for kites will follow.",
    "Updated every day.",
    "Updated rules will follow on 1 May.",
    "Updated",
    "Updated figures",
    "Updatedness 2025",
    `Updated figures for 2025 ${"and many more ".repeat(6)}years`,
  ])("%s", (line) => {
    const { article, findings } = withEnd(line);
    expect(findings).toEqual([]);
    expect(article?.html).toBe(`<p>The river rose.</p>\n<p>${line}</p>`.replace(/ +<\/p>$/, "</p>"));
  });
});

it("a faulty time of an update is a fault, not text", () => {
  const reading = withEnd("Updated 25:10 IST, April 1st 2025");
  expect(found(reading)).toEqual(["5:9 no-such-hour"]);
  expect(reading.article).toBeNull();
});

it("the line is no body: without one an article is a fault", () => {
  expect(found(read([PUBLISHED, "Rain", "- India", "Updated 00:10 IST, April 1st 2025"]))).toEqual(["5:1 no-body"]);
});

describe("days, months and years that differ in UTC", () => {
  it.each([
    ["Published 00:10 IST, April 1st 2025", "2025-03-31T18:40:00.000Z"],
    ["Published 05:29 IST, January 1st 2025", "2024-12-31T23:59:00.000Z"],
    ["Published 05:30 IST, January 1st 2025", "2025-01-01T00:00:00.000Z"],
    ["Published 00:00 IST, March 1st 2024", "2024-02-29T18:30:00.000Z"],
    ["Published 00:00 IST, March 1st 2025", "2025-02-28T18:30:00.000Z"],
  ])("%s", (line, instant) => {
    expect(good([line, "Rain", "- India", BODY]).published.toISOString()).toBe(instant);
  });
});
