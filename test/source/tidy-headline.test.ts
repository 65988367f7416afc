import { describe, expect, it } from "vitest";
import type { Article } from "../../src/article/article.ts";
import { parseSource } from "../../src/source/parse-source.ts";
import { SOURCE_FORMATS, type Source } from "../../src/source/source.ts";
import { CONVENTIONS, PUBLISHED } from "./reading.ts";

/** A text of each format with a headline, an author and a category. */
const WRITTEN: Record<Source["format"], (headline: string, name: string, label: string) => string> = {
  wire: (headline, name, label) => `${PUBLISHED}\n${headline}\nBy ${name}\n- ${label}\nText.\n`,
  markdown: (headline, name, label) =>
    `---\npublished: 2025-03-31T23:05+05:30\nauthors: [${JSON.stringify(name)}]\ncategories: [${JSON.stringify(label)}]\n---\n# ${headline}\n\nText.\n`,
  json: (headline, name, label) =>
    JSON.stringify({
      headline,
      published: "2025-03-31T23:05+05:30",
      authors: [name],
      categories: [label],
      text: "Text.",
    }),
};

async function read(format: Source["format"], headline: string, name = "Asha Rao", label = "India") {
  const text = WRITTEN[format](headline, name, label);
  return (await parseSource({ slug: "a", format, text }, CONVENTIONS)).article as Article;
}

describe.each(SOURCE_FORMATS)("in %s", (format) => {
  it.each([
    ["no-break spaces", "Rain\u00a0in\u202fKochi"],
    ["tabs and runs of blanks", "Rain\tin \u00a0 Kochi"],
    ["zero-width spaces, word joiners and byte order marks", "\u200bRa\u200bin \u2060in\ufeff Ko\ufeffchi\u200b"],
    ["soft hyphens", "Ra\u00adin in Ko\u00adchi\u00ad"],
    ["joiners between letters that do not join", "Ra\u200din in\u200c Kochi"],
  ])("%s are tidied in a headline", async (_, headline) => {
    expect((await read(format, headline)).headline).toBe("Rain in Kochi");
  });

  it.each([
    ["Devanagari", "क्\u200dष और श्\u200cर"],
    ["a joiner at the end of a word", "र्\u200d लिखा"],
    ["Persian", "می\u200cخواهم"],
    ["Malayalam and Bengali", "അവന്\u200d র\u200d্যা"],
    ["emoji", "Rain \u{1f469}\u200d\u{1f33e} \u{1f3f3}\ufe0f\u200d\u{1f308} \u{1f469}\u{1f3fd}\u200d\u{1f4bb}"],
  ])("joiners stay in %s", async (_, headline) => {
    expect((await read(format, headline)).headline).toBe(headline);
  });

  it("the same person and category are the same with what a word processor put between", async () => {
    const { authors, categories } = await read(format, "Rain", "Asha\u00a0Rao\u200b", "Health\u00a0&\u00a0Fo\u00adod");
    expect(authors).toEqual([{ name: "Asha Rao", slug: "asha-rao" }]);
    expect(categories).toEqual([{ label: "Health & Food", slug: "health-food" }]);
  });

  it.each(["\u200b", "\u00ad\u2060", "\u200c"])("%j is no headline", async (headline) => {
    const text = WRITTEN[format](headline, "Asha Rao", "India");
    const { article } = await parseSource({ slug: "a", format, text }, CONVENTIONS);
    // In the wire format a line of what is not seen is blank: the next one is the headline.
    const next = format === "wire" && headline !== "\u200c" ? "By Asha Rao" : undefined;
    expect(article?.headline).toBe(next);
  });
});
