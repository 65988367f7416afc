import { describe, expect, it } from "vitest";
import type { AnyField } from "../../../src/article/fields/field.ts";
import type { ValueShape } from "../../../src/article/fields/shape.ts";
import { createLabelledLines } from "../../../src/source/wire/labelled-lines.ts";
import { LineFindings } from "../../../src/source/wire/line-findings.ts";
import { splitLines } from "../../../src/source/wire/lines.ts";

const FIELDS: readonly AnyField<string, ValueShape>[] = [
  { name: "minutes", shape: { kind: "integer", least: 1, most: 9, noun: "a number" }, label: "Minutes" },
  { name: "places", shape: { kind: "list", of: { kind: "text" }, most: 2 }, label: "Place" },
  {
    name: "link",
    shape: {
      kind: "object",
      members: {
        url: { description: "Where.", shape: { kind: "address" } },
        title: { description: "What.", shape: { kind: "text" }, optional: true },
      },
    } satisfies ValueShape,
    label: "Link",
  },
].map(({ label, ...field }) => ({ ...field, description: "A field.", wire: { label } }) as never);

function read(text: string) {
  const findings = new LineFindings();
  const labelled = createLabelledLines(findings, FIELDS);
  const taken = splitLines(text).lines.map(labelled.read);
  const faults = findings.list().map(({ line, column, code }) => `${line}:${column} ${code}`);
  return { taken, values: labelled.values(), faults };
}

describe("lines with a label", () => {
  it("are read in the order of the fields, whatever their own", () => {
    const { values, faults } = read("Link: https://a.example | A | B\nPlace: Kochi\nMinutes: 5\nPlace: Aluva");
    expect(JSON.stringify(values)).toBe(
      '{"minutes":5,"places":["Kochi","Aluva"],"link":{"url":"https://a.example/","title":"A | B"}}',
    );
    expect(faults).toEqual([]);
  });

  it("of a field with one value are there once; a second one is text", () => {
    expect(read("Minutes: 5\nMinutes: 6").taken).toEqual([true, false]);
    expect(read("Minutes: 5\nMinutes: 6").values).toEqual({ minutes: 5 });
  });

  it.each(["Minutes", "minutes: 5", "Minute: 5", "In Minutes: 5", ": 5", "A line."])("%s is none", (line) => {
    expect(read(line)).toEqual({ taken: [false], values: {}, faults: [] });
  });

  it("say nothing where nothing follows the label", () => {
    expect(read("Minutes:\nPlace: ")).toEqual({ taken: [true, true], values: {}, faults: [] });
  });

  it("have their faults told where they stand", () => {
    expect(read("Place: A\n  Minutes:  many").faults).toEqual(["2:13 bad-value"]);
    expect(read("Link: /a | A").faults).toEqual(["1:7 bad-value"]);
    expect(read("Place: A\nPlace: B\nPlace: C\nPlace: D").faults).toEqual(["3:1 bad-value"]);
  });
});
