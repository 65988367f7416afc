import * as fc from "fast-check";
import { expect, it } from "vitest";
import { parseSite } from "../../src/site/parse-site.ts";
import { STORED } from "../support/fixtures/content.ts";

/** What holds of the reading of any text; whether it is good. */
async function check(source: string, override?: string): Promise<boolean> {
  const reading = await parseSite(source, STORED, override);
  if ("site" in reading) return true;
  expect(reading.faults.length).toBeGreaterThan(0);
  const lines = source.split(/\r\n|\n|\r/);
  for (const { file, line, column, code, message, hint, severity } of reading.faults) {
    expect([file, severity]).toEqual(["site.json", "error"]);
    expect([code, message, hint].every((each) => each !== "")).toBe(true);
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lines.length);
    expect(column).toBeGreaterThanOrEqual(1);
    expect(column).toBeLessThanOrEqual([...(lines[line - 1] ?? "")].length + 1);
  }
  return false;
}

it("any string is read to a site or to faults within the text", { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }), fc.json()),
      async (source) => {
        expect(await check(source)).toBe(false);
      },
    ),
    { seed: 8, numRuns: 1_500 },
  );
});

it("any pieces of JSON are read to a site or to faults within the text", { timeout: 60_000 }, async () => {
  const piece = fc.constantFrom(
    ...['{"title":"T",', '"address":"https://a.example"', "{", "}", "[", "]", ",", ":", '"', '"x"', "1", "-", "1e"],
    ...["0x1", "1.", "null", "\\", "\\u00e", "//", "/*", "\n", "\r\n", " ", "\ufeff", "\u{1f600}", "\u0000"],
    ...["\u2028", "\u00a0", "\f", "tru", "Infinity", "'"],
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
      await check(pieces.join(""));
    }),
    { seed: 9, numRuns: 4_000 },
  );
});

const NAMES = ["title", "description", "address", "language", "authority", "authoritySince", "copyright"];
const MORE = ["icon", "author", "pageSize", "zones", "categories", "hubs", "cache", "$schema", "other", "__proto__"];

it("any values of settings are read to a site or to faults within the text, and both come about", {
  timeout: 60_000,
}, async () => {
  const value = fc.oneof(
    fc.jsonValue(),
    fc.string({ unit: "grapheme" }),
    fc.integer({ min: -5, max: 200 }),
    fc.webUrl(),
    fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.record({ slug: fc.string(), order: fc.double() }))),
    fc.dictionary(fc.stringMatching(/^[A-Z]{2,4}$/), fc.constantFrom("Asia/Kolkata", "+05:30", "Mars/X")),
    fc.dictionary(fc.stringMatching(/^[A-Z][a-z]+$/), fc.constant({})),
    fc.constantFrom("hi", "example.org", "2024-01-01"),
  );
  let good = 0;
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.constantFrom(...NAMES, ...MORE), value, { maxKeys: 4 }),
      fc.constantFrom(0, 1, 4),
      fc.option(fc.oneof(fc.webUrl(), fc.string()), { nil: undefined }),
      async (settings, indent, override) => {
        const source = { title: "T", address: "https://a.example", ...settings };
        runs += 1;
        if (await check(JSON.stringify(source, null, indent), override)) good += 1;
      },
    ),
    { seed: 10, numRuns: 1_500 },
  );
  expect(good).toBeGreaterThan(50);
  expect(runs - good).toBeGreaterThan(500);
});
