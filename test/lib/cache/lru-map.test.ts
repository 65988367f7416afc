import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LruMap } from "../../../src/lib/cache/lru-map.ts";

describe("a map of what was used last", () => {
  it("drops what was used least recently once it has too many entries", () => {
    const map = new LruMap<number>({ max: 2 });
    map.set("a", 1);
    map.set("b", 2);
    expect(map.get("a")).toBe(1);
    map.set("c", 3);
    expect(map.entries()).toEqual([
      ["c", 3],
      ["a", 1],
    ]);
    expect(map.get("b")).toBeUndefined();
  });

  it("does not keep what is too large by itself, nor what was there before under its name", () => {
    const map = new LruMap<string>({ maxSize: 5, sizeOf: (value, key) => value.length + key.length });
    map.set("a", "1234");
    map.set("b", "");
    expect(map.entries()).toEqual([["b", ""]]);
    map.set("b", "12345");
    expect(map.entries()).toEqual([]);
  });

  it("has what a list has that is cut at the limits, whatever is done to it", () => {
    const key = fc.constantFrom("a", "b", "c", "d", "e");
    const steps = fc.array(
      fc.oneof(
        fc.record({ kind: fc.constant("get" as const), key }),
        fc.record({ kind: fc.constant("delete" as const), key }),
        fc.record({ kind: fc.constant("clear" as const), key }),
        fc.record({ kind: fc.constant("set" as const), key, size: fc.integer({ min: 0, max: 7 }) }),
      ),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 9 }), (all, max, maxSize) => {
        const map = new LruMap<number>({ max, maxSize, sizeOf: (value) => value });
        let list: (readonly [string, number])[] = [];
        for (const step of all) {
          const found = list.find(([name]) => name === step.key);
          if (step.kind === "get") expect(map.get(step.key)).toBe(found?.[1]);
          else if (step.kind === "set") map.set(step.key, step.size);
          else if (step.kind === "delete") map.delete(step.key);
          else map.clear();
          if (step.kind === "clear") list = [];
          else if (step.kind !== "get" || found !== undefined) list = list.filter((each) => each !== found);
          if (step.kind === "get" && found !== undefined) list.unshift(found);
          if (step.kind === "set" && step.size <= maxSize) list.unshift([step.key, step.size]);
          while (list.length > max || list.reduce((sum, [, size]) => sum + size, 0) > maxSize) list.pop();
          expect(map.entries()).toEqual(list);
        }
      }),
      { seed: 20261128 },
    );
  });
});
