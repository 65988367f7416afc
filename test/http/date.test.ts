import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseHttpDate } from "../../src/http/http-date.ts";
import { NOW } from "../support/fixtures/content.ts";

const RUNS = { seed: 20_250_331, numRuns: 2_000 };
const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** Whole seconds between two years. */
const instants = (from: number, to: number) =>
  fc
    .integer({ min: Date.UTC(from, 0, 1) / 1000, max: Date.UTC(to, 0, 1) / 1000 - 1 })
    .map((time) => new Date(time * 1000));

function parts(time: Date) {
  const [weekday = "", day = "", month = "", year = "", clock = ""] = time.toUTCString().split(" ");
  return { weekday: weekday.slice(0, 3), day, month, year, clock };
}

describe("an HTTP-date", () => {
  it("of the usual form reads as the instant that it was written from", () => {
    fc.assert(
      fc.property(instants(1000, 10_000), (time) => {
        expect(parseHttpDate(time.toUTCString(), NOW)).toBe(time.getTime());
      }),
      RUNS,
    );
  });

  it("of asctime's form reads as the instant that it was written from", () => {
    fc.assert(
      fc.property(instants(1000, 10_000), (time) => {
        const { weekday, day, month, year, clock } = parts(time);
        const text = `${weekday} ${month} ${day.replace(/^0/, " ")} ${clock} ${year}`;
        expect(parseHttpDate(text, NOW)).toBe(time.getTime());
      }),
      RUNS,
    );
  });

  it("of RFC 850's form reads as the instant within fifty years ahead and fifty back", () => {
    fc.assert(
      fc.property(instants(1977, 2077), (time) => {
        const { day, month, year, clock } = parts(time);
        const text = `${DAYS[time.getUTCDay()]}, ${day}-${month}-${year.slice(2)} ${clock} GMT`;
        expect(parseHttpDate(text, NOW)).toBe(time.getTime());
      }),
      RUNS,
    );
  });

  it.each([
    ["Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37.000Z"],
    ["Sun Nov  6 08:49:37 1994", "1994-11-06T08:49:37.000Z"],
    ["Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37.000Z"],
    ["Thu, 29 Feb 2024 00:00:00 GMT", "2024-02-29T00:00:00.000Z"],
    ["Sat, 31 Dec 2016 23:59:60 GMT", "2017-01-01T00:00:00.000Z"],
    ["Friday, 31-Dec-76 23:59:59 GMT", "2076-12-31T23:59:59.000Z"],
    ["Saturday, 01-Jan-77 00:00:00 GMT", "1977-01-01T00:00:00.000Z"],
  ])("“%s” is %s", (text, iso) => {
    expect(new Date(parseHttpDate(text, NOW) ?? Number.NaN).toISOString()).toBe(iso);
  });

  it.each([
    "",
    "yesterday",
    "0",
    "1732341600",
    "2024-02-29T00:00:00Z",
    "Thu, 29 Feb 2023 00:00:00 GMT",
    "Thu, 31 Apr 2024 00:00:00 GMT",
    "Thu, 00 Jan 2024 00:00:00 GMT",
    "Thu, 01 Foo 2024 00:00:00 GMT",
    "Thu, 01 Jan 2024 24:00:00 GMT",
    "Thu, 01 Jan 2024 23:60:00 GMT",
    "Thu, 01 Jan 2024 23:00:61 GMT",
    "Thu, 01 Jan 2024 00:00:00 UTC",
    "Thu, 01 Jan 2024 00:00:00 +0000",
    "Thu, 01 Jan 2024 00:00:00",
    "Thu, 1 Jan 2024 00:00:00 GMT",
    "Thu, 01 Jan 24 00:00:00 GMT",
    "thu, 01 jan 2024 00:00:00 gmt",
    "Thu, 01 Jan 2024 00:00:00 GMT, Fri, 02 Jan 2024 00:00:00 GMT",
    "Thursday, 01-Jan-2024 00:00:00 GMT",
    "Thu Jan 1 00:00:00 2024",
  ])("“%s” is none", (text) => {
    expect(parseHttpDate(text, NOW)).toBeUndefined();
  });

  it("is none in whatever else may be sent", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        expect(parseHttpDate(text, NOW)).toBeUndefined();
      }),
      RUNS,
    );
  });
});
