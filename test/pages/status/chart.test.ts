import fc from "fast-check";
import { expect, it } from "vitest";
import { bar, columns, sparkline } from "../../../src/pages/status/chart.ts";
import { attribute, type Element, elementsOf, tableOf, within } from "../../support/readers/page.ts";

/** The strokes of a drawing, by class: from where to where, and at which place across. */
function strokesOf(html: string, drawing: (svg: Element) => boolean): Map<string, number[][]> {
  const svg = elementsOf(html).find((element) => element.tagName === "svg" && drawing(element));
  const paths = svg === undefined ? [] : within(svg, "path");
  return new Map(
    paths.map((path) => {
      const strokes = [...(attribute(path, "d") ?? "").matchAll(/M([\d.]+) ([\d.]+)[VH]([\d.]+)/g)];
      return [attribute(path, "class") ?? "", strokes.map((stroke) => stroke.slice(1).map(Number))];
    }),
  );
}

const KINDS = ["s200", "s304", "s5xx"];

it("each column of a chart is as high as its counts, stacked without a gap, and the table says the same", () => {
  const counts = fc.array(fc.tuple(...KINDS.map(() => fc.nat({ max: 5_000 }))), {
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(counts, (all) => {
      const labels = all.map((_, index) => `c${index}`);
      const series = KINDS.map((kind, index) => ({
        name: kind,
        kind,
        values: all.map((column) => column[index] ?? 0),
      }));
      const html = columns({
        id: "x",
        title: "A chart",
        description: "Of it.",
        unit: "Column",
        labels,
        series,
      }).toString();
      const strokes = strokesOf(html, (svg) => attribute(svg, "role") === "img");
      const totals = all.map((column) => column.reduce((a, b) => a + b, 0));
      const top = Math.max(1, ...totals);
      all.forEach((column, index) => {
        let base = 100;
        KINDS.forEach((kind, place) => {
          const own = strokes.get(kind)?.filter(([across]) => across === index * 2 + 1) ?? [];
          expect(own).toHaveLength((column[place] ?? 0) > 0 ? 1 : 0);
          for (const [, from, to] of own) {
            expect(from).toBe(base);
            base = to ?? 0;
          }
        });
        expect(Math.abs(100 - base - ((totals[index] ?? 0) / top) * 100)).toBeLessThanOrEqual(0.051);
      });
      const rows = tableOf(html, "A chart")?.slice(1) ?? [];
      const shown = all.flatMap((column, index) => (totals[index] ? [[`c${index}`, ...column.map(String)]] : []));
      expect(rows).toEqual(shown);
    }),
    { seed: 5, numRuns: 60 },
  );
});

it("a bar shows its parts beside each other, as long as their share of the whole", () => {
  const html = bar(
    [
      { kind: "s200", value: 10 },
      { kind: "s226", value: 0 },
      { kind: "s304", value: 30 },
    ],
    80,
  ).toString();
  expect([...strokesOf(html, (svg) => attribute(svg, "class") === "bar")]).toEqual([
    ["s200", [[0, 4, 12.5]]],
    ["s304", [[12.5, 4, 50]]],
  ]);
});

it("a sparkline steps to the height of each count, of which the highest fills it and the least is seen", () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 100_000 }), { minLength: 1, maxLength: 60 }), (values) => {
      const html = sparkline(values).toString();
      const svg = elementsOf(html).find((element) => attribute(element, "class") === "spark");
      expect(svg && attribute(svg, "viewBox")).toBe(`0 0 ${values.length} 16`);
      const path = (svg ? within(svg, "path") : []).map((each) => attribute(each, "d") ?? "").join();
      expect(path).toMatch(/^M0 16(?:v-?\d+|h\d+)+V16z$/);
      const heights: number[] = [];
      let height = 0;
      for (const [, step, by] of path.slice(5, -4).matchAll(/([vh])(-?\d+)/g)) {
        if (step === "v") height -= Number(by);
        else heights.push(...Array.from({ length: Number(by) }, () => height));
      }
      expect(heights).toHaveLength(values.length);
      const top = Math.max(1, ...values);
      values.forEach((value, index) => {
        expect(heights[index] === 0).toBe(value === 0);
        expect(Math.abs((heights[index] ?? 0) - (value / top) * 16)).toBeLessThanOrEqual(1);
      });
    }),
    { seed: 7, numRuns: 100 },
  );
});
