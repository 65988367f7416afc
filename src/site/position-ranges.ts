import { MAX_ENTRIES } from "./scope.ts";

/** Positions as an address has them: `51-100,103`. @param positions ascending, each once */
export function formatPositions(positions: readonly number[]): string {
  const ranges: [first: number, last: number][] = [];
  for (const position of positions) {
    const range = ranges.at(-1);
    if (range !== undefined && range[1] === position - 1) range[1] = position;
    else ranges.push([position, position]);
  }
  return ranges.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(",");
}

/** Reads what `formatPositions` writes: at most as many positions as a feed has entries; undefined for anything else. */
export function parsePositions(text: string): readonly number[] | undefined {
  if (!/^[1-9]\d{0,11}(?:[-,][1-9]\d{0,11})*$/.test(text)) return undefined;
  const positions: number[] = [];
  for (const range of text.split(",")) {
    const [first = 0, last = first] = range.split("-").map(Number);
    const ascends = first > (positions.at(-1) ?? 0);
    if (!ascends || last - first >= MAX_ENTRIES - positions.length) return undefined;
    for (let position = first; position <= last; position += 1) positions.push(position);
  }
  return formatPositions(positions) === text ? positions : undefined;
}
