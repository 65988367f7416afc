import type { FieldName } from "../../article/fields/registry.ts";
import { type Finding, hasError, limitFindings } from "../../lib/fault.ts";

/** What is wrong, apart from where. */
export type UnplacedFinding = Omit<Finding, "line" | "column">;

/** A value in JSON or YAML and where it begins, in UTF-16 code units of the source. */
export type LocatedValue =
  /** `from` is where the text itself begins, if it stands in the source as it is. */
  | { readonly kind: "text"; readonly at: number; readonly text: string; readonly from: number | undefined }
  | { readonly kind: "number"; readonly at: number; readonly number: number }
  | { readonly kind: "boolean"; readonly at: number; readonly boolean: boolean }
  | { readonly kind: "nothing"; readonly at: number }
  | { readonly kind: "list"; readonly at: number; readonly items: readonly LocatedValue[] }
  | { readonly kind: "members"; readonly at: number; readonly members: readonly LocatedMember[] };

/** A key with its value, as both are written. */
export interface LocatedMember {
  readonly key: string;
  readonly at: number;
  readonly value: LocatedValue;
}

/** A key that means something, as it is written, with its value. */
export interface MatchedField extends Pick<LocatedMember, "at" | "value"> {
  readonly key: FieldName;
  readonly written: string;
}

/** Collects what is wrong with a source, by where it stands. */
export class Findings {
  readonly #source: string;
  readonly #found: Array<UnplacedFinding & { readonly at: number }> = [];

  /** @param source without a byte order mark */
  constructor(source: string) {
    this.#source = source;
  }

  /** @param at in UTF-16 code units from the beginning of the source */
  add(at: number, wrong: UnplacedFinding): void {
    this.#found.push({ at, ...wrong });
  }

  error(at: number, code: string, message: string, hint: string): void {
    this.add(at, { code, message, hint, severity: "error" });
  }

  warning(at: number, code: string, message: string, hint: string): void {
    this.add(at, { code, message, hint, severity: "warning" });
  }

  get failed(): boolean {
    return hasError(this.#found);
  }

  /** In the order of their places; only of those that are listed the line and column are worked out. */
  list(): readonly Finding[] {
    const sorted = this.#found.toSorted((a, b) => a.at - b.at);
    return limitFindings(sorted).map(({ at, ...wrong }) => ({ ...placeOf(this.#source, at), ...wrong }));
  }
}

/**
 * A text that is written at a place of a source, in quotation marks or without.
 * @param offset where this source begins in the whole one
 */
export function locatedText(source: string, place: number, text: string, offset = 0): LocatedValue {
  const from = [place, place + 1].find((each) => source.startsWith(text, each));
  return { kind: "text", at: offset + place, text, from: from === undefined ? undefined : offset + from };
}

/** The line and column (in characters) of a place in a text, both from 1; LF, CRLF and CR end a line. */
function placeOf(source: string, at: number): { readonly line: number; readonly column: number } {
  const before = source.slice(0, at).split(/\r\n|\n|\r/);
  return { line: before.length, column: [...(before.at(-1) ?? "")].length + 1 };
}
