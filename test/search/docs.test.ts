import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import {
  MAX_QUERY_CHARACTERS,
  MAX_QUERY_SLUGS,
  MAX_QUERY_STRING_CHARACTERS,
  MAX_QUERY_TERMS,
  searchQueryString,
} from "../../src/search/search-query.ts";
import { questionOf } from "./article.ts";

const PAGE = readFileSync(new URL("../../docs/search.md", import.meta.url), "utf8");

it("the page about searches tells the addresses that they have", () => {
  const examples = [...PAGE.matchAll(/^\| `([^`]+)` +\|[^|]+(?:`[^`]*`[^|]*)*\| `(q=[^`]+)` +\|$/gm)];
  expect(examples).toHaveLength(8);
  for (const [, typed = "", address] of examples) expect(searchQueryString(questionOf({ q: typed }))).toBe(address);
  const addresses = [...PAGE.matchAll(/^https:.*\?(.*)$/gm)].map(([, query = ""]) => query);
  expect(addresses).toHaveLength(3);
  for (const query of addresses) expect(searchQueryString(questionOf(query))).toBe(query);
});

it("the page about searches tells their limits", () => {
  const limits = /^## Limits\n\n([^#]+)/m.exec(PAGE)?.[1] ?? "";
  expect(limits.match(/\d[\d,]*(?= (?:char|words|cat))/g)?.map((number) => Number(number.replace(",", "")))).toEqual([
    MAX_QUERY_CHARACTERS,
    MAX_QUERY_TERMS,
    MAX_QUERY_SLUGS,
    MAX_QUERY_STRING_CHARACTERS,
  ]);
});
