import { describe, expect, it } from "vitest";
import { conventionsOf } from "../../../src/site/site.ts";
import { siteOf } from "../../support/fixtures/content.ts";
import { BODY, PUBLISHED, read } from "../reading.ts";

const KNOWN = conventionsOf(await siteOf({ categories: { India: {} } }));

/** Line and code of what was found. */
function found(...lines: readonly string[]): string[] {
  return read([PUBLISHED, "Rain", ...lines], KNOWN).findings.map(({ line, code }) => `${line} ${code}`);
}

describe("what looks like a label in the body", () => {
  it.each<[string, readonly string[]]>([
    ["behind a byline that is none", ["A summary.", "By our correspondent", "- India", "- Rivers", BODY]],
    ["behind a second line of summary", ["A summary.", "Another one.", "- Rivers", "- 2 min read", BODY]],
  ])("%s is named in a warning, and the article is read all the same", (_, lines) => {
    const { article } = read([PUBLISHED, "Rain", ...lines], KNOWN);
    expect(article?.categories).toEqual([]);
    expect(found(...lines)).toEqual([`${lines.includes("- India") ? 5 : 6} labels-in-body`]);
  });

  it.each<[string, readonly string[]]>([
    ["items that name no category of the site", ["A summary.", "Text.", "- Kochi moves timber", BODY]],
    ["items of an article that has its labels", ["- Rivers", "Text.", "- India", BODY]],
    ["items further down", ["A summary.", "Text.", "- Timber", BODY, "- India", BODY]],
  ])("is not seen in %s", (_, lines) => {
    expect(found(...lines)).toEqual([]);
  });
});

it("a line of a megabyte of blanks is too long, whatever it begins with", () => {
  const line = `By A${" ".repeat(1_000_000)}b`;
  expect(found("A summary.", line, BODY)).toEqual(["4 line-too-long"]);
});
