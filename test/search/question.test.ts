import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSearchQuery, type SearchQuery, searchQueryString } from "../../src/search/search-query.ts";
import { scopeOf } from "../../src/site/scope.ts";
import { feedPath, scopePath } from "../../src/site/urls.ts";
import { questionOf } from "./article.ts";

const NOTHING: SearchQuery = { words: [], without: [], categories: [], withoutCategories: [], authors: [] };

describe("what is asked", () => {
  const table: readonly [why: string, query: string, question: Partial<SearchQuery>][] = [
    ["nothing", "", {}],
    ["nothing in many words", "q=&q=%20-%20%26&category=&author=+&-category=", {}],
    ["words, in order and once", "q=port+Ship+port+PÓRT", { words: [["port"], ["ship"]] }],
    ["a phrase", "q=%22Port+of+Kochi%22", { words: [["port", "of", "kochi"]] }],
    ["a phrase of one word is a word", "q=%22port%22+port", { words: [["port"]] }],
    [
      "a word of several tokens is a phrase",
      "q=don't+well-known",
      {
        words: [
          ["don", "t"],
          ["well", "known"],
        ],
      },
    ],
    ["a word of a script without blanks is a phrase", "q=%E5%8C%97%E4%BA%AC", { words: [["北", "京"]] }],
    ["words and phrases to leave out", 'q=a -b -"c d"', { words: [["a"]], without: [["b"], ["c", "d"]] }],
    ["only to leave out", "q=-rain", { without: [["rain"]] }],
    ["a hyphen that stands alone says nothing", 'q=- a --b -""', { words: [["a"]], without: [["b"]] }],
    ["a hyphen within a word leaves nothing out", "q=a-b", { words: [["a", "b"]] }],
    [
      "quotation marks of telephones",
      "q=“deep sea” -„heavy rain”",
      { words: [["deep", "sea"]], without: [["heavy", "rain"]] },
    ],
    ["a quotation mark without its other", 'q=x "b a', { words: [["b", "a"], ["x"]] }],
    ["quotation marks within a word", 'q=foo"bar baz"qux', { words: [["bar", "baz"], ["foo"], ["qux"]] }],
    ["several texts, each by itself", 'q="a b&q=c"&q=d', { words: [["a", "b"], ["c"], ["d"]] }],
    ["plus signs and percent signs", "q=a%2Bb+100%25+c", { words: [["100"], ["a", "b"], ["c"]] }],
    ["a phrase keeps its order, and what it repeats", 'q="b a b"', { words: [["b", "a", "b"]] }],
    ["the words of FTS5's own language", "q=AND OR NOT NEAR(a)", { words: [["and"], ["near", "a"], ["not"], ["or"]] }],
    ["categories", "category=weather&category=india&category=India", { categories: ["india", "weather"] }],
    ["a category by its label", "category=Science+%26+Tech", { categories: ["science-tech"] }],
    ["a category in any normal form", "category=cafe%CC%81", { categories: ["café"] }],
    ["a category both in and out", "category=a&-category=a", { categories: ["a"], withoutCategories: ["a"] }],
    ["authors", "author=bilal-khan&author=Asha+Rao", { authors: ["asha-rao", "bilal-khan"] }],
    ["and nothing of other parameters", "limit=5&Q=a&-author=b&q[]=c", {}],
  ];
  it.each(table)("%s", (_, query, question) => {
    expect(questionOf(query)).toEqual({ ...NOTHING, ...question });
  });
});

