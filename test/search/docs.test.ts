import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import {
  MAX_QUESTION_CHARACTERS,
  MAX_QUESTION_QUERY_CHARACTERS,
  MAX_QUESTION_SLUGS,
  MAX_QUESTION_TERMS,
  questionQuery,
} from "../../src/search/search-query.ts";
import { questionOf } from "./article.ts";

const PAGE = readFileSync(new URL("../../docs/search.md", import.meta.url), "utf8");

it("the page about searches tells the addresses that they have", () => {
  const examples = [...PAGE.matchAll(/^\| `([^`]+)` +\|[^|]+(?:`[^`]*`[^|]*)*\| `(q=[^`]+)` +\|$/gm)];
  expect(examples).toHaveLength(8);
  for (const [, typed = "", address] of examples)
    expect(questionQuery(questionOf({ q: typed }))).toBe(address);
  const addresses = [...PAGE.matchAll(/^https:.*\?(.*)$/gm)].map(([, query = ""]) => query);
  expect(addresses).toHaveLength(3);
  for (const query of addresses) expect(questionQuery(questionOf(query))).toBe(query);
});

it("the page about searches tells their limits", () => {
  const limits = /^## Limits\n\n([^#]+)/m.exec(PAGE)?.[1] ?? "";
  expect(
    limits.match(/\d[\d,]*(?= (?:char|words|cat))/g)?.map((number) => Number(number.replace(",", ""))),
  ).toEqual([MAX_QUESTION_CHARACTERS, MAX_QUESTION_TERMS, MAX_QUESTION_SLUGS, MAX_QUESTION_QUERY_CHARACTERS]);
});
