/** Findings of one file that are listed: enough to see what is wrong, and a file of rubbish does not flood the log. @limit findings */
export const MAX_FINDINGS = 100;

/** What is wrong with a file that somebody wrote, where, and what to do about it. */
export interface Fault {
  /** The file, relative to the content folder: `articles/x.txt`. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted in characters (code points) from 1. */
  readonly column: number;
  /** A short name that never changes, for programs. */
  readonly code: string;
  readonly message: string;
  /** What the author can do. */
  readonly hint: string;
  /** An error keeps the file out of the feeds; a warning does not. */
  readonly severity: "error" | "warning";
}

/** Where in a file and what kind, before the file is known. */
export type Finding = Omit<Fault, "file">;

/** One line as compilers print it, so that an editor's terminal makes it a link; control characters of names become blanks. */
export function formatFault(fault: Fault): string {
  return `${fault.file}:${fault.line}:${fault.column} ${fault.code} ${fault.message}`.replace(/\p{Cc}+/gu, " ");
}

/** Whether any of them keeps its file out of the feeds. */
export function hasError(faults: readonly { readonly severity: Fault["severity"] }[]): boolean {
  return faults.some((fault) => fault.severity === "error");
}

/** At most `MAX_FINDINGS`, the last of them saying how many more there are. */
export function limitFindings<Kind extends Omit<Finding, "line" | "column">>(
  findings: readonly Kind[],
): readonly Kind[] {
  const next = findings[MAX_FINDINGS];
  if (next === undefined) return findings;
  const more: Kind = {
    ...next,
    code: "too-many-faults",
    message: `${findings.length - MAX_FINDINGS} more faults and warnings are not listed`,
    hint: "Mend those above first.",
    severity: hasError(findings) ? "error" : "warning",
  };
  return [...findings.slice(0, MAX_FINDINGS), more];
}