describe("the one address of a question", () => {
  it.each([
    ["q=ship+-rain+%22port+of%22", "q=%22port+of%22+ship+-rain"],
    ["author=B&category=Z&-category=Y&category=A&q=x", "q=x&category=a&category=z&-category=y&author=b"],
    ["q=ÀÉ&q=हिन्दी", "q=ae+%E0%A4%B9%E0%A4%BF%E0%A4%A8%E0%A5%8D%E0%A4%A6%E0%A5%80"],
    ["limit=3", ""],
  ])("%s is %s", (query, address) => {
    expect(searchQueryString(questionOf(query))).toBe(address);
  });

  const piece = fc.constantFrom(...("aBé-\"'“ +%&=;\0\t\u00a0क्ि़\u200d北ßİςﷺ\ud800😀ऀ<>\\".match(/./gsu) ?? []));
  const text = fc.oneof(
    fc.string({ unit: piece, maxLength: 60 }),
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.string({ unit: "grapheme", maxLength: 60 }),
    fc.string({ unit: piece, minLength: 200, maxLength: 10_000 }),
  );
  const query = fc
    .array(fc.tuple(fc.constantFrom("q", "q", "category", "-category", "author", "limit"), text), {
      maxLength: 6,
    })
    .map((pairs) => new URLSearchParams(pairs));
  const raw = text.map((any) => new URLSearchParams(any));

  it("is the address of the question that it asks, whatever was asked", { timeout: 60_000 }, () => {
    let questions = 0;
    fc.assert(
      fc.property(fc.oneof(query, raw), (params) => {
        const reading = parseSearchQuery(params);
        if ("fault" in reading) {
          expect(reading.fault).toMatch(/^[A-Z].*\.$/);
          return;
        }
        questions += 1;
        const address = searchQueryString(reading.query);
        // As it stands in what a request sends, so that nothing that leads there leads on for ever.
        expect(new URL(`https://news.example/search?${address}`).search).toBe(address && `?${address}`);
        expect(parseSearchQuery(new URLSearchParams(address))).toEqual(reading);
      }),
      { seed: 41, numRuns: 3_000 },
    );
    expect(questions).toBeGreaterThan(1_500);
  });

  it("does not depend on the order, case or number of what was asked", () => {
    const term = fc.constantFrom("port", "-rain", '"deep sea"', '-"heavy rain"', "don't", "हिन्दी");
    const slug = fc.constantFrom<[string, string]>(
      ["category", "india"],
      ["-category", "art"],
      ["author", "asha-rao"],
      ["category", "café"],
    );
    fc.assert(
      fc.property(fc.array(term, { maxLength: 6 }), fc.array(slug, { maxLength: 6 }), (terms, slugs) => {
        const straight = new URLSearchParams([["q", terms.join(" ")], ...slugs]);
        const other = new URLSearchParams([
          ...slugs.toReversed().map(([name, value]) => [name, value.toUpperCase().normalize("NFD")]),
          ...terms.toReversed().map((each) => ["q", ` ${each.toUpperCase()}  ${each}`]),
        ]);
        expect(parseSearchQuery(other)).toEqual(parseSearchQuery(straight));
      }),
      { seed: 42, numRuns: 500 },
    );
  });
});

describe("the scope that a question stands for", () => {
  it.each([
    ["", "/rss.xml"],
    ["q=+", "/rss.xml"],
    ["category=India", "/categories/india/rss.xml"],
    ["author=Asha+Rao&q=", "/authors/asha-rao/rss.xml"],
    ["-category=india", "/search/rss.xml?-category=india"],
    ["category=a&category=b", "/search/rss.xml?category=a&category=b"],
    ["category=a&author=b", "/search/rss.xml?category=a&author=b"],
    ["category=a&-category=a", "/search/rss.xml?category=a&-category=a"],
    ["author=b&author=a", "/search/rss.xml?author=a&author=b"],
    ["category=a&q=x", "/search/rss.xml?q=x&category=a"],
    ["q=-x", "/search/rss.xml?q=-x"],
  ])("of %s has its feed at %s", (query, path) => {
    const scope = scopeOf(questionOf(query));
    expect(feedPath(scope, "rss")).toBe(path);
    expect(scopePath(scope)).toBe(path.replace("/rss.xml", ""));
  });
});
