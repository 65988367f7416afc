import { type Finding, hasError, limitFindings } from "../../lib/fault.ts";
import type { UnplacedFinding } from "../fields/located-value.ts";
import { columnAt, type Line } from "./lines.ts";

/** Collects the findings of an article in lines. */
export class LineFindings {
  readonly #findings: Finding[];

  constructor(findings: readonly Finding[] = []) {
    this.#findings = [...findings];
  }

  /**
   * @param line its number alone stands for its first column
   * @param offset in UTF-16 code units of the line's text
   */
  add(line: Line | number, offset: number, finding: UnplacedFinding): void {
    const place =
      typeof line === "number" ? { line, column: 1 } : { line: line.number, column: columnAt(line, offset) };
    this.#findings.push({ ...place, ...finding });
  }

  error(line: Line | number, offset: number, code: string, message: string, hint: string): void {
    this.add(line, offset, { code, message, hint, severity: "error" });
  }

  warning(line: Line | number, offset: number, code: string, message: string, hint: string): void {
    this.add(line, offset, { code, message, hint, severity: "warning" });
  }

  get failed(): boolean {
    return hasError(this.#findings);
  }

  /** In the order of their places, at most `MAX_FINDINGS`. */
  list(): readonly Finding[] {
    return limitFindings(this.#findings.toSorted((a, b) => a.line - b.line || a.column - b.column));
  }
}
