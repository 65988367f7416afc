/** A line of the result. */
export interface Row {
  readonly bench: string;
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** What it is held against, and how many times as much it is: `ratio` is worked out as the target words it. */
  readonly against?: { readonly name: string; readonly ratio: number };
  readonly target?: Target;
}

/** What a ratio is to reach. */
export type Target = { readonly atLeast: number } | { readonly atMost: number };

/** Something that was not measured, and why. */
export interface Omission {
  readonly bench: string;
  readonly left: string;
}

export interface Report {
  readonly rows: readonly Row[];
  readonly omissions: readonly Omission[];
}

/** Whether a row's target is reached; nothing when it has none. */
export function reached({ against, target }: Row): boolean | undefined {
  if (against === undefined || target === undefined) return undefined;
  return "atLeast" in target ? against.ratio >= target.atLeast : against.ratio <= target.atMost;
}

/** The report as a table for a terminal. */
export function print({ rows, omissions }: Report): string {
  const cells = [
    ["bench", "what", "value", "", "ratio", "to", "target", "reached"],
    ...rows.map((row) => {
      const { bench, what, value, unit, against, target } = row;
      const ratio = against === undefined ? "" : `× ${show(against.ratio)}`;
      const goal = target === undefined ? "" : "atLeast" in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`;
      const verdict = reached(row);
      const word = verdict === undefined ? "" : verdict ? "yes" : "NO";
      return [bench, what, show(value), unit, ratio, against?.name ?? "", goal, word];
    }),
  ];
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) =>
        NUMBERS.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  return [lines[0], rule, ...lines.slice(1), ...omissions.map(({ bench, left }) => `${bench}: ${left}`)].join("\n");
}

const NUMBERS = new Set([2, 4, 6]);

function show(value: number): string {
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString("en");
  return value.toLocaleString("en", { maximumSignificantDigits: 3 });
}
