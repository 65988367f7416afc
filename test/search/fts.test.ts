import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Article } from "../../src/article/article.ts";
import { ftsExpression, taxonomyToken, taxonomyTokens } from "../../src/search/fts5.ts";
import { parseSearchQuery } from "../../src/search/search-query.ts";
import { tokenize } from "../../src/search/tokens.ts";
import { articleThat, matchesQuery, questionOf } from "./article.ts";
import { ARTICLE, QUERY } from "./random.ts";
import { createWordsTable, type WordsTable } from "./words-table.ts";

/** Seconds of its own on a machine that does much else. */
const SLOW = { timeout: 60_000 };

let table: WordsTable;
let articles: readonly Article[];

beforeAll(async () => {
  table = createWordsTable();
  articles = await Promise.all(
    fc.sample(ARTICLE, { seed: 61, numRuns: 300 }).map((reported, index) => articleThat(reported, `n-${index}`)),
  );
  for (const article of articles) table.add(article);
});

afterAll(() => table.close());

/** The places of the articles that answer without FTS5. */
const inMemory = (question: Parameters<typeof matchesQuery>[1]) =>
  articles.flatMap((article, index) => (matchesQuery(article, question) ? [index] : []));

describe("FTS5", () => {
  it("gives the answers that the index in memory gives", SLOW, () => {
    let [some, none] = [0, 0];
    fc.assert(
      fc.property(QUERY, ({ params }) => {
        const question = questionOf(params);
        const found = table.ask(question);
        expect(found).toEqual(inMemory(question));
        if (found.length > 0 && found.length < articles.length) some += 1;
        if (found.length === 0) none += 1;
      }),
      { seed: 62, numRuns: 1_000 },
    );
    expect(some).toBeGreaterThan(400);
    expect(none).toBeGreaterThan(50);
  });

  it("takes each token for one, whatever text it comes from", SLOW, async () => {
    const texts = fc.sample(
      fc.oneof(fc.string({ unit: "binary", minLength: 1 }), fc.string({ unit: "grapheme", minLength: 1 })),
      { seed: 63, numRuns: 200 },
    );
    const own = createWordsTable();
    const written = await Promise.all(texts.map((text) => articleThat({ headline: text })));
    for (const article of written) own.add(article);
    const questions = texts
      .map((text) => ({ ...questionOf(""), words: [tokenize(text)] }))
      .filter(({ words }) => words[0]?.length);
    expect(questions.length).toBeGreaterThan(120);
    for (const question of questions) {
      const expected = written.flatMap((article, index) => (matchesQuery(article, question) ? [index] : []));
      expect(expected).not.toEqual([]);
      expect(own.ask(question)).toEqual(expected);
    }
    own.close();
  });

  it.each([
    ["", 'terms : ("every")'],
    ["q=a+%22b+c%22", 'text : "a" AND text : "b c"'],
    ["q=-a+-b", '(terms : ("every")) NOT (text : "a" OR text : "b")'],
  ])("is asked for %s in its own language", (query, match) => {
    expect(ftsExpression(questionOf(query))).toBe(match);
  });

  it("is asked for categories and authors by their tokens", () => {
    const [india, art, asha] = [
      taxonomyToken("category", "india"),
      taxonomyToken("category", "art"),
      taxonomyToken("author", "asha-rao"),
    ];
    expect(ftsExpression(questionOf("q=x&category=india&category=art&author=asha-rao&-category=art"))).toBe(
      `(text : "x" AND terms : ("${art}" OR "${india}") AND terms : ("${asha}")) NOT (terms : ("${art}"))`,
    );
  });

  it("never finds a term among the words, nor a word among the terms", () => {
    const terms = articles.flatMap((article) => taxonomyTokens(article).split(" "));
    expect(new Set(terms).size).toBeGreaterThan(5);
    for (const term of new Set(terms)) {
      const question = questionOf({ q: term });
      expect(table.ask(question)).toEqual(inMemory(question));
    }
    expect(table.ask(questionOf("q=every")).length).toBeLessThan(articles.length);
  });

  it("takes the longest questions that there are", () => {
    const words = Array.from({ length: 15 }, (_, index) => `-w${index}`).join(" ");
    const slugs = Array.from({ length: 32 }, (_, index): [string, string] => ["-category", `c${index}`]);
    const question = questionOf(new URLSearchParams([["q", `rain ${words}`], ...slugs]).toString());
    expect(table.ask(question)).toEqual(inMemory(questionOf("q=rain")));
  });
});

