import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDate } from "../../src/import/parse-date.ts";
import { createZones } from "../../src/source/time/zone.ts";

const ZONES = createZones();

const read = (text: string, zones = ZONES) => parseDate(text, zones)?.toISOString();

describe("a time in a feed", () => {
  it.each([
    ["Mon, 31 Mar 2025 23:05:07 +0530", "2025-03-31T17:35:07.000Z"],
    ["31 Mar 2025 23:05 +05:30", "2025-03-31T17:35:00.000Z"],
    ["Monday, 31 March 2025 23:05:07 IST", "2025-03-31T17:35:07.000Z"],
    ["Mon,  31 Mar 25 17:35:07 GMT", "2025-03-31T17:35:07.000Z"],
    ["Sun, 06 Nov 94 08:49:37 GMT", "1994-11-06T08:49:37.000Z"],
    ["Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37.000Z"],
    ["1 Jul 2024 12:00 EDT", "2024-07-01T16:00:00.000Z"],
    ["Tue, 1 Jul 2025 00:00:00 -0000", "2025-07-01T00:00:00.000Z"],
    ["2025-03-31T23:05+05:30", "2025-03-31T17:35:00.000Z"],
    ["2025-03-31T23:05:07.123456+05:30", "2025-03-31T17:35:07.123Z"],
    ["2025-03-31T23:05:07+05", "2025-03-31T18:05:07.000Z"],
    ["2025-03-31 23:05:07 +0530", "2025-03-31T17:35:07.000Z"],
    ["2025-03-31", "2025-03-31T00:00:00.000Z"],
    ["23:05 IST, March 31st 2025", "2025-03-31T17:35:00.000Z"],
    ["\n 2025-03-31T17:35:00Z ", "2025-03-31T17:35:00.000Z"],
  ])("%j is %s", (written, instant) => {
    expect(read(written)).toBe(instant);
  });

  it.each([
    "",
    "last Tuesday",
    "2025-03-31T23:05:00",
    "Mon, 31 Mar 2025 23:05:00",
    "Mon, 31 Mar 2025 23:05:00 XYZ",
    "Sun, 30 Feb 2025 23:05:00 GMT",
    "Mon, 31 Mar 2025 25:05:00 GMT",
    "Mon, 30 Nov -0001 00:00:00 +0000",
    "0000-00-00 00:00:00",
    "1743442500",
  ])("%j is none: nothing is guessed", (written) => {
    expect(read(written)).toBeUndefined();
  });

  it("has the zones of the site before those of mail", () => {
    expect(read("1 Jul 2024 12:00:00 CST", createZones({ CST: "Asia/Shanghai" }))).toBe("2024-07-01T04:00:00.000Z");
  });

  it("comes back from every way of writing it", () => {
    const instants = fc.date({
      min: new Date("1970-01-01T00:00:00Z"),
      max: new Date("2199-12-31T00:00:00Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, (date) => {
        const whole = new Date(Math.floor(date.getTime() / 1000) * 1000);
        expect(read(whole.toUTCString())).toBe(whole.toISOString());
        expect(read(whole.toISOString())).toBe(whole.toISOString());
      }),
      { seed: 20250331 },
    );
  });
});
