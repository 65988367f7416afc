import { describe, expect, it } from "vitest";
import { hasShape, type ValueShape } from "../../../src/article/fields/shape.ts";
import { Findings, type LocatedValue } from "../../../src/source/fields/located-value.ts";
import { readValue } from "../../../src/source/fields/read-value.ts";

const LINK: ValueShape = {
  kind: "object",
  members: {
    url: { description: "Where it is.", shape: { kind: "address" } },
    title: { description: "What it is.", shape: { kind: "text" }, optional: true },
  },
};

const LINKS: ValueShape = { kind: "list", of: LINK, most: 2 };

const MINUTES: ValueShape = { kind: "integer", least: 0, most: 59, noun: "a number of minutes" };

/** A value as a parser gives it; numbers of the result are where it begins. */
function located(value: unknown): LocatedValue {
  if (typeof value === "string") return { kind: "text", at: 0, text: value, from: 0 };
  if (typeof value === "number") return { kind: "number", at: 0, number: value };
  if (Array.isArray(value)) return { kind: "list", at: 0, items: value.map(located) };
  if (typeof value !== "object" || value === null) return { kind: "nothing", at: 0 };
  const members = Object.entries(value).map(([key, part]) => ({ key, at: 0, value: located(part) }));
  return { kind: "members", at: 0, members };
}

function read(value: unknown, shape: ValueShape, typed = true, base?: string) {
  const findings = new Findings("source");
  const result = readValue(located(value), "key", shape, { typed, base, findings });
  return { result, messages: findings.list().map(({ message }) => message) };
}

describe("a value of a shape", () => {
  it.each([
    [" Rain ", { kind: "text" }, "Rain"],
    ["  ", { kind: "text" }, undefined],
    [null, LINKS, undefined],
    [59, MINUTES, 59],
    [0, MINUTES, 0],
    ["https://a.example/x y", { kind: "address" }, "https://a.example/x%20y"],
    [[], LINKS, undefined],
    [[{ url: "https://a.example" }], LINKS, [{ url: "https://a.example/" }]],
    [{ title: "A", url: "HTTP://a.example/" }, LINK, { url: "http://a.example/", title: "A" }],
    [{ url: "http://a.example/", title: "" }, LINK, { url: "http://a.example/" }],
  ] as const)("%j is read, and has the shape", (value, shape, expected) => {
    const { result, messages } = read(value, shape);
    expect(messages).toEqual([]);
    expect(result).toEqual(expected);
    if (result !== undefined) expect(hasShape(result, shape)).toBe(true);
  });

  it.each([
    [5, { kind: "text" }, "key: this is not a text"],
    [60, MINUTES, "key is not a number of minutes"],
    [1.5, MINUTES, "key is not a number of minutes"],
    ["5", MINUTES, "key is not a number of minutes"],
    ["ftp://a.example/", { kind: "address" }, "key is not an http or https address"],
    ["/a", { kind: "address" }, "key is not an http or https address"],
    ["https://a.example/", LINK, "key is not an object"],
    [{ url: "https://a.example/" }, LINKS, "key is not a list"],
    [{ title: "A" }, LINK, "key has no url"],
    [{ url: "https://a.example/", size: 5 }, LINK, "key: the key “size” means nothing here"],
    [["a", "b", "c"], { kind: "list", of: { kind: "text" }, most: 2 }, "key has 3 values; it may have 2"],
  ] as const)("%j is not read", (value, shape, message) => {
    expect(read(value, shape).messages).toEqual([message]);
  });

  it.each([
    ["5", MINUTES, 5],
    ["/a", { kind: "address" }, "https://base.example/a"],
    ["https://a.example/", LINKS, [{ url: "https://a.example/" }]],
  ] as const)("%j in front matter may stand for what is typed elsewhere", (value, shape, expected) => {
    expect(read(value, shape, false, "https://base.example/")).toEqual({ result: expected, messages: [] });
  });

  it.each([
    [5, { kind: "text" }],
    ["5", MINUTES],
    ["A", LINKS],
    [["A"], LINKS],
    [{}, LINK],
    [null, LINK],
    [{ url: "A", title: 5 }, LINK],
  ] as const)("%j of a database has not the shape", (value, shape) => {
    expect(hasShape(value, shape)).toBe(false);
  });
});
