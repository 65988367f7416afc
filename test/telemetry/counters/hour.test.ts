import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { type Counters, createCounters } from "../../../src/telemetry/counters/counters.ts";
import type { Minute } from "../../../src/telemetry/counters/hour.ts";
import { SEEN_AT, seen } from "../../support/fakes/request-record.ts";

// Properties take their time where much else goes on.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const MINUTE = 60_000;

function at(milliseconds: number): Date {
  return new Date(SEEN_AT.getTime() + milliseconds);
}

/** The minutes in which there was something, by how many of them ago they began. */
function reported(tally: Counters, now: Date): Record<number, Partial<Minute["polls"]> & { others?: number }> {
  const { minutes } = tally.read(now);
  const found: Record<number, Partial<Minute["polls"]> & { others?: number }> = {};
  for (const [index, { polls, others }] of minutes.entries()) {
    const some = Object.fromEntries(Object.entries({ ...polls, others }).filter(([, count]) => count > 0));
    if (Object.keys(some).length > 0) found[minutes.length - 1 - index] = some;
  }
  return found;
}

describe("the last hour, minute by minute", () => {
  it("has sixty minutes, the oldest first, each at its full minute", () => {
    const { minutes } = createCounters(SEEN_AT).read(at(12_345));
    expect(minutes.map((minute) => minute.at.getTime())).toEqual(
      Array.from({ length: 60 }, (_, index) => SEEN_AT.getTime() - (59 - index) * MINUTE),
    );
  });

  it("has polls by class, and all else apart", () => {
    const tally = createCounters(SEEN_AT);
    for (const status of [200, 226, 304, 304, 404, 410, 500, 503]) tally.count(seen({ status }));
    tally.count(seen({ feed: null, status: 404 }));
    tally.count(seen({ feed: null, format: null, status: 404 }));
    expect(reported(tally, SEEN_AT)).toEqual({
      0: { "200": 1, "226": 1, "304": 2, "4xx": 3, "5xx": 2, others: 1 },
    });
  });

  it("moves on with the clock, and forgets what is an hour ago", () => {
    const tally = createCounters(SEEN_AT);
    tally.count(seen());
    tally.count(seen({ at: at(MINUTE - 1) }));
    tally.count(seen({ at: at(MINUTE) }));
    expect(reported(tally, at(MINUTE))).toEqual({ 0: { "304": 1 }, 1: { "304": 2 } });
    expect(reported(tally, at(60 * MINUTE - 1))).toEqual({ 58: { "304": 1 }, 59: { "304": 2 } });
    expect(reported(tally, at(60 * MINUTE))).toEqual({ 59: { "304": 1 } });
    expect(reported(tally, at(61 * MINUTE))).toEqual({});
  });

  it.each([2 * MINUTE, 59 * MINUTE, 60 * MINUTE, 61 * MINUTE, 7 * 86_400_000])(
    "loses nothing that is counted after the clock was set back by %d ms",
    (back) => {
      const tally = createCounters(SEEN_AT);
      for (let minute = -59; minute <= 0; minute += 1) tally.count(seen({ at: at(minute * MINUTE) }));
      for (let minute = 0; minute < 3; minute += 1) tally.count(seen({ at: at(minute * MINUTE - back), status: 200 }));
      const found = reported(tally, at(2 * MINUTE - back));
      for (const ago of [0, 1, 2]) expect(found[ago]?.["200"]).toBe(1);
      for (const { "304": polls = 0 } of Object.values(found)) expect(polls).toBeLessThanOrEqual(1);
    },
  );

  it("has of any sequence on a clock that goes on just what fell into each minute", () => {
    const steps = fc.array(fc.tuple(fc.nat({ max: 5 * MINUTE }), fc.constantFrom(200, 304, 500)), {
      maxLength: 100,
    });
    fc.assert(
      fc.property(steps, (taken) => {
        const tally = createCounters(SEEN_AT);
        const expected: number[] = Array.from({ length: 60 }, () => 0);
        const times: number[] = [];
        let time = 0;
        for (const [step, status] of taken) {
          time += step;
          times.push(time);
          tally.count(seen({ at: at(time), status }));
        }
        const last = Math.floor(time / MINUTE);
        for (const each of times) {
          const ago = last - Math.floor(each / MINUTE);
          if (ago < 60) expected[59 - ago] = (expected[59 - ago] ?? 0) + 1;
        }
        const sums = tally
          .read(at(time))
          .minutes.map(({ polls }) => Object.values(polls).reduce((sum, count) => sum + count, 0));
        expect(sums).toEqual(expected);
      }),
      { seed: 20261123, numRuns: 200 },
    );
  });
});
