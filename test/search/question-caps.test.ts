import { describe, expect, it } from "vitest";
import {
  MAX_QUERY_CHARACTERS,
  MAX_QUERY_SLUGS,
  MAX_QUERY_STRING_CHARACTERS,
  MAX_QUERY_TERMS,
  parseSearchQuery,
  searchQueryString,
} from "../../src/search/search-query.ts";

const ask = (...pairs: [string, string][]) => parseSearchQuery(new URLSearchParams(pairs));
const words = (count: number) => Array.from({ length: count }, (_, index) => `w${index}`).join(" ");
const slugs = (name: string, count: number, length = 0) =>
  Array.from({ length: count }, (_, index): [string, string] => [name, `${name[0]}${index}${"x".repeat(length)}`]);

describe("a question may not be longer than an address can carry", () => {
  it("in characters as they were typed", () => {
    expect(ask(["q", "&".repeat(MAX_QUERY_CHARACTERS)])).toHaveProperty("query");
    const fault = `The words of a search may have at most ${MAX_QUERY_CHARACTERS} characters.`;
    expect(ask(["q", "&".repeat(MAX_QUERY_CHARACTERS + 1)])).toEqual({ fault });
    expect(ask(["q", "a".repeat(300)], ["q", "a".repeat(300)])).toEqual({ fault });
    expect(ask(["q", "a".repeat(10_000_000)])).toEqual({ fault });
  });

  it("in characters as its address has them", () => {
    // Each ligature stands for eighteen characters.
    expect(ask(["q", "ﷺ".repeat(20)])).toHaveProperty("query");
    expect(ask(["q", "ﷺ".repeat(30)])).toHaveProperty("fault", expect.stringContaining("characters"));
  });

  it("in words and phrases, each counted once", () => {
    expect(ask(["q", words(MAX_QUERY_TERMS)])).toHaveProperty("query");
    expect(ask(["q", `${words(MAX_QUERY_TERMS)} ${words(MAX_QUERY_TERMS)}`])).toHaveProperty("query");
    const fault = `A search may have at most ${MAX_QUERY_TERMS} words and phrases.`;
    expect(ask(["q", words(MAX_QUERY_TERMS + 1)])).toEqual({ fault });
    expect(ask(["q", words(MAX_QUERY_TERMS)], ["q", "-out"])).toEqual({ fault });
  });

  it("in categories and authors, each counted once", () => {
    expect(ask(...slugs("category", MAX_QUERY_SLUGS))).toHaveProperty("query");
    expect(ask(...slugs("category", MAX_QUERY_SLUGS), ["category", "C0"])).toHaveProperty("query");
    const fault = `A search may name at most ${MAX_QUERY_SLUGS} categories and authors.`;
    expect(ask(...slugs("category", MAX_QUERY_SLUGS), ["author", "a"])).toEqual({ fault });
    expect(ask(...slugs("-category", 11), ...slugs("category", 11), ...slugs("author", 11))).toEqual({
      fault,
    });
  });

  it("in all", () => {
    const reading = ask(...slugs("category", MAX_QUERY_SLUGS, 150));
    if ("fault" in reading) throw new Error(reading.fault);
    expect(searchQueryString(reading.query).length).toBeLessThanOrEqual(MAX_QUERY_STRING_CHARACTERS);
    expect(ask(...slugs("category", MAX_QUERY_SLUGS, 190))).toEqual({
      fault: "The search is too long for an address. Leave out some words, categories or authors.",
    });
    expect(ask(["category", "क".repeat(MAX_QUERY_STRING_CHARACTERS / 9)])).toHaveProperty("fault");
  });

  it("but all the words that it may have fit, in any script", () => {
    const q = `${[..."कखगघचछजझ"].map((letter) => `${letter}${"ा".repeat(60)} `).join("")}टठडढ`;
    expect(q).toHaveLength(MAX_QUERY_CHARACTERS);
    const reading = ask(["q", q]);
    if ("fault" in reading) throw new Error(reading.fault);
    expect(reading.query.words).toHaveLength(9);
    expect(searchQueryString(reading.query).length).toBeGreaterThan(8 * MAX_QUERY_CHARACTERS);
  });
});
