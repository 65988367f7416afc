import type { ListShape, ObjectShape, Value, ValueOf, ValueShape } from "../../article/fields/shape.ts";
import { quote } from "../../lib/text.ts";
import type { Findings, LocatedValue } from "./located-value.ts";
import { itemsOf, singleLineOf } from "./single-line.ts";

/** How values are read. */
export interface ValueReading {
  /** True for JSON; elsewhere a text may stand for a number, a list or an object. */
  readonly typed: boolean;
  /** From which a relative address begins; undefined if addresses must be absolute. */
  readonly base: string | undefined;
  readonly findings: Pick<Findings, "error">;
}

/**
 * Reads a value by its shape. Faults are added to the findings.
 * @param name of the value in messages
 * @returns undefined if there is no value, or after a fault
 */
export function readValue<const S extends ValueShape>(
  value: LocatedValue,
  name: string,
  shape: S,
  reading: ValueReading,
): ValueOf<S> | undefined {
  return read(value, name, shape, reading) as ValueOf<S> | undefined;
}

function read(value: LocatedValue, name: string, shape: ValueShape, reading: ValueReading): Value | undefined {
  if (value.kind === "nothing") return undefined;
  const { findings, typed, base } = reading;
  switch (shape.kind) {
    case "text": {
      const line = singleLineOf(value, name, findings);
      const fault = line === undefined ? undefined : shape.check?.(line.text);
      if (fault === undefined) return line?.text;
      findings.error(value.at, fault.code, fault.message, fault.hint);
      return undefined;
    }
    case "address": {
      const line = singleLineOf(value, name, findings);
      if (line === undefined) return undefined;
      const url = webAddress(line.text, base);
      if (url === undefined) {
        const hint = "Write it as https://example.org/file, or relative to the base.";
        findings.error(value.at, "bad-value", `${name} is not an http or https address`, hint);
      }
      return url?.href;
    }
    case "integer": {
      const number = integerIn(value, typed, shape.most);
      if (number >= shape.least && number <= shape.most) return number;
      const hint = `Write a whole number, ${shape.least} to ${shape.most}, or leave it out.`;
      findings.error(value.at, "bad-value", `${name} is not ${shape.noun}`, hint);
      return undefined;
    }
    case "list":
      return readList(value, name, shape, reading);
    case "object":
      return readObject(value, name, shape, reading);
  }
}

/** An http or https address; undefined if it is none. */
export function webAddress(text: string, base: string | undefined): URL | undefined {
  const url = URL.canParse(text, base) ? new URL(text, base) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) ? url : undefined;
}

/** NaN if the value is no whole number. A text must not have more digits than the greatest number. */
function integerIn(value: LocatedValue, typed: boolean, most: number): number {
  if (value.kind === "number" && Number.isInteger(value.number)) return value.number;
  if (value.kind !== "text" || typed || !/^\d+$/.test(value.text.trim())) return Number.NaN;
  return value.text.trim().length <= String(most).length ? Number(value.text) : Number.NaN;
}

function readList(value: LocatedValue, name: string, shape: ListShape, reading: ValueReading): Value | undefined {
  const items = itemsOf(value, name, reading.typed, reading.findings)
    .map((item) => read(item, name, shape.of, reading))
    .filter((item) => item !== undefined);
  if (items.length > shape.most) {
    const message = `${name} has ${items.length} values; it may have ${shape.most}`;
    reading.findings.error(value.at, "bad-value", message, "Keep those that matter.");
  }
  return items.length === 0 ? undefined : items;
}

function readObject(
  value: LocatedValue,
  name: string,
  { members }: ObjectShape,
  reading: ValueReading,
): Value | undefined {
  const names = Object.keys(members);
  const hint = `Write it with ${names.join(", ")}.`;
  const parts = membersOf(value, name, names, hint, reading);
  if (parts === undefined) {
    reading.findings.error(value.at, "bad-value", `${name} is not an object`, hint);
    return undefined;
  }
  const entries = Object.entries(members).flatMap(([key, { shape, optional }]) => {
    const part = parts.get(key);
    const member = part === undefined ? undefined : read(part, `${name}.${key}`, shape, reading);
    if (member !== undefined) return [[key, member] as const];
    if (optional === undefined && (part === undefined || part.kind === "nothing"))
      reading.findings.error(value.at, "bad-value", `${name} has no ${key}`, hint);
    return [];
  });
  return Object.fromEntries(entries);
}

/**
 * The members of an object, each once. Where values are not typed, a text stands for the first of them.
 * @returns undefined if it is no object
 */
export function membersOf(
  value: LocatedValue,
  name: string,
  names: readonly string[],
  hint: string,
  { typed, findings }: Pick<ValueReading, "typed" | "findings">,
): ReadonlyMap<string, LocatedValue> | undefined {
  if (value.kind === "text" && !typed) return new Map([[names[0] ?? "", value]]);
  if (value.kind !== "members") return undefined;
  const parts = new Map<string, LocatedValue>();
  for (const { key, at, value: part } of value.members) {
    if (parts.has(key)) findings.error(at, "key-twice", `${name}: ${quote(key)} is there already`, hint);
    else if (names.includes(key)) parts.set(key, part);
    else findings.error(at, "unknown-key", `${name}: the key ${quote(key)} means nothing here`, hint);
  }
  return parts;
}
