import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { setNewest } from "../../../src/lib/collections/set-newest.ts";

describe("a map that keeps the newest", () => {
  it("has the last value of each of the keys that were set last, in that order", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), fc.nat())), fc.integer({ min: 1, max: 8 }), (entries, max) => {
        const map = new Map<number, number>();
        for (const [key, value] of entries) setNewest(map, key, value, max);
        const last = entries.filter(([key], index) => !entries.slice(index + 1).some(([later]) => later === key));
        expect([...map]).toEqual(last.slice(-max));
      }),
    );
  });
});
