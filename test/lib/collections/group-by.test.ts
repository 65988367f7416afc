import fc from "fast-check";
import { expect, it } from "vitest";
import { groupBy } from "../../../src/lib/collections/group-by.ts";

it("groups as Map.groupBy does", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 })), (values) => {
      const keyOf = (value: number) => value % 3;
      expect([...groupBy(values, keyOf)]).toEqual([...Map.groupBy(values, keyOf)]);
    }),
  );
});
