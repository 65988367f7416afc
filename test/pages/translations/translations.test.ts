import { describe, expect, it } from "vitest";
import { pageLanguage, translationsFor } from "../../../src/pages/translations/translations.ts";
import { siteOf } from "../../support/fixtures/content.ts";

/** Every text of a tree of words, by its path; texts that are made are made for one and for several. */
function textsOf(words: object, path = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(words)) {
    const own = `${path}.${name}`;
    if (typeof value === "string") found.set(own, value);
    else if (typeof value === "function")
      for (const count of [1, 7]) found.set(`${own}(${count})`, value(...Array(value.length).fill(count)));
    else for (const [inner, text] of textsOf(value as object, own)) found.set(inner, text);
  }
  return found;
}

/** What is the same in both: names of things that have no other. */
const SAME = [/^\.language$/, /^\.feed\.(?:term|scheme|label)$/];

describe("the words of pages", async () => {
  const english = textsOf(translationsFor(await siteOf({ language: "en-IN" })));
  const hindi = textsOf(translationsFor(await siteOf({ language: "hi-IN" })));

  it("are the same ones in each language", () => {
    expect([...hindi.keys()]).toEqual([...english.keys()]);
    expect(english.size).toBeGreaterThan(60);
  });

  it("are Hindi on a Hindi site, and none of them English", () => {
    const foreign = [...hindi].filter(
      ([path, text]) => !/\p{Script=Devanagari}/u.test(text) && !SAME.some((same) => same.test(path)),
    );
    expect(foreign).toEqual([]);
    for (const [path, text] of english) expect(text, path).not.toMatch(/\p{Script=Devanagari}/u);
  });

  it("say something, with numbers in Latin digits, without blanks to spare", () => {
    for (const [path, text] of [...english, ...hindi]) {
      expect(text, path).toMatch(/\S/);
      expect(text, path).not.toMatch(/undefined|NaN|\[object|[०-९]| {2}|^\s|\s$/);
    }
  });

  it("are in Unicode's normal form", () => {
    for (const [path, text] of [...english, ...hindi]) expect(text, path).toBe(text.normalize("NFC"));
  });

  it("count: one of a thing and several", () => {
    const { articles } = translationsFor(undefined);
    expect([0, 1, 2, 21].map(articles)).toEqual(["0 articles", "1 article", "2 articles", "21 articles"]);
  });
});

describe("the language of pages", () => {
  it.each([
    ["en-IN", "en-IN"],
    ["en", "en"],
    ["hi", "hi"],
    ["hi-IN", "hi-IN"],
    ["ta", "en"],
    ["ur-PK", "en"],
  ])("of a site in %s is %s", async (language, expected) => {
    expect(pageLanguage(await siteOf({ language }))).toBe(expected);
  });
});
