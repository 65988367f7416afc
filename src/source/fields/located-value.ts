import type { FieldName } from "../../article/fields/registry.ts";
import { type Finding, hasError, limitFindings } from "../../lib/fault.ts";

/** A finding without its place. */
export type UnplacedFinding = Omit<Finding, "line" | "column">;

/** A value in JSON or YAML. `at` is where it begins, in UTF-16 code units of the source. */
export type LocatedValue =
  /** `from` is where the text itself begins; undefined if it is written with escapes. */
  | { readonly kind: "text"; readonly at: number; readonly text: string; readonly from: number | undefined }
  | { readonly kind: "number"; readonly at: number; readonly number: number }
  | { readonly kind: "boolean"; readonly at: number; readonly boolean: boolean }
  | { readonly kind: "nothing"; readonly at: number }
  | { readonly kind: "list"; readonly at: number; readonly items: readonly LocatedValue[] }
  | { readonly kind: "members"; readonly at: number; readonly members: readonly LocatedMember[] };

/** A key and its value. */
export interface LocatedMember {
  readonly key: string;
  readonly at: number;
  readonly value: LocatedValue;
}

/** A value of a known field; `written` is its key as the author wrote it. */
export interface MatchedField extends Pick<LocatedMember, "at" | "value"> {
  readonly key: FieldName;
  readonly written: string;
}

/** Collects the findings of a source. */
export class Findings {
  readonly #source: string;
  readonly #findings: Array<UnplacedFinding & { readonly at: number }> = [];

  /** @param source without a byte order mark */
  constructor(source: string) {
    this.#source = source;
  }

  /** @param at in UTF-16 code units from the beginning of the source */
  add(at: number, finding: UnplacedFinding): void {
    this.#findings.push({ at, ...finding });
  }

  error(at: number, code: string, message: string, hint: string): void {
    this.add(at, { code, message, hint, severity: "error" });
  }

  warning(at: number, code: string, message: string, hint: string): void {
    this.add(at, { code, message, hint, severity: "warning" });
  }

  get failed(): boolean {
    return hasError(this.#findings);
  }

  /** In the order of their places, at most `MAX_FINDINGS`. */
  list(): readonly Finding[] {
    const sorted = this.#findings.toSorted((a, b) => a.at - b.at);
    return limitFindings(sorted).map(({ at, ...wrong }) => ({
      ...lineAndColumn(this.#source, at),
      ...wrong,
    }));
  }
}

/**
 * A text in a source, with or without quotation marks.
 * @param offset where `source` begins in the whole one
 */
export function locatedText(source: string, start: number, text: string, offset = 0): LocatedValue {
  const from = [start, start + 1].find((each) => source.startsWith(text, each));
  return { kind: "text", at: offset + start, text, from: from === undefined ? undefined : offset + from };
}

/** The line and column (in characters) of a place in a text, both from 1; LF, CRLF and CR end a line. */
function lineAndColumn(source: string, at: number): { readonly line: number; readonly column: number } {
  const before = source.slice(0, at).split(/\r\n|\n|\r/);
  return { line: before.length, column: [...(before.at(-1) ?? "")].length + 1 };
}
