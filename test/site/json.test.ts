import { describe, expect, it } from "vitest";
import { MAX_SITE_BYTES, parseSite } from "../../src/site/parse-site.ts";
import { STORED } from "../support/fixtures/content.ts";
import { faultsOf } from "./reading.ts";

const GOOD = '"title": "T", "address": "https://a.example"';

describe("what is not JSON is named by line and column", () => {
  it.each([
    ["an empty file", "", 1, 1],
    ["only blanks", "  \n ", 2, 2],
    ["a comma too many", `{${GOOD},}`, 1, 47],
    ["a comma too few", '{\n  "title": "T"\n  "address": "https://a.example"\n}', 3, 3],
    ["a colon too few", '{\n  "title" "T"\n}', 2, 11],
    ["a brace too few", `{\n${GOOD}\n`, 3, 1],
    ["a brace too many", `{${GOOD}}}`, 1, 47],
    ["a comment", `{\n  // a note\n${GOOD}}`, 2, 3],
    ["another comment", `{${GOOD} /* a note */}`, 1, 47],
    ["single quotes", `{'title': "T"}`, 1, 2],
    ["a name without quotes", `{title: "T"}`, 1, 2],
    ["a line end in a text", '{"title": "T\n"}', 1, 11],
    ["an escape that is none", '{\n"title": "\\x41"}', 2, 10],
    ["half an escape", '{"title": "\\u12"}', 1, 11],
    ["a control character in a text", '{"title": "\u0001"}', 1, 11],
    ["a value that is none", '{"title": undefined}', 1, 11],
    ["NaN", '{"pageSize": NaN}', 1, 14],
    ["a number with a nought in front", '{"pageSize": 050}', 1, 15],
    ["something behind it", `{${GOOD}}\nx`, 2, 1],
    ["a merge conflict", `{\n<<<<<<< HEAD\n${GOOD}\n}`, 2, 1],
  ])("%s", async (_, source, line, column) => {
    const faults = await faultsOf(source);
    expect(faults[0]).toMatchObject({ file: "site.json", line, column, code: "bad-json", severity: "error" });
    expect(faults[0]?.message).toMatch(/^this is not JSON here: [a-z]/);
    expect(faults[0]?.hint).not.toBe("");
    expect(() => JSON.parse(source)).toThrow(SyntaxError);
  });
});

it.each(["[", '{"a":', '[{"a":'])("%s again and again is a fault, not a crash", async (opening) => {
  const faults = await faultsOf(opening.repeat(100_000));
  expect(faults[0]).toMatchObject({ file: "site.json", severity: "error" });
});

it("a member that stands deep inside is a fault, not a crash", async () => {
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  const faults = await faultsOf(`{${GOOD}, "hubs": ${deep}}`);
  expect(faults[0]).toMatchObject({ file: "site.json", severity: "error" });
});

describe("the size of the file", () => {
  const padded = (bytes: number) => `{${GOOD}}`.padEnd(bytes);

  it("may be the cap", async () => {
    expect(await faultsOf(padded(MAX_SITE_BYTES))).toEqual([]);
  });

  it("may not be more", async () => {
    expect(await faultsOf(padded(MAX_SITE_BYTES + 1))).toMatchObject([
      { line: 1, column: 1, code: "too-large", message: expect.stringContaining(String(MAX_SITE_BYTES)) },
    ]);
  });

  it("is counted in bytes", async () => {
    const description = "न".repeat(MAX_SITE_BYTES / 2);
    expect(await faultsOf(`{${GOOD}, "description": "${description}"}`)).toMatchObject([{ code: "too-large" }]);
  });
});

it("a good file has a site and no faults", async () => {
  expect(Object.keys(await parseSite(`{${GOOD}}`, STORED))).toEqual(["site"]);
});
