/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** The colours of a page that do not follow from the settings, `#rrggbb`; the style sheet names what each is for. */
export interface Palette {
  readonly paper: string;
  readonly panel: string;
  readonly ink: string;
  readonly soft: string;
  readonly rule: string;
  readonly edge: string;
}

export const LIGHT: Palette = {
  paper: "#fdfcfa",
  panel: "#f4f1ea",
  ink: "#1d1b18",
  soft: "#5d574e",
  rule: "#dcd6cb",
  edge: "#857e72",
};

export const DARK: Palette = {
  paper: "#181714",
  panel: "#23211d",
  ink: "#e9e5dc",
  soft: "#aca597",
  rule: "#3b3832",
  edge: "#857d70",
};

/** WCAG 2.2, success criterion 1.4.3, for text of any size. */
const TEXT_CONTRAST = 4.5;

/**
 * The shade of a colour that is readable on a palette's paper and on its panels, and on which text in the colour of the
 * paper is readable: the colour itself where it is, else the nearest one of the same hue and saturation.
 * @param colour `#rrggbb`
 * @returns `#rrggbb`
 */
export function accentOn(palette: Palette, colour: string): string {
  const [paper, panel] = [rgbOf(palette.paper), rgbOf(palette.panel)];
  const readable = (rgb: Rgb) => contrast(rgb, paper) >= TEXT_CONTRAST && contrast(rgb, panel) >= TEXT_CONTRAST;
  const own = rgbOf(colour);
  if (readable(own)) return colour;
  const [hue, saturation, lightness] = toHsl(own);
  const step = luminance(paper) > 0.5 ? -STEP : STEP;
  // Lightness moves all three channels the same way; at its end stand black and white, which are readable.
  for (let next = lightness + step; next > 0 && next < 1; next += step) {
    const shade = fromHsl(hue, saturation, next);
    if (readable(shade)) return hexOf(shade);
  }
  return step < 0 ? "#000000" : "#ffffff";
}

const STEP = 0.01;

/** Contrast ratio of two colours (WCAG 2.2), 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Relative luminance of a colour in sRGB (WCAG 2.2), 0 to 1. */
export function luminance([red, green, blue]: Rgb): number {
  const linear = (value: number) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** @param hex `#rrggbb` */
export function rgbOf(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function hexOf(rgb: Rgb): string {
  return `#${rgb.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** Hue in degrees; saturation and lightness from 0 to 1 (CSS Color 4, section 7). */
function toHsl([red, green, blue]: Rgb): readonly [number, number, number] {
  const [r, g, b] = [red / 255, green / 255, blue / 255];
  const [most, least] = [Math.max(r, g, b), Math.min(r, g, b)];
  const [lightness, range] = [(most + least) / 2, most - least];
  if (range === 0) return [0, 0, lightness];
  const saturation = range / (1 - Math.abs(2 * lightness - 1));
  const sector = most === r ? (g - b) / range + 6 : most === g ? (b - r) / range + 2 : (r - g) / range + 4;
  return [(sector % 6) * 60, saturation, lightness];
}

function fromHsl(hue: number, saturation: number, lightness: number): Rgb {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number) => {
    const place = (offset + hue / 30) % 12;
    const share = lightness - reach * Math.max(-1, Math.min(place - 3, 9 - place, 1));
    return Math.round(255 * Math.min(1, Math.max(0, share)));
  };
  return [channel(0), channel(8), channel(4)];
}
