import { contrast, type Rgb, rgbOf } from "../../pages/styles/colour.ts";

/** Side of the square that the mark is drawn in; its units are its own. */
export const ICON_SIDE = 64;

/*
 * The mark is the sign of a feed: a dot, and two quarters of rings around the corner that it lies in. All of it lies in the
 * middle four fifths, which stay whatever shape a system cuts icons to (Web App Manifest, "Icon masks and safe zone").
 */
const CORNER = { x: 17, y: 47 } as const;
const RINGS = [
  { inner: 13, outer: 19 },
  { inner: 24, outer: 30 },
] as const;
const DOT = { x: 21.5, y: 42.5, radius: 4.5 } as const;

/** The mark as the data of an SVG path. */
export const ICON_PATH = [
  ...RINGS.map(
    ({ inner, outer }) =>
      `M${CORNER.x} ${CORNER.y - outer}A${outer} ${outer} 0 0 1 ${CORNER.x + outer} ${CORNER.y}` +
      `H${CORNER.x + inner}A${inner} ${inner} 0 0 0 ${CORNER.x} ${CORNER.y - inner}Z`,
  ),
  `M${DOT.x - DOT.radius} ${DOT.y}a${DOT.radius} ${DOT.radius} 0 1 1 ${2 * DOT.radius} 0` +
    `a${DOT.radius} ${DOT.radius} 0 1 1 ${-2 * DOT.radius} 0Z`,
].join("");

/** Whether a point of the square lies on the mark. */
function isMarked(x: number, y: number): boolean {
  if (Math.hypot(x - DOT.x, y - DOT.y) <= DOT.radius) return true;
  if (x < CORNER.x || y > CORNER.y) return false;
  const distance = Math.hypot(x - CORNER.x, y - CORNER.y);
  return RINGS.some(({ inner, outer }) => distance >= inner && distance <= outer);
}

const [WHITE, BLACK] = ["#ffffff", "#1d1b18"] as const;

/** The colour of the mark on a ground: white where that is told from it (WCAG 2.2, 1.4.11), else nearly black. */
export function iconColour(ground: string): string {
  return contrast(rgbOf(WHITE), rgbOf(ground)) >= 3 ? WHITE : BLACK;
}

/** Points looked at in each direction of a pixel, so that edges are smooth. */
const SAMPLES = 8;

/**
 * The mark in pixels, row by row from the top.
 * @param size pixels of a side
 */
export function drawIcon(size: number, ground: string): Rgb[] {
  const [from, to] = [rgbOf(ground), rgbOf(iconColour(ground))];
  const unit = ICON_SIDE / size / SAMPLES;
  const offsets = Array.from({ length: SAMPLES ** 2 }, (_, index) => [
    ((index % SAMPLES) + 0.5) * unit,
    (Math.floor(index / SAMPLES) + 0.5) * unit,
  ]);
  return Array.from({ length: size ** 2 }, (_, index) => {
    const [left, top] = [(index % size) * unit * SAMPLES, Math.floor(index / size) * unit * SAMPLES];
    const share = offsets.filter(([x = 0, y = 0]) => isMarked(left + x, top + y)).length / offsets.length;
    const mixed = (channel: 0 | 1 | 2) => Math.round(from[channel] + (to[channel] - from[channel]) * share);
    return [mixed(0), mixed(1), mixed(2)];
  });
}
