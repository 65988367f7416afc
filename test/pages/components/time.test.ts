import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPageClock, dayElement, formatWallTime, timeElement } from "../../../src/pages/components/time.ts";
import { siteOf } from "../../support/fixtures/content.ts";

const shown = async (settings: Record<string, unknown>, instant: string) =>
  formatWallTime(createPageClock(await siteOf(settings)), new Date(instant));

describe("an instant for people", () => {
  const newYork = { timeZone: "America/New_York", zones: { EST: "America/New_York" } };
  const dublin = { timeZone: "Europe/Dublin", zones: { IST: "Europe/Dublin" } };
  const jerusalem = { timeZone: "Asia/Jerusalem", zones: { IST: "Asia/Jerusalem" } };

  it.each([
    ["the site's zone by its abbreviation", {}, "2025-03-31T17:35:00Z", "31 March 2025, 23:05 IST"],
    ["the next day there", {}, "2025-03-31T18:40:00Z", "1 April 2025, 00:10 IST"],
    ["the next year there", {}, "2025-12-31T18:30:00Z", "1 January 2026, 00:00 IST"],
    ["UTC", { timeZone: "+00:00" }, "2025-03-31T17:35:59Z", "31 March 2025, 17:35 UTC"],
    [
      "UTC by a name without an abbreviation",
      { timeZone: "Etc/UTC" },
      "2025-03-31T17:35:00Z",
      "31 March 2025, 17:35 UTC",
    ],
    ["an offset", { timeZone: "+05:45" }, "2025-03-31T17:35:00Z", "31 March 2025, 23:20 UTC+05:45"],
    [
      "a zone without an abbreviation",
      { timeZone: "Asia/Kathmandu" },
      "2025-03-31T17:35:00Z",
      "31 March 2025, 23:20 UTC+05:45",
    ],
    [
      "a negative offset of half hours",
      { timeZone: "America/St_Johns" },
      "2025-01-31T02:00:00Z",
      "30 January 2025, 22:30 NST",
    ],
    ["standard time by its abbreviation", newYork, "2025-01-15T12:00:00Z", "15 January 2025, 07:00 EST"],
    ["summer time by its own abbreviation", newYork, "2025-07-15T12:00:00Z", "15 July 2025, 08:00 EDT"],
    ["the hour that came twice, first", newYork, "2025-11-02T05:30:00Z", "2 November 2025, 01:30 EDT"],
    ["the hour that came twice, again", newYork, "2025-11-02T06:30:00Z", "2 November 2025, 01:30 EST"],
    ["Irish standard time, which is that of summer", dublin, "2025-07-15T12:00:00Z", "15 July 2025, 13:00 IST"],
    ["Irish winter", dublin, "2025-01-15T12:00:00Z", "15 January 2025, 12:00 GMT"],
    ["Israel's standard time", jerusalem, "2025-01-15T12:00:00Z", "15 January 2025, 14:00 IST"],
    ["Israel's summer", jerusalem, "2025-07-15T12:00:00Z", "15 July 2025, 15:00 IDT"],
    [
      "a zone of two abbreviations by that of the season",
      { timeZone: "America/New_York", zones: { EST: "America/New_York", EDT: "America/New_York" } },
      "2025-01-15T12:00:00Z",
      "15 January 2025, 07:00 EST",
    ],
    [
      "an abbreviation that the site gave to another zone",
      { zones: { IST: "Europe/Dublin" } },
      "2025-01-15T12:00:00Z",
      "15 January 2025, 17:30 UTC+05:30",
    ],
    [
      "a season's abbreviation that the site gave to another zone",
      { timeZone: "America/New_York", zones: { EDT: "Australia/Sydney" } },
      "2025-07-15T12:00:00Z",
      "15 July 2025, 08:00 UTC−04:00",
    ],
    [
      "American English",
      { language: "en-US", timeZone: "America/New_York" },
      "2025-02-01T02:05:00Z",
      "January 31, 2025, 9:05 PM EST",
    ],
    [
      "American English at noon",
      { language: "en-US", timeZone: "America/New_York" },
      "2025-07-15T16:00:00Z",
      "July 15, 2025, 12:00 PM EDT",
    ],
    ["American English at midnight", { language: "en-US" }, "2025-07-14T18:30:00Z", "July 15, 2025, 12:00 AM IST"],
    [
      "British English",
      { language: "en-GB", timeZone: "Europe/London" },
      "2025-07-15T12:00:00Z",
      "15 July 2025, 13:00 BST",
    ],
    ["a Hindi site", { language: "hi" }, "2025-03-31T17:35:00Z", "31 मार्च 2025, 23:05 IST"],
  ])("shows %s", async (_, settings, instant, expected) => {
    expect(await shown(settings, instant)).toBe(expected);
  });

  it("is exact for programs, whole or with only the day to be seen", async () => {
    const clock = createPageClock(await siteOf());
    const instant = new Date("2025-03-31T18:40:07.080Z");
    const open = '<time datetime="2025-03-31T18:40:07.080Z">';
    expect(String(timeElement(clock, instant))).toBe(`${open}1 April 2025, 00:10 IST</time>`);
    expect(String(dayElement(clock, instant))).toBe(`${open}1 April 2025</time>`);
  });
});

