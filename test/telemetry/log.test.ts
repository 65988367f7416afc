import { describe, expect, it } from "vitest";
import { LOG_LEVELS } from "../../src/lib/log.ts";
import { createLog } from "../../src/telemetry/log.ts";

const WRITTEN = ["debug", "info", "warn", "error"] as const;

describe("a log passes on what is at or above its level", () => {
  it.each(LOG_LEVELS.map((level, index) => [level, WRITTEN.slice(index)] as const))("%s", (level, expected) => {
    const lines: string[] = [];
    const log = createLog(level, (line) => lines.push(line));
    for (const each of WRITTEN) log[each](`a ${each} message`);
    expect(lines).toEqual(expected.map((each) => `${each} a ${each} message`));
  });
});

it.each([
  ["a\nb", "info a\\nb"],
  ["a\r\nerror forged", "info a\\r\\nerror forged"],
  ["a\u0000\u001b[31mb\u007f\u0085c", "info a\\u0000\\u001b[31mb\\u007f\\u0085c"],
  ["कुएँ \u{1f600}", "info कुएँ \u{1f600}"],
])("%j is one line, without control characters", (message, line) => {
  const lines: string[] = [];
  createLog("debug", (each) => lines.push(each)).info(message);
  expect(lines).toEqual([line]);
});
