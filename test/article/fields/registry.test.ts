import { expect, it } from "vitest";
import { revise } from "../../../src/article/article.ts";
import type { AnyField } from "../../../src/article/fields/field.ts";
import { FIELDS, fieldsOf } from "../../../src/article/fields/registry.ts";
import { FORMAT_WRITERS } from "../../../src/feed/formats/format-writers.ts";
import { articleOf, siteOf } from "../../support/fixtures/content.ts";

const REGISTRY: readonly AnyField[] = FIELDS;

/** An article that has every field, in a language other than the site's. */
const FULL = `Published 23:05 IST, March 31st 2025
बारिश
मानसून आ गया।
By Asha Rao
Image: https://images.example/a.jpg | एक नाव
- India
- 2 min read
नदी का पानी बढ़ गया।
Updated 00:10 IST, April 1st 2025`;

it("every name and every other name for a key is there once", () => {
  const names = REGISTRY.flatMap(({ name, aliases = [] }) => [name.toLowerCase(), ...aliases]);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  for (const { aliases = [] } of REGISTRY) for (const alias of aliases) expect(alias).toBe(alias.toLowerCase());
});

it("what the registry says of formats is what they have", async () => {
  const site = await siteOf();
  const article = await revise(articleOf(FULL, "a-slug", site), new Date(0));
  const rss = FORMAT_WRITERS.rss.entry(site, article);
  const atom = FORMAT_WRITERS.atom.entry(site, article);
  const json = JSON.parse(FORMAT_WRITERS.json.entry(site, article)) as Record<string, unknown>;
  for (const [field] of fieldsOf(article)) {
    for (const name of field.rss?.names ?? []) expect(rss).toContain(`<${name}`);
    for (const name of field.atom?.names ?? []) expect(atom).toMatch(new RegExp(`[< ]${name}[ =>]`));
    for (const name of field.json?.names ?? []) expect(json).toHaveProperty(name);
  }
  expect(fieldsOf(article).map(([{ name }]) => name)).toEqual([
    "headline",
    "published",
    "updated",
    "standfirst",
    "authors",
    "picture",
    "categories",
    "readingMinutes",
    "language",
    "html",
  ]);
});