describe("the token of a category or author", () => {
  it("is one token of its own for every slug", () => {
    const slugs = ["india", "India", "हिन्दी", "a b", "a-b", "", '"', "\0", "x".repeat(1_000)];
    const tokens = slugs.flatMap((slug) => [taxonomyToken("category", slug), taxonomyToken("author", slug)]);
    expect(new Set(tokens).size).toBe(2 * slugs.length);
    for (const token of tokens) expect(token).toMatch(/^[ac][0-9a-f]{32}$/);
  });

  it("never changes: databases hold it", () => {
    expect(taxonomyToken("category", "india")).toBe("cfb54e9062429a93785559529beda15c5");
    expect(taxonomyToken("author", "हिन्दी")).toBe("a9ddb12af8457d635ec15773f905ca858");
  });
});

/** What a careless program would hand on to SQL, FTS5, a shell, HTML or a path. */
const ATTACKS = [
  "'",
  "''",
  '"',
  '""',
  '"""',
  "`",
  ";",
  "--",
  "/*",
  "*/",
  "*",
  "a*",
  "^a",
  "+",
  "a + b",
  ":",
  "text:a",
  "terms:every",
  "{text terms}:a",
  "-terms:a",
  "- {text}:a",
  "NEAR(a b)",
  "NEAR(a b, 5)",
  "NEAR(",
  "AND",
  "OR",
  "NOT",
  "a AND",
  "OR a",
  "NOT a",
  "a NOT",
  "(",
  ")",
  "((((",
  "(a OR b",
  "a)",
  "search_index MATCH 'a'",
  "rank",
  "rank MATCH 'bm25(10)'",
  "\\",
  "\\'",
  "' OR 1=1 --",
  "1; DROP TABLE search_index; --",
  "' UNION SELECT sql FROM sqlite_master --",
  "\0",
  "a\0b",
  '"\0',
  "%00",
  "%27",
  "%",
  "_",
  "$1",
  "?",
  "?1",
  ":now",
  "@now",
  "#",
  "a'b\"c",
  "\u2019",
  "\uff02",
  "\uff07",
  "\ud800",
  "\udfff\ud800",
  "\ufeff",
  "<script>alert(1)</script>",
  "{searchTerms}",
  "../../etc/passwd",
  "¶",
  "a ¶ b",
  "\r\n",
  "\u2028",
];

describe("FTS5 under attack", () => {
  const shapes: ((attack: string) => string)[] = [(a) => a, (a) => `rain ${a}`, (a) => `-${a}`, (a) => `"${a}" sea`];
  const attacks = ATTACKS.flatMap((attack) => shapes.map((shape) => shape(attack)));

  it(`answers honestly to ${attacks.length} hostile words, categories and authors`, SLOW, () => {
    expect(attacks.length).toBeGreaterThan(200);
    for (const attack of attacks)
      for (const name of ["q", "category", "-category", "author"]) {
        const reading = parseSearchQuery(new URLSearchParams([[name, attack]]));
        if ("fault" in reading) throw new Error(`${attack}: ${reading.fault}`);
        expect(table.ask(reading.query), attack).toEqual(inMemory(reading.query));
      }
  });

  it("answers honestly to any string", SLOW, () => {
    const any = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(fc.constantFrom(...ATTACKS, " ", "rain", "sea"), { maxLength: 6 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(any, any, (q, slug) => {
        const reading = parseSearchQuery(new URLSearchParams({ q, "-category": slug }));
        if ("query" in reading) expect(table.ask(reading.query)).toEqual(inMemory(reading.query));
      }),
      { seed: 64, numRuns: 800 },
    );
  });
});
