import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accentOn, DARK, LIGHT } from "../../../src/pages/styles/colour.ts";
import { styleOf } from "../../../src/pages/styles/style-sheet.ts";
import { manifest } from "../../../src/routes/discovery/manifest.ts";
import { siteOf } from "../../support/fixtures/content.ts";

/** Contrast as the W3C's definition words it, with the rounded threshold that it has: none of 256 values lies between. */
function contrast(one: string, other: string): number {
  const luminance = (hex: string) => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const sRgb = Number(`0x${hex.slice(at, at + 2)}`) / 255;
      return sRgb <= 0.03928 ? sRgb / 12.92 : ((sRgb + 0.055) / 1.055) ** 2.4;
    });
    return r * 0.2126 + g * 0.7152 + b * 0.0722;
  };
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

const PALETTES = [
  ["light", LIGHT],
  ["dark", DARK],
] as const;

const colours = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, "0")}`);

describe.each(PALETTES)("in the %s palette", (_, palette) => {
  it("an accent made of any colour is readable on paper and panels, and the paper's colour on it", () => {
    fc.assert(
      fc.property(colours, (colour) => {
        const accent = accentOn(palette, colour);
        expect(accent).toMatch(/^#[0-9a-f]{6}$/);
        for (const ground of [palette.paper, palette.panel])
          expect(contrast(accent, ground), `${colour} → ${accent}`).toBeGreaterThanOrEqual(4.5);
      }),
      { seed: 5, numRuns: 20_000 },
    );
  });

  it("a colour that is readable there stays as it is", () => {
    let kept = 0;
    fc.assert(
      fc.property(colours, (colour) => {
        if ([palette.paper, palette.panel].some((ground) => contrast(colour, ground) < 4.5)) return;
        kept += 1;
        expect(accentOn(palette, colour)).toBe(colour);
      }),
      { seed: 6, numRuns: 3_000 },
    );
    expect(kept).toBeGreaterThan(500);
  });

  it("texts are readable on paper and panels, and what bounds controls is to be seen there", () => {
    for (const ground of [palette.paper, palette.panel]) {
      expect(contrast(palette.ink, ground)).toBeGreaterThanOrEqual(7);
      expect(contrast(palette.soft, ground)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(palette.edge, ground)).toBeGreaterThanOrEqual(3);
    }
  });
});

it("shades keep the hue: red stays red, and grey gets no colour", () => {
  const [, red = "", green = "", blue = ""] = /^#(..)(..)(..)$/.exec(accentOn(DARK, "#a40000")) ?? [];
  expect(green).toBe(blue);
  expect(Number.parseInt(red, 16)).toBeGreaterThan(Number.parseInt(green, 16) + 60);
  expect(accentOn(LIGHT, "#ffffff")).toMatch(/^#(..)\1\1$/);
});

it("the site's colour comes to the style sheet and to the manifest", async () => {
  const site = await siteOf({ colour: "#FFDD00" });
  const style = styleOf(site);
  expect(style).toContain(`--accent:${accentOn(LIGHT, "#ffdd00")}`);
  expect(style).toContain("--accent:#ffdd00");
  expect(JSON.parse(manifest(site))).toMatchObject({ theme_color: "#ffdd00" });
});
