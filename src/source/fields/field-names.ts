import { BODY_FIELDS } from "../../article/fields/core-fields.ts";
import type { AnyField } from "../../article/fields/field.ts";
import { FIELDS, type FieldName } from "../../article/fields/registry.ts";

/** The keys of an article in JSON. */
export const JSON_KEYS: readonly FieldName[] = keysOf("json");

/** The keys of front matter. */
export const FRONT_MATTER_KEYS: readonly FieldName[] = keysOf("markdown");

/** The keys of which an article in JSON has exactly one. */
export const BODY_KEYS = BODY_FIELDS.map(({ name }) => name);

export type BodyKey = (typeof BODY_KEYS)[number];

function keysOf(notation: "json" | "markdown"): readonly FieldName[] {
  const fields: readonly AnyField<FieldName>[] = FIELDS;
  return fields.filter(({ only }) => only === undefined || only === notation).map(({ name }) => name);
}

/** What a key of a source means; undefined if it means nothing. */
export type MatchKey = (written: string) => FieldName | "ignored" | undefined;

/** In JSON keys are written exactly; `$schema` is for editors. */
export const matchJsonKey: MatchKey = (written) =>
  written === "$schema" ? "ignored" : JSON_KEYS.find((key) => key === written);

/** In front matter case does not count, and the keys of Hugo and Jekyll are known. */
export const matchFrontMatterKey: MatchKey = (written) => {
  const lower = written.toLowerCase();
  const fields: readonly AnyField<FieldName>[] = FIELDS;
  return (
    FRONT_MATTER_KEYS.find((key) => key.toLowerCase() === lower) ??
    fields.find(({ aliases }) => aliases?.includes(lower))?.name
  );
};

/** The name that is most like a written one; undefined if none is. */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  // The work grows with both lengths, and nobody means a key of a few letters by a word this long.
  if (written.length > LONGEST_TYPO) return undefined;
  const lower = written.toLowerCase();
  const [best] = names
    .map((name) => ({ name, distance: distanceOf(lower, name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= Math.max(2, Math.floor(name.length / 3)))
    .sort((a, b) => a.distance - b.distance);
  return best?.name;
}

/** Characters of an unknown key for which a known one is suggested: comparing takes the square of its length. @limit characters */
const LONGEST_TYPO = 40;

/** The Levenshtein distance of two words. */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 1; j <= b.length; j += 1) {
      const exchanged = (row[j - 1] ?? 0) + (letter === b[j - 1] ? 0 : 1);
      next.push(Math.min(exchanged, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
