import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { siteJsonSchema } from "../../src/site/settings.ts";
import { faultsOf, REQUIRED } from "./reading.ts";

const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));

const shipped = read("../../src/site/site.schema.json");

const validate = new Ajv2020({ strict: true, allErrors: true }).compile(shipped);

it("the schema that ships is the one that the program follows", () => {
  expect(shipped).toEqual(JSON.parse(JSON.stringify(siteJsonSchema())));
});

it("it is JSON Schema 2020-12 and says of every setting what it is for", () => {
  expect(shipped.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
  expect(Object.keys(shipped.properties)).toEqual([
    "$schema",
    "title",
    "address",
    "description",
    "language",
    "authority",
    "authoritySince",
    "copyright",
    "icon",
    "logo",
    "colour",
    "timeZone",
    "readers",
    "author",
    "pageSize",
    "zones",
    "dateOrder",
    "categories",
    "tombstoneDays",
    "removalDelay",
    "hubs",
    "cache",
  ]);
  for (const { description } of Object.values<{ description?: string }>(shipped.properties))
    expect(description).toMatch(/\w.{8,}/);
});

it("the site.json of the sample edition is good, and names the schema where it is", async () => {
  const sample = read("../../content/site.json");
  expect(validate(sample), JSON.stringify(validate.errors)).toBe(true);
  expect(new URL(sample.$schema, new URL("../../content/site.json", import.meta.url)).href).toBe(
    new URL("../../src/site/site.schema.json", import.meta.url).href,
  );
});

/** What a schema can say: what there is, of what type, between what numbers and of what letters. */
const BAD: readonly unknown[] = [
  null,
  [],
  "x",
  {},
  { title: "T" },
  { address: "https://a.example" },
  ...[
    { title: 5 },
    { title: null },
    { address: 5 },
    { address: ["https://a.example"] },
    { description: 5 },
    { language: 5 },
    { authority: "a b" },
    { authority: "https://example.org" },
    { authority: "" },
    { authoritySince: 2024 },
    { copyright: {} },
    { icon: 5 },
    { author: ["A"] },
    { pageSize: 0 },
    { pageSize: 101 },
    { pageSize: 1.5 },
    { pageSize: "50" },
    { zones: [] },
    { zones: { IST: 5 } },
    { zones: { I1: "Asia/Kolkata" } },
    { zones: { "": "Asia/Kolkata" } },
    { categories: [] },
    { categories: { India: 5 } },
    { categories: { India: { slug: 5 } } },
    { categories: { India: { slug: "" } } },
    { categories: { India: { order: "1" } } },
    { categories: { India: { description: 5 } } },
    { categories: { India: { slog: "x" } } },
    { hubs: "https://hub.example" },
    { hubs: [5] },
    { cache: 5 },
    { cache: { maxAge: -1 } },
    { cache: { maxAge: 31_536_001 } },
    { cache: { staleIfError: 0.5 } },
    { cache: { staleWhileRevalidate: "1" } },
    { cache: { maxage: 1 } },
    { Title: "T" },
    { $schema: 5 },
  ].map((settings) => ({ ...REQUIRED, ...settings })),
];

const GOOD: readonly object[] = [
  {},
  { $schema: "x" },
  { description: "D", language: "hi", copyright: "C", icon: "https://a.example/i.png", author: "A" },
  { authority: "Example.org", authoritySince: "2024-02-29" },
  { authority: "desk@example.org" },
  { pageSize: 1 },
  { removalDelay: 0 },
  { pageSize: 100 },
  { zones: {} },
  { zones: { IST: "Asia/Jerusalem", npt: "+05:45" } },
  { categories: {} },
  { categories: { India: {}, "Health & Food": { slug: "health", description: "D", order: -1.5 } } },
  { hubs: [] },
  { hubs: ["https://hub.example"] },
  { cache: {} },
  { cache: { maxAge: 0, staleWhileRevalidate: 31_536_000, staleIfError: 1 } },
].map((settings) => ({ ...REQUIRED, ...settings }));

describe("an editor that follows the schema and the program agree", () => {
  it.each(BAD.map((file) => [file]))("%j is bad", async (file) => {
    expect(validate(file)).toBe(false);
    expect(await faultsOf(JSON.stringify(file))).not.toEqual([]);
  });

  it.each(GOOD.map((file) => [file]))("%j is good", async (file) => {
    expect(validate(file), JSON.stringify(validate.errors)).toBe(true);
    expect(await faultsOf(JSON.stringify(file))).toEqual([]);
  });
});
