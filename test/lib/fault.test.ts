import { describe, expect, it } from "vitest";
import { type Fault, formatFault, hasError } from "../../src/lib/fault.ts";

const FAULT: Fault = {
  file: "articles/rain.txt",
  line: 3,
  column: 14,
  code: "no-such-day",
  message: "there is no 30 February 2025",
  hint: "February 2025 has 28 days.",
  severity: "error",
};

it("a fault is printed as compilers print theirs", () => {
  expect(formatFault(FAULT)).toBe("articles/rain.txt:3:14 no-such-day there is no 30 February 2025");
});

describe("a file is kept out by an error", () => {
  const warning = { ...FAULT, severity: "warning" } as const;

  it.each([
    ["no fault", [], false],
    ["a warning", [warning, warning], false],
    ["an error", [FAULT], true],
    ["an error among warnings", [warning, FAULT, warning], true],
  ])("%s", (_, faults, kept) => {
    expect(hasError(faults)).toBe(kept);
  });
});
