import { describe, expect, it } from "vitest";
import { conventionsOf } from "../../../src/site/site.ts";
import { siteOf } from "../../support/fixtures/content.ts";
import { BODY, found, good, PUBLISHED, read } from "../reading.ts";

const SIGNS = ["-", "–", "—", "−", "•", "*", "·", "‑", "\uf0b7"];

describe.each(SIGNS)("%s and a blank", (sign) => {
  it("begins a category or the reading time in the head", () => {
    const { categories, readingMinutes, standfirst, html } = good([
      PUBLISHED,
      "Rain",
      "By Asha Rao",
      `${sign} India`,
      `${sign}\u00a0Health & Food`,
      `${sign}\t2 min read`,
      BODY,
    ]);
    expect(categories.map(({ label }) => label)).toEqual(["India", "Health & Food"]);
    expect({ readingMinutes, standfirst, html }).toEqual({
      readingMinutes: 2,
      standfirst: null,
      html: `<p>${BODY}</p>`,
    });
  });

  it("goes on with a run that began with another sign", () => {
    const { categories } = good([PUBLISHED, "Rain", "- India", `${sign} Weather`, "• Sport", BODY]);
    expect(categories.map(({ slug }) => slug)).toEqual(["india", "weather", "sport"]);
  });
});

describe.each(SIGNS.slice(1))("%s and a blank may begin text", (sign) => {
  it.each([
    ["that ends like a sentence", `${sign} Where were you?`],
    ["that is long", `${sign} ${"rain and ".repeat(10)}wind`],
    ["without a letter", `${sign} * *`],
  ])("%s: then it is text, and a warning says so", (_, line) => {
    const { article, findings } = read([PUBLISHED, "Rain", "A standfirst.", line, BODY]);
    expect(article?.categories).toEqual([]);
    expect(article?.html).toMatch(/^<(?:p|h2)>.*<\/(?:p|h2)>\n<p>The river rose\.<\/p>$/);
    expect(findings.map((each) => [each.line, each.code, each.severity])).toEqual([[4, "label-or-text", "warning"]]);
  });

  it("in the place of the headline and of the standfirst", () => {
    const reading = read([PUBLISHED, `${sign} Rain`, `${sign} It fell for days.`, "- India", BODY]);
    expect(reading.article).toMatchObject({ headline: `${sign} Rain`, standfirst: `${sign} It fell for days.` });
    expect(found(reading)).toEqual(["2:1 label-or-text", "3:1 label-or-text"]);
  });

  it("below labels, where nobody takes it for one", () => {
    expect(good([PUBLISHED, "Rain", "- India", `${sign} Where were you?`, BODY]).html).toContain("Where were you?");
  });
});

it("labels that stand in the body are named, whatever their sign", async () => {
  const known = conventionsOf(await siteOf({ categories: { India: {} } }));
  const { findings } = read([PUBLISHED, "Rain", "A summary.", "Another one.", "• India", BODY], known);
  expect(findings.map(({ line, code, message }) => [line, code, message])).toEqual([
    [5, "labels-in-body", "this looks like a label, but it stands in the body and counts as text"],
  ]);
});