describe("times of any zone", () => {
  /** Each with the language in which the runtime has an abbreviation for it (CLDR). */
  const ZONES = [
    ["Asia/Kolkata", "en-IN"],
    ["America/New_York", "en-US"],
    ["America/Chicago", "en-US"],
    ["America/Phoenix", "en-US"],
    ["America/Los_Angeles", "en-US"],
    ["Pacific/Honolulu", "en-US"],
    ["America/Halifax", "en-CA"],
    ["America/St_Johns", "en-CA"],
    ["America/Vancouver", "en-CA"],
    ["America/Bogota", "en-US"],
    ["America/Sao_Paulo", "en-US"],
    ["Europe/London", "en-GB"],
    ["Europe/Dublin", "en-IE"],
    ["Europe/Paris", "en-GB"],
    ["Europe/Athens", "en-GB"],
    ["Australia/Sydney", "en-AU"],
    ["Australia/Adelaide", "en-AU"],
    ["Pacific/Auckland", "en-NZ"],
    ["Asia/Tokyo", "ja"],
    ["Asia/Singapore", "en-SG"],
    ["Africa/Johannesburg", "en-ZA"],
    ["Pacific/Chatham", "en-GB"],
    ["-09:30", "en-GB"],
  ] as const;

  it.each(ZONES)("are those that the runtime's own formatter shows: %s", async (timeZone, language) => {
    const [earliest, latest] = [Date.UTC(1990, 0, 1), Date.UTC(2037, 0, 1)];
    const clock = createPageClock(await siteOf({ timeZone }));
    const format = {
      timeZone,
      day: "numeric",
      month: "long",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
    } as const;
    const formatter = new Intl.DateTimeFormat("en-GB", { ...format, hourCycle: "h23", timeZoneName: "longOffset" });
    const named = new Intl.DateTimeFormat(language, { timeZone, timeZoneName: "short" });
    const partsOf = (formatter: Intl.DateTimeFormat, at: number) =>
      Object.fromEntries(formatter.formatToParts(at).map(({ type, value }) => [type, value]));
    fc.assert(
      fc.property(fc.integer({ min: earliest, max: latest }), (at) => {
        const { day, month, year, hour, minute, timeZoneName = "" } = partsOf(formatter, at);
        const { timeZoneName: name = "" } = partsOf(named, at);
        const offset = timeZoneName.replace(/^GMT(?:\+00:00)?/, "UTC").replace("-", "−");
        const zone = /^[A-Z]{3,4}$/.test(name) ? name : offset;
        expect(formatWallTime(clock, new Date(at))).toBe(`${day} ${month} ${year}, ${hour}:${minute} ${zone}`);
      }),
      { seed: 7, numRuns: 150 },
    );
  });
});
