import { digestSync } from "../../lib/digest.ts";
import type { Site } from "../../site/site.ts";
import { BASE } from "./base.ts";
import { CHARTS } from "./charts.ts";
import { accentOn, DARK, LIGHT, type Palette } from "./colour.ts";
import { FEEDS } from "./feeds.ts";
import { FRAME } from "./frame.ts";
import { LISTS } from "./lists.ts";
import { PRINT } from "./print.ts";
import { READING } from "./reading.ts";
import { TOOLS } from "./tools.ts";

const PIECES = compact([BASE, FRAME, LISTS, READING, TOOLS, FEEDS, CHARTS, PRINT].join(""));

/** The style sheet of all pages, in the site's colour. */
export function styleOf({ colour }: Pick<Site, "colour">): string {
  return `:root{${properties(LIGHT, colour)}}@media (prefers-color-scheme:dark){:root{${properties(DARK, colour)}}}${PIECES}\n`;
}

/** Differs when a byte of the style sheet differs; stands in its address, so that it can be kept for long. */
export function styleVersion({ colour }: Pick<Site, "colour">): string {
  return digestSync(styleOf({ colour }));
}

function properties(palette: Palette, colour: string): string {
  const all = { ...palette, accent: accentOn(palette, colour) };
  return Object.entries(all)
    .map(([name, value]) => `--${name}:${value}`)
    .join(";");
}

/** Without the blanks and comments that are there for who writes it; no string of the style has such in it. */
function compact(style: string): string {
  return style
    .replace(/\/\*.*?\*\//gs, "")
    .trim()
    .replace(/\s+/g, " ")
    .replace(/ ?([{};,]) ?/g, "$1")
    .replace(/: /g, ":")
    .replace(/ > /g, ">")
    .replace(/(?<![\d.])0\./g, ".")
    .replace(/;}/g, "}");
}
