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
      "30 January 2025, 22:30 UTC−03:30",
    ],
    ["standard time by its abbreviation", newYork, "2025-01-15T12:00:00Z", "15 January 2025, 07:00 EST"],
    ["summer time by its offset", newYork, "2025-07-15T12:00:00Z", "15 July 2025, 08:00 UTC−04:00"],
    ["the hour that came twice, first", newYork, "2025-11-02T05:30:00Z", "2 November 2025, 01:30 UTC−04:00"],
    ["the hour that came twice, again", newYork, "2025-11-02T06:30:00Z", "2 November 2025, 01:30 EST"],
    ["Irish standard time, which is that of summer", dublin, "2025-07-15T12:00:00Z", "15 July 2025, 13:00 IST"],
    ["Irish winter", dublin, "2025-01-15T12:00:00Z", "15 January 2025, 12:00 UTC"],
    ["Israel's standard time", jerusalem, "2025-01-15T12:00:00Z", "15 January 2025, 14:00 IST"],
    ["Israel's summer", jerusalem, "2025-07-15T12:00:00Z", "15 July 2025, 15:00 UTC+03:00"],
    [
      "a zone of two abbreviations by its offset",
      { timeZone: "America/New_York", zones: { EST: "America/New_York", EDT: "America/New_York" } },
      "2025-01-15T12:00:00Z",
      "15 January 2025, 07:00 UTC−05:00",
    ],
    [
      "an abbreviation that the site gave to another zone",
      { zones: { IST: "Europe/Dublin" } },
      "2025-01-15T12:00:00Z",
      "15 January 2025, 17:30 UTC+05:30",
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
  const ZONES = [
    "Asia/Kolkata",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Pacific/Apia",
    "Europe/London",
    "Africa/Casablanca",
    "-09:30",
  ];

  it("are those that the runtime's own formatter shows", async () => {
    const [earliest, latest] = [Date.UTC(1975, 0, 1), Date.UTC(2037, 0, 1)];
    for (const timeZone of ZONES) {
      const clock = createPageClock(await siteOf({ timeZone, zones: {} }));
      const formatter = new Intl.DateTimeFormat("en-GB", {
        timeZone,
        day: "numeric",
        month: "long",
        year: "numeric",
        hour: "2-digit",
        minute: "2-digit",
        hourCycle: "h23",
        timeZoneName: "longOffset",
      });
      fc.assert(
        fc.property(fc.integer({ min: earliest, max: latest }), (at) => {
          const parts = Object.fromEntries(formatter.formatToParts(at).map(({ type, value }) => [type, value]));
          const { day, month, year, hour, minute, timeZoneName = "" } = parts;
          const zone =
            timeZone === "Asia/Kolkata" ? "IST" : timeZoneName.replace(/^GMT(?:\+00:00)?/, "UTC").replace("-", "−");
          expect(formatWallTime(clock, new Date(at))).toBe(`${day} ${month} ${year}, ${hour}:${minute} ${zone}`);
        }),
        { seed: 7, numRuns: 150 },
      );
    }
  });
});
