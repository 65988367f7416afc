import * as fc from "fast-check";
import { expect, it } from "vitest";
import { formatTime, parseTime } from "../../../src/source/time/parse-time.ts";
import { createZones } from "../../../src/source/time/zone.ts";

const KNOWN = createZones();

const MINUTE = 60_000;

/** Zones with every kind of change: whole and half hours, in both hemispheres, over the date line, and none. */
const ZONES = [
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Asia/Jerusalem",
  "Europe/London",
  "Europe/Dublin",
  "America/New_York",
  "America/St_Johns",
  "America/Sao_Paulo",
  "Africa/Casablanca",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Pacific/Chatham",
  "Pacific/Kiritimati",
  "Antarctica/Troll",
];

/** Changes of those zones, so that the hours around them are tried as often as all others. */
const CHANGES = [
  "2025-10-26T01:00Z",
  "2025-03-30T01:00Z",
  "2025-11-02T06:00Z",
  "2025-03-09T07:00Z",
  "2025-04-05T15:00Z",
  "2025-10-04T15:30Z",
  "2011-12-30T10:00Z",
  "2025-11-02T04:30Z",
  "2018-02-18T02:00Z",
  "2025-04-05T14:00Z",
  "2025-02-23T02:00Z",
  "2025-04-06T02:00Z",
].map((text) => Date.parse(text));

/** From 1973, as offsets had seconds before, to a year in which all rules still hold. */
const instants = fc.oneof(
  fc.integer({ min: Date.parse("1973-01-01T00:00Z"), max: Date.parse("2037-12-31T00:00Z") }),
  fc
    .tuple(fc.constantFrom(...CHANGES), fc.integer({ min: -10_800_000, max: 10_800_000 }))
    .map(([change, shift]) => change + shift),
);

/** What the platform says that a zone's clocks and calendars show, put together as a desk would. */
function shown(instant: number, zone: string): string {
  const { hour, minute, month, day, year } = Object.fromEntries(
    new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      hour: "2-digit",
      minute: "2-digit",
      month: "long",
      day: "numeric",
      year: "numeric",
    })
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  return `${hour}:${minute} ${zone}, ${month} ${day} ${year}`;
}

it("an instant is written as the clocks of its zone show it", { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(instants, fc.constantFrom(...ZONES), (instant, zone) => {
      const text = formatTime(new Date(instant), zone, KNOWN);
      expect(text.replace(/(?<=\d)(?:st|nd|rd|th)(?= )/, "")).toBe(shown(instant, zone));
    }),
    { seed: 1, numRuns: 3_000 },
  );
});

it("a written instant reads back to its minute, or to the first that shows the same time", {
  timeout: 60_000,
}, () => {
  let twice = 0;
  fc.assert(
    fc.property(instants, fc.constantFrom(...ZONES), (instant, zone) => {
      const minute = Math.floor(instant / MINUTE) * MINUTE;
      const text = formatTime(new Date(instant), zone, KNOWN);
      const reading = parseTime(text, { zones: KNOWN });
      if ("faults" in reading) throw new Error(JSON.stringify(reading.faults));
      const first = reading.instant.getTime();
      // No clock was ever put back by anything but 30 minutes, an hour or two in these years and zones.
      const earlier = [30, 60, 120].map((minutes) => minute - minutes * MINUTE);
      const same = earlier.filter((candidate) => shown(candidate, zone) === shown(minute, zone));
      twice += same.length;
      expect(new Date(first)).toEqual(new Date(Math.min(minute, ...same)));
    }),
    { seed: 2, numRuns: 3_000 },
  );
  expect(twice, "local times that came twice were tried").toBeGreaterThan(20);
});

it("the day's ordinal is the right one", () => {
  const days = Array.from({ length: 31 }, (_, index) => new Date(Date.UTC(2025, 0, index + 1)));
  const written = days.map((day) => formatTime(day, "UTC", KNOWN).split(" ")[3]);
  expect(written.join(" ")).toBe(
    "1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th 11th 12th 13th 14th 15th 16th 17th 18th 19th 20th " +
      "21st 22nd 23rd 24th 25th 26th 27th 28th 29th 30th 31st",
  );
});

it("an abbreviation is written as it is given, and stands for what the table says", () => {
  const instant = new Date("2025-03-31T17:35:59.999Z");
  expect(formatTime(instant, "IST", createZones({ IST: "Asia/Kolkata" }))).toBe("23:05 IST, March 31st 2025");
  expect(formatTime(instant, "IST", createZones({ IST: "Europe/Dublin" }))).toBe("18:35 IST, March 31st 2025");
  expect(formatTime(instant, "+14:00", KNOWN)).toBe("07:35 +14:00, April 1st 2025");
});

it("an instant is not written in a zone that nobody knows", () => {
  expect(() => formatTime(new Date(0), "XST", KNOWN)).toThrow(RangeError);
});
