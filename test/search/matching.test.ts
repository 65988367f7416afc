import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Article } from "../../src/article/article.ts";
import { articleThat, findMatches, matchesQuery, questionOf } from "./article.ts";
import { ARTICLE, isAnswer, type PublishedChanges, QUERY } from "./random.ts";

let article: Article;

beforeAll(async () => {
  article = await articleThat({
    headline: "Ports clear their decks",
    standfirst: "Rain is two days closer.",
    authors: ["Asha Rao"],
    categories: ["India", "Weather"],
    body: [
      "Harbour masters in Kochi don’t wait.",
      "“We were wrong,” said a forecaster; चक्रवात आ रहा है।",
      "Bed and breakfast",
    ],
  });
});

describe("an article about ports answers", () => {
  it.each([
    "",
    "q=ports",
    "q=PORTS+kochi",
    "q=%22their+decks%22",
    "q=don't",
    "q=चक्रवात",
    "q=%22wrong+said%22",
    "q=asha",
    "q=weather",
    "q=rain+-snow",
    "q=-port",
    '-category=art&q=-"decks their"',
    "category=india&category=art",
    "category=art&category=weather&author=asha-rao&author=nobody",
  ])("%s", (query) => {
    expect(matchesQuery(article, questionOf(query))).toBe(true);
  });
});

describe("an article about ports does not answer", () => {
  it.each([
    ["a part of a word", "q=port"],
    ["its end", "q=orts"],
    ["words of which one is missing", "q=ports+snow"],
    ["a phrase in another order", "q=%22decks+their%22"],
    ["a phrase across headline and standfirst", "q=%22decks+rain%22"],
    ["a phrase across names and categories", 'q="rao india"'],
    ["a phrase across blocks", "q=%22wait+we%22"],
    ["a phrase that ends within a word", "q=%22their+deck%22"],
    ["a phrase that begins within a word", "q=%22heir+decks%22"],
    ["a word that it is to be without", "q=ports+-decks"],
    ["a phrase that it is to be without", "q=-%22masters+in+kochi%22"],
    ["a category that it is not in", "category=art"],
    ["a category that it is to be out of", "category=india&-category=weather"],
    ["somebody else", "author=bilal-khan&category=india"],
    ["a category by the name of its author", "category=asha-rao"],
    ["a word without its vowel signs", "q=चकरवात"],
  ])("%s", (_, query) => {
    expect(matchesQuery(article, questionOf(query))).toBe(false);
  });
});

it("answers as reading word for word does", { timeout: 60_000 }, async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(ARTICLE, QUERY, async (reported: PublishedChanges, query) => {
      const expected = isAnswer(reported, query);
      if (expected) found += 1;
      expect(matchesQuery(await articleThat(reported), questionOf(query.params))).toBe(expected);
    }),
    { seed: 51, numRuns: 1_500 },
  );
  expect(found).toBeGreaterThan(250);
  expect(found).toBeLessThan(1_250);
});

describe("a search among many", () => {
  it("keeps their order and stops at the limit", async () => {
    const articles = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        articleThat({ headline: index % 3 === 0 ? "Fizz" : "Plain", body: [`Number ${index}.`] }, `n-${index}`),
      ),
    );
    let read = 0;
    function* reading() {
      for (const each of articles) {
        read += 1;
        yield each;
      }
    }
    const found = findMatches(reading(), questionOf("q=fizz"), 5);
    expect(found.map(({ slug }) => slug)).toEqual(["n-0", "n-3", "n-6", "n-9", "n-12"]);
    expect(read).toBe(13);
    expect(findMatches(articles, questionOf("q=fizz"), 1_000)).toHaveLength(34);
    expect(findMatches(articles, questionOf("q=fizz+-99"), 1_000)).toHaveLength(33);
    expect(findMatches(articles, questionOf("q=nowhere"), 5)).toEqual([]);
    expect(findMatches(articles, questionOf("q=fizz"), 0)).toEqual([]);
  });

  it("finds each of ten thousand words, and no other, in articles of any length", {
    timeout: 60_000,
  }, async () => {
    const words = Array.from({ length: 10_000 }, (_, index) => `w${(index * 7919).toString(36)}`);
    const lengths = [1, 2, 7, 90, 900, 9_000];
    let from = 0;
    for (const length of lengths) {
      const own = words.slice(from, from + length);
      const long = await articleThat({ body: [own.join(" ")] });
      from += length;
      expect(own.filter((word) => !matchesQuery(long, questionOf({ q: word })))).toEqual([]);
      expect(words.slice(from).filter((word) => matchesQuery(long, questionOf({ q: word })))).toEqual([]);
    }
  });
});
