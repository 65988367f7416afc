import type { AnyField } from "../../article/fields/field.ts";
import { OPTIONAL_FIELDS, type OptionalValues } from "../../article/fields/optional-fields.ts";
import type { Value, ValueShape } from "../../article/fields/shape.ts";
import type { LocatedValue } from "../fields/located-value.ts";
import { readValue } from "../fields/read-value.ts";
import type { LineFindings } from "./line-findings.ts";
import type { Line } from "./lines.ts";

/** Reads the lines `Label: value` of optional fields. */
export interface LabelledLines {
  /** @returns false if the line has no known label, or repeats one of a field that is no list */
  readonly read: (line: Line) => boolean;
  /** The values read so far, in the order of the fields. */
  readonly values: () => OptionalValues;
}

/** @param findings to which faults are added */
export function createLabelledLines(
  findings: LineFindings,
  fields: readonly AnyField<string, ValueShape>[] = OPTIONAL_FIELDS,
): LabelledLines {
  const valuesByName = new Map<string, Value[]>();
  return {
    read(line) {
      const label = /^[^:]+(?=:)/.exec(line.text)?.[0];
      const field = fields.find(({ wire }) => wire && "label" in wire && wire.label === label);
      if (label === undefined || field === undefined) return false;
      const { name, shape } = field;
      const before = valuesByName.get(name);
      if (before !== undefined && shape.kind !== "list") return false;
      const error = (at: number, code: string, message: string, hint: string) =>
        findings.error(line, at, code, message, hint);
      const item = shape.kind === "list" ? shape.of : shape;
      const value = valueFrom(line.text.slice(label.length + 1), label.length + 1, item);
      const read = readValue(value, label, item, { typed: false, base: undefined, findings: { error } });
      const values = [...(before ?? []), ...(read === undefined ? [] : [read])];
      if (shape.kind === "list" && values.length === shape.most + 1)
        error(0, "bad-value", `an article has at most ${shape.most} lines ${label}:`, "Keep those that matter.");
      valuesByName.set(name, values);
      return true;
    },
    values() {
      const entries = fields.flatMap(({ name, shape }) => {
        const values = valuesByName.get(name) ?? [];
        return values.length === 0 ? [] : [[name, shape.kind === "list" ? values : values[0]] as const];
      });
      return Object.fromEntries(entries);
    },
  };
}

/** The value after a label. `|` separates the members of an object. */
function valueFrom(text: string, at: number, shape: ValueShape): LocatedValue {
  const begin = at + text.length - text.trimStart().length;
  if (text.trim() === "") return { kind: "nothing", at: begin };
  if (shape.kind !== "object") return { kind: "text", at: begin, text: text.trim(), from: begin };
  const keys = Object.keys(shape.members);
  const parts = text.split("|");
  const texts = [...parts.slice(0, keys.length - 1), parts.slice(keys.length - 1).join("|")];
  let start = at;
  const members = keys.flatMap((key, index) => {
    const part = texts[index];
    if (part === undefined) return [];
    const value = valueFrom(part, start, { kind: "text" });
    start += part.length + 1;
    return [{ key, at: value.at, value }];
  });
  return { kind: "members", at: begin, members };
}
