import type { Fault } from "./fault.ts";

/** A number with its noun: `1 article`, `3 categories`. */
export function countNoun(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** How many faults there are, and how many warnings if there are any. */
export function countFaults(faults: readonly Fault[]): string {
  const errors = faults.filter(({ severity }) => severity === "error").length;
  const warnings = faults.length - errors;
  return countNoun(errors, "fault") + (warnings > 0 ? `, ${countNoun(warnings, "warning")}` : "");
}
