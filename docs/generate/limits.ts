import { readdirSync, readFileSync } from "node:fs";
import { code, grouped, page, table } from "./markdown.ts";

const SOURCE = new URL("../../src/", import.meta.url);

/** A number that bounds something. */
export interface Limit {
  readonly name: string;
  readonly value: number;
  /** From the tag `@limit` of its docstring. */
  readonly unit: string;
  /** The rest of its docstring: what is bounded, and why so. */
  readonly reason: string;
  /** Path below `src`. */
  readonly file: string;
}

/** A number of the source with a name in capitals. */
export interface Constant {
  readonly name: string;
  readonly file: string;
  /** As it is written: a number, or a number times another constant. */
  readonly written: string;
  /** Its docstring on one line; empty where it has none. */
  readonly docstring: string;
}

/** Numbers that bound nothing: what a unit is made of, a code, a shape. */
export const NO_LIMITS: ReadonlySet<string> = new Set(
  `BASIS BITS_A_TOKEN BLANK BROTLI_QUALITY CHARACTERS_A_WORD DAY DAY_MS DIGEST_CHARACTERS GZIP_LEVEL ICON_SIDE LINE_FEED
  MAX_UTF8_BYTES MIN_NODE MINUTE_MS SAMPLES SPARK_HEIGHT SQLITE_BUSY SQLITE_FULL STEP TEXT_CONTRAST TOKEN_BYTES WIDTH WORDS_A_MINUTE`.split(
    /\s+/,
  ),
);

const DECLARATION =
  /(?:\/\*\*((?:[^*]|\*(?!\/))*)\*\/\n)?^(?:export )?const ([A-Z][A-Z0-9_]*)(?:: number)? = (-?[\d._]+|0x[\da-f]+(?: \| 0)?|\d+ \* [A-Z_]+);$/gm;

/** Every numeric constant of the source, by file. */
export function constants(): readonly Constant[] {
  const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  return files.sort().flatMap((file) =>
    Array.from(
      readFileSync(new URL(file, SOURCE), "utf8").matchAll(DECLARATION),
      ([, docstring = "", name = "", written = ""]) => ({
        name,
        file,
        written,
        docstring: docstring.replace(/\s*\n \*\s?/g, " ").trim(),
      }),
    ),
  );
}

/** The limits among them: those whose docstring ends with `@limit` and a unit. */
export function limits(): readonly Limit[] {
  const all = constants();
  const evaluate = (written: string): number =>
    written
      .split(" * ")
      .map((factor) => {
        const other = all.find(({ name }) => name === factor);
        return other === undefined ? Number(factor.replaceAll("_", "")) : evaluate(other.written);
      })
      .reduce((product, factor) => product * factor);
  return all.flatMap(({ name, file, written, docstring }) => {
    const [, reason = "", unit] = /^(.*?)\s*@limit (.+)$/.exec(docstring) ?? [];
    return unit === undefined ? [] : { name, file, value: evaluate(written), unit, reason };
  });
}

export function limitsPage(): string {
  const byRoom = Map.groupBy(limits(), ({ file }) => file.split("/")[0] ?? "");
  const sections = Array.from(byRoom, ([room, own]) => {
    const rows = own.map(({ name, value, unit, reason, file }) => [
      formatValue(value, unit),
      reason,
      `[${code(name)}](../../src/${file})`,
    ]);
    return `## ${room.endsWith(".ts") ? room : `${room}/`}\n\n${table(["limit", "what it bounds, and why", "where"], rows)}`;
  });
  return page(
    "Limits",
    "the docstrings of constants with the tag `@limit`",
    `Every number that bounds something: sizes, counts, timeouts, pauses. Each is a constant beside the code that it bounds.
None of them is a setting; what can be set is in [settings.md](settings.md).`,
    ...sections,
  );
}

const DURATIONS = [
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "min"],
  [1_000, "s"],
] as const;
const SIZES = [
  [1_048_576, "MiB"],
  [1_024, "KiB"],
] as const;

/** A number with its unit, in a larger one besides where that is a whole number. */
function formatValue(value: number, unit: string): string {
  if (unit === "share") return `${grouped(value * 100)} %`;
  if (unit === "year") return `year ${value}`;
  const [units, one] = unit === "bytes" ? [SIZES, 1] : [DURATIONS, unit === "s" ? 1_000 : 1];
  const scaled = ["bytes", "ms", "s"].includes(unit) ? value * one : Number.NaN;
  const [size, larger] = units.find(([each]) => scaled % each === 0) ?? [];
  const plain = `${grouped(value)} ${unit}`;
  if (size === undefined || larger === unit) return plain;
  return `${plain} (${grouped(scaled / size)} ${larger})`;
}
