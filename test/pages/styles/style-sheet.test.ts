import { gzipSync } from "node:zlib";
import { transform } from "lightningcss";
import { beforeAll, describe, expect, it } from "vitest";
import { BASE } from "../../../src/pages/styles/base.ts";
import { CHARTS } from "../../../src/pages/styles/charts.ts";
import { DARK, LIGHT } from "../../../src/pages/styles/colour.ts";
import { FEEDS } from "../../../src/pages/styles/feeds.ts";
import { FRAME } from "../../../src/pages/styles/frame.ts";
import { LISTS } from "../../../src/pages/styles/lists.ts";
import { PRINT } from "../../../src/pages/styles/print.ts";
import { READING } from "../../../src/pages/styles/reading.ts";
import { styleOf } from "../../../src/pages/styles/style-sheet.ts";
import { TOOLS } from "../../../src/pages/styles/tools.ts";
import { Folder } from "../../../src/store/folder/folder.ts";
import { SAMPLE_PAGES } from "../../support/browsers/pages.ts";
import { appOf, NOW, siteOf } from "../../support/fixtures/content.ts";

const style = styleOf({ colour: "#a4262c" });

/** What another program makes of a style sheet; it refuses what is not CSS. */
function minified(css: string): string {
  const { code, warnings } = transform({
    filename: "style.css",
    code: new TextEncoder().encode(css),
    minify: true,
  });
  expect(warnings).toEqual([]);
  return new TextDecoder().decode(code);
}

/** Classes that a style sheet has rules for. */
function styledClasses(css: string): Set<string> {
  const selectors = [...css.matchAll(/([^{}]+)\{/g)].map(([, selector = ""]) => selector);
  const rules = selectors.filter((selector) => !selector.trim().startsWith("@"));
  return new Set(rules.flatMap((rule) => [...rule.matchAll(/\.([a-z][\w-]*)/g)].map(([, name = ""]) => name)));
}

describe("the style sheet", () => {
  it("is CSS from end to end", () => {
    expect(minified(style).length).toBeGreaterThan(10_000);
    expect(() => minified(`${style}}`)).toThrow();
  });

  it("means what is written: taking out blanks changes nothing", () => {
    const pieces = [BASE, FRAME, LISTS, READING, TOOLS, FEEDS, CHARTS, PRINT].join("");
    const palettes = style.slice(0, style.indexOf(":root{color-scheme"));
    // It leaves the values of custom properties as they are written.
    const even = (css: string) =>
      minified(css)
        .replace(/(?<![\d.])0\./g, ".")
        .replaceAll(", ", ",");
    expect(even(style)).toBe(even(palettes + pieces));
  });

  it("loads nothing from anywhere", () => {
    expect(style).not.toMatch(/url\(|@import|@font-face|image-set|src:|https?:/i);
  });

  it("stays below 5 KB as it is sent, and below 17 KB unpacked", () => {
    expect(gzipSync(style).length).toBeLessThan(5 * 1024);
    expect(style.length).toBeLessThan(17 * 1024);
  });

  it("has a light and a dark palette of the same names, and uses no other colours on pages than these", () => {
    expect(Object.keys(DARK)).toEqual(Object.keys(LIGHT));
    const used = new Set([...style.matchAll(/var\(--([\w-]+)\)/g)].map(([, name = ""]) => name));
    const set = new Set([...style.matchAll(/--([\w-]+):/g)].map(([, name = ""]) => name));
    expect([...used].filter((name) => !set.has(name))).toEqual([]);
    expect([...set].filter((name) => !used.has(name))).toEqual([]);
    const screen = style.slice(style.indexOf(":root{color-scheme"), style.indexOf("@media print"));
    expect(screen.replaceAll(/--[\w-]+:#[0-9a-f]{6}/g, "")).not.toMatch(/#[0-9a-f]{3,8}\b(?=[;}])|rgb|hsl/i);
  });

  it("asks what readers and their devices prefer", () => {
    for (const query of [
      "prefers-color-scheme:dark",
      "prefers-contrast:more",
      "forced-colors:active",
      "prefers-reduced-motion:no-preference",
      "@media print",
    ])
      expect(style).toContain(query);
    const calm = style.replace(/@media \(prefers-reduced-motion:no-preference\)\{(?:[^{}]*\{[^{}]*\})*\}/, "");
    expect(calm).not.toMatch(/transition|animation/);
  });

  it("follows the direction of the text: no rule names left or right", () => {
    const pieces = style.replaceAll(/object-position:[a-z]+/g, "");
    expect(pieces).not.toMatch(/(?:margin|padding|border|inset)-(?:left|right|top|bottom)|text-align:(?:left|right)/);
    expect(pieces).not.toMatch(/[{;](?:left|right|top|bottom|width|height|min-width|max-width):/);
  });
});

describe("the classes of pages", () => {
  const used = new Map<string, string>();

  beforeAll(async () => {
    const folder = new Folder("content", { now: () => NOW, skipSettling: true });
    await folder.scan();
    const { site, store } = folder.state;
    if (site === undefined || store === undefined) throw new Error("the sample content has faults");
    const logo = await siteOf({ logo: "https://images.example/logo.png", colour: "#0b5394" });
    const headers = { accept: "text/html" };
    const pages = [...Object.keys(SAMPLE_PAGES).map((path) => ({ app: appOf({ site, store }), path }))];
    for (const { app, path } of [...pages, { app: appOf({ site: logo, store }), path: "/" }]) {
      const html = await (await app.request(path, { headers })).text();
      for (const [, names = ""] of html.matchAll(/<[a-z][^<>]*? class="([^"]*)"/g))
        for (const name of names.split(" ")) used.set(name, path);
    }
  });

  it("all have a style, but for those that only name what a thing is", () => {
    const styled = styledClasses(style);
    const plain = ["categories", "problem", "value"];
    expect(used.size).toBeGreaterThan(25);
    expect([...used].filter(([name]) => !styled.has(name) && !plain.includes(name))).toEqual([]);
  });
});
