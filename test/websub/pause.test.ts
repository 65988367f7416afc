import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { retryDelay } from "../../src/websub/hub-request.ts";

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;

const attempts = fc.nat({ max: 200 });
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe("the pause after a failure", () => {
  it.each([
    [0, 5 * SECOND],
    [1, 10 * SECOND],
    [2, 20 * SECOND],
    [5, 160 * SECOND],
    [6, 5 * MINUTE],
    [53, 5 * MINUTE],
    [54, HOUR],
    [149, HOUR],
  ])("is after %i failures before it at most %i ms, and at least three quarters of that", (failures, longest) => {
    expect(retryDelay(failures, 0)).toBe(0.75 * longest);
    expect(retryDelay(failures, 1)).toBe(longest);
  });

  it("is whole milliseconds from 3.75 s to an hour, and never shrinks with failures", () => {
    fc.assert(
      fc.property(attempts, random, (failures, chance) => {
        const pause = retryDelay(failures, chance);
        expect(Number.isInteger(pause)).toBe(true);
        expect(pause).toBeGreaterThanOrEqual(3.75 * SECOND);
        expect(pause).toBeLessThanOrEqual(HOUR);
        expect(retryDelay(failures + 1, chance)).toBeGreaterThanOrEqual(pause);
      }),
      { seed: 20_261_123 },
    );
  });

  it("is what the hub asked for where that is longer, up to an hour", () => {
    fc.assert(
      fc.property(attempts, random, fc.nat(), (failures, chance, requested) => {
        expect(retryDelay(failures, chance, requested)).toBe(
          Math.max(retryDelay(failures, chance), Math.min(requested, HOUR)),
        );
      }),
      { seed: 20_261_123 },
    );
  });

  it("adds up to a few minutes at most in the first hour, and to three days at least in all", () => {
    let [hour, all] = [0, 0];
    for (let failures = 0; failures < 149; failures += 1) {
      if (hour < HOUR) {
        expect(retryDelay(failures, 1)).toBeLessThanOrEqual(5 * MINUTE);
        hour += retryDelay(failures, 0);
      }
      all += retryDelay(failures, 0);
    }
    expect(all).toBeGreaterThanOrEqual(72 * HOUR);
  });
});
