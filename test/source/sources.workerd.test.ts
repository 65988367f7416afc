import { expect, it } from "vitest";
import type { Conventions } from "../../src/source/conventions.ts";
import { sanitise } from "../../src/source/html/sanitise.ts";
import { parseSource } from "../../src/source/parse-source.ts";
import { createZones } from "../../src/source/time/zone.ts";

const CONVENTIONS: Conventions = {
  zones: createZones(),
  language: "en-IN",
  author: null,
  base: "https://news.example/",
  findCategory: () => undefined,
};

it.each([
  ["wire", "Published 2025-03-31T17:35Z\nRain\n- India\nThe river rose."],
  ["markdown", "---\ndate: 2025-03-31T17:35Z\ntags: [India]\n---\n# Rain\n\nThe river rose."],
  [
    "json",
    '{"headline": "Rain", "published": "2025-03-31T17:35Z", "categories": ["India"], "html": "<div>The river rose."}',
  ],
] as const)("%s is read in workerd as it is on Node", async (format, text) => {
  const { article, findings } = await parseSource({ slug: "a-slug", format, text }, CONVENTIONS);
  expect(findings).toEqual([]);
  expect(article).toMatchObject({
    headline: "Rain",
    categories: [{ label: "India", slug: "india" }],
    published: new Date("2025-03-31T17:35:00Z"),
    html: "<p>The river rose.</p>",
  });
});

it("what is nested too deep is refused before its stack ends", async () => {
  const deep = (count: number) => sanitise(`${"<blockquote>".repeat(count)}a`, CONVENTIONS.base);
  expect(deep(250)).toHaveProperty("html");
  expect(deep(10_000)).toMatchObject({ fault: { code: "html-too-deep" } });
  for (const [format, text] of [
    ["json", "[".repeat(100_000)],
    ["markdown", `---\n${"[".repeat(60_000)}\n---\nx`],
    ["markdown", `---\ntitle: x\n---\n${"[".repeat(60_000)}`],
  ] as const)
    expect((await parseSource({ slug: "a-slug", format, text }, CONVENTIONS)).article).toBeNull();
});
