import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { JSON_KEYS } from "../../../src/source/fields/field-names.ts";
import { articleJsonSchema } from "../../../src/source/json/schema.ts";
import { articleOf, LEAST, readAs } from "../sources.ts";

const shipped = JSON.parse(
  readFileSync(new URL("../../../src/source/json/article.schema.json", import.meta.url), "utf8"),
);

// Which of the bodies is there is said beside the properties, not among them.
const validate = new Ajv2020({ strict: true, strictRequired: false, allErrors: true }).compile(shipped);

it("the schema that ships is the one that the program follows", () => {
  expect(shipped).toEqual(articleJsonSchema());
  expect(shipped.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
});

it("it says of every key what it is for", () => {
  expect(Object.keys(shipped.properties)).toEqual(["$schema", ...JSON_KEYS]);
  for (const { description } of Object.values<{ description: string }>(shipped.properties))
    expect(description).toMatch(/\w.{8,}/);
});

const { html: _, ...BODILESS } = LEAST;

const GOOD: readonly object[] = [
  LEAST,
  { ...BODILESS, markdown: "*The* river rose." },
  { ...BODILESS, text: "The river rose." },
  ...[
    { $schema: "https://news.example/article.schema.json" },
    { updated: "23:10 IST, March 31st 2025" },
    { updated: null, standfirst: null, authors: null, picture: null, categories: null },
    { readingMinutes: null, language: null, base: null },
    { standfirst: "It rained.", readingMinutes: 0, language: "hi", base: "https://cms.example/" },
    { authors: [] },
    { authors: ["Asha Rao", "Vikram Nair"] },
    { categories: ["India", "Weather"] },
    { picture: { address: "/a.jpg", alternative: "Cranes" } },
    { picture: { address: "https://a.example/a.jpg", alternative: "Cranes" }, readingMinutes: 9_999 },
  ].map((members) => ({ ...LEAST, ...members })),
];

const BAD: readonly unknown[] = [
  null,
  [],
  "x",
  5,
  {},
  BODILESS,
  { ...LEAST, headline: undefined },
  { ...LEAST, published: undefined },
  ...[
    { headline: null },
    { headline: " " },
    { headline: 5 },
    { headline: "x".repeat(65_537) },
    { published: null },
    { published: "" },
    { published: 1_743_442_500 },
    { updated: 5 },
    { updated: {} },
    { standfirst: ["It rained."] },
    { standfirst: "x".repeat(65_537) },
    { authors: "Asha Rao" },
    { authors: [5] },
    { authors: [{ name: "Asha Rao" }] },
    { authors: Array.from({ length: 33 }, (_, index) => `Author ${index}`) },
    { picture: "https://a.example/a.jpg" },
    { picture: {} },
    { picture: { address: "" } },
    { picture: { address: 5 } },
    { picture: { address: "/a.jpg", alternative: 5 } },
    { picture: { address: "/a.jpg", adress: "/a.jpg" } },
    { categories: "India" },
    { categories: [true] },
    { categories: Array.from({ length: 65 }, (_, index) => `Category ${index}`) },
    { readingMinutes: "2" },
    { readingMinutes: 1.5 },
    { readingMinutes: -1 },
    { readingMinutes: 10_000 },
    { language: 5 },
    { base: false },
    { html: "" },
    { html: 5 },
    { html: null },
    { text: "Two bodies." },
    { markdown: "Two bodies." },
    { title: "Rain" },
    { draft: true },
    { Headline: "Rain" },
  ].map((members) => ({ ...LEAST, ...members })),
];

describe("an editor that follows the schema and the program agree", () => {
  it.each(GOOD.map((members) => [members]))("%j is good", (members) => {
    expect(validate(members), JSON.stringify(validate.errors)).toBe(true);
    expect(articleOf(readAs("json", JSON.stringify(members))).headline).toBe("Rain");
  });

  it.each(BAD.map((members) => JSON.stringify(members)).map((text) => [text.slice(0, 160), text]))(
    "%s is bad",
    (_name, text) => {
      expect(validate(JSON.parse(text))).toBe(false);
      const { article, findings } = readAs("json", text);
      expect(article).toBeNull();
      expect(findings.some(({ severity }) => severity === "error")).toBe(true);
    },
  );
});
