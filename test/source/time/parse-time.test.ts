import { describe, expect, it } from "vitest";
import { parseTime } from "../../../src/source/time/parse-time.ts";
import { createZones } from "../../../src/source/time/zone.ts";
import { siteOf } from "../../support/fixtures/content.ts";

/** A written time and the instant that it is. */
type Case = readonly [string, string];

function instantOf(text: string, zones = createZones()): string {
  const reading = parseTime(text, { zones });
  if ("faults" in reading) throw new Error(JSON.stringify(reading.faults));
  return reading.instant.toISOString();
}

function holds(cases: readonly Case[], zones = createZones()): void {
  it.each(cases)("%s is %s", (text, instant) => {
    expect(instantOf(text, zones)).toBe(new Date(instant).toISOString());
  });
}

describe("a time as a desk writes it", () => {
  holds([
    ["23:05 IST, March 31st 2025", "2025-03-31T17:35Z"],
    ["00:10 IST, April 1st 2025", "2025-03-31T18:40Z"],
    ["00:00 IST, January 1st 2025", "2024-12-31T18:30Z"],
    ["23:59 IST, December 31st 2025", "2025-12-31T18:29Z"],
    ["05:29 IST, March 1st 2024", "2024-02-29T23:59Z"],
    ["12:00 IST, February 29th 2024", "2024-02-29T06:30Z"],
    ["12:00 IST, February 29th 2000", "2000-02-29T06:30Z"],
    ["9:05 IST, March 3rd 2025", "2025-03-03T03:35Z"],
    ["12:00 UTC, January 1st 1900", "1900-01-01T12:00Z"],
    ["12:00 UTC, December 31st 9999", "9999-12-31T12:00Z"],
  ]);
});

describe("with AM or PM", () => {
  holds([
    ["12:00 AM UTC, March 3rd 2025", "2025-03-03T00:00Z"],
    ["12:59 AM UTC, March 3rd 2025", "2025-03-03T00:59Z"],
    ["1:00 AM UTC, March 3rd 2025", "2025-03-03T01:00Z"],
    ["11:59 AM UTC, March 3rd 2025", "2025-03-03T11:59Z"],
    ["12:00 PM UTC, March 3rd 2025", "2025-03-03T12:00Z"],
    ["12:30 PM UTC, March 3rd 2025", "2025-03-03T12:30Z"],
    ["1:05 PM UTC, March 3rd 2025", "2025-03-03T13:05Z"],
    ["11:59 PM UTC, March 3rd 2025", "2025-03-03T23:59Z"],
    ["09:05 pm IST, March 3rd 2025", "2025-03-03T15:35Z"],
    ["9:05PM IST, March 3rd 2025", "2025-03-03T15:35Z"],
    ["9:05 p.m. IST, March 3rd 2025", "2025-03-03T15:35Z"],
  ]);
});

describe("the ordinal of the day and the name of the month", () => {
  holds([
    ["12:00 UTC, March 22th 2025", "2025-03-22T12:00Z"],
    ["12:00 UTC, March 1nd 2025", "2025-03-01T12:00Z"],
    ["12:00 UTC, March 3 2025", "2025-03-03T12:00Z"],
    ["12:00 UTC, March 03RD 2025", "2025-03-03T12:00Z"],
    ["12:00 UTC, MARCH 3rd 2025", "2025-03-03T12:00Z"],
    ["12:00 UTC, march 3rd 2025", "2025-03-03T12:00Z"],
    ...[
      ["January", "01"],
      ["February", "02"],
      ["March", "03"],
      ["April", "04"],
      ["May", "05"],
      ["June", "06"],
      ["July", "07"],
      ["August", "08"],
      ["September", "09"],
      ["October", "10"],
      ["November", "11"],
      ["December", "12"],
    ].flatMap(([name = "", number]): Case[] => [
      [`12:00 UTC, ${name} 3rd 2025`, `2025-${number}-03T12:00Z`],
      [`12:00 UTC, ${name.slice(0, 3)} 3rd 2025`, `2025-${number}-03T12:00Z`],
      [`12:00 UTC, ${name.slice(0, 3).toUpperCase()} 3rd 2025`, `2025-${number}-03T12:00Z`],
    ]),
  ]);
});

describe("the zone", () => {
  holds([
    ["12:00 GMT, July 1st 2025", "2025-07-01T12:00Z"],
    ["12:00 utc, July 1st 2025", "2025-07-01T12:00Z"],
    ["12:00 ist, July 1st 2025", "2025-07-01T06:30Z"],
    ["12:00 Asia/Kolkata, July 1st 2025", "2025-07-01T06:30Z"],
    ["12:00 Asia/Calcutta, July 1st 2025", "2025-07-01T06:30Z"],
    ["12:00 Asia/Kathmandu, July 1st 2025", "2025-07-01T06:15Z"],
    ["12:00 Europe/London, July 1st 2025", "2025-07-01T11:00Z"],
    ["12:00 Europe/London, January 1st 2025", "2025-01-01T12:00Z"],
    ["12:00 America/New_York, July 1st 2025", "2025-07-01T16:00Z"],
    ["12:00 Pacific/Kiritimati, July 1st 2025", "2025-06-30T22:00Z"],
    ["12:00 +05:30, July 1st 2025", "2025-07-01T06:30Z"],
    ["12:00 +0530, July 1st 2025", "2025-07-01T06:30Z"],
    ["12:00 -09:30, July 1st 2025", "2025-07-01T21:30Z"],
    ["12:00 +14:00, July 1st 2025", "2025-06-30T22:00Z"],
    ["12:00 +00:00, July 1st 2025", "2025-07-01T12:00Z"],
  ]);
});

describe("ISO 8601 with an offset", () => {
  holds([
    ["2025-03-31T23:05+05:30", "2025-03-31T17:35Z"],
    ["2025-03-31T23:05:00+05:30", "2025-03-31T17:35Z"],
    ["2025-03-31T23:05+0530", "2025-03-31T17:35Z"],
    ["2025-03-31 23:05+05:30", "2025-03-31T17:35Z"],
    ["2025-03-31T17:35Z", "2025-03-31T17:35Z"],
    ["2025-03-31t17:35:07z", "2025-03-31T17:35:07Z"],
    ["2025-03-31T17:35:07.5Z", "2025-03-31T17:35:07.500Z"],
    ["2025-03-31T17:35:07.123456789Z", "2025-03-31T17:35:07.123Z"],
    ["2025-03-31T17:35-03:30", "2025-03-31T21:05Z"],
    ["2024-02-29T23:59+14:00", "2024-02-29T09:59Z"],
  ]);
});

describe("a local time that came twice means the first", () => {
  holds([
    ["01:30 Europe/London, October 26th 2025", "2025-10-26T00:30Z"],
    ["01:00 Europe/London, October 26th 2025", "2025-10-26T00:00Z"],
    ["01:59 Europe/London, October 26th 2025", "2025-10-26T00:59Z"],
    ["02:00 Europe/London, October 26th 2025", "2025-10-26T02:00Z"],
    ["01:30 America/New_York, November 2nd 2025", "2025-11-02T05:30Z"],
    ["02:00 America/New_York, November 2nd 2025", "2025-11-02T07:00Z"],
    ["01:30 Australia/Lord_Howe, April 6th 2025", "2025-04-05T14:30Z"],
    ["01:45 Australia/Lord_Howe, April 6th 2025", "2025-04-05T14:45Z"],
    ["02:00 Australia/Lord_Howe, April 6th 2025", "2025-04-05T15:30Z"],
    ["23:30 IST, October 14th 1945", "1945-10-14T17:00Z"],
  ]);
});

describe("the minutes on either side of a spring gap", () => {
  holds([
    ["00:59 Europe/London, March 30th 2025", "2025-03-30T00:59Z"],
    ["02:00 Europe/London, March 30th 2025", "2025-03-30T01:00Z"],
    ["01:59 America/New_York, March 9th 2025", "2025-03-09T06:59Z"],
    ["03:00 America/New_York, March 9th 2025", "2025-03-09T07:00Z"],
    ["01:59 Australia/Lord_Howe, October 5th 2025", "2025-10-04T15:29Z"],
    ["02:30 Australia/Lord_Howe, October 5th 2025", "2025-10-04T15:30Z"],
    ["23:59 Pacific/Apia, December 29th 2011", "2011-12-30T09:59Z"],
    ["00:00 Pacific/Apia, December 31st 2011", "2011-12-30T10:00Z"],
  ]);
});

describe("India's war time, an hour ahead from September 1942 to October 1945", () => {
  holds([
    ["12:00 Asia/Kolkata, June 1st 1943", "1943-06-01T05:30Z"],
    ["12:00 IST, January 1st 1943", "1943-01-01T05:30Z"],
    ["12:00 IST, December 31st 1943", "1943-12-31T05:30Z"],
    ["12:00 IST, August 31st 1942", "1942-08-31T06:30Z"],
    ["12:00 IST, October 16th 1945", "1945-10-16T06:30Z"],
  ]);
});

describe("zones of site.json", () => {
  describe("IST in Israel", async () => {
    holds(
      [
        ["12:00 IST, July 1st 2025", "2025-07-01T09:00Z"],
        ["12:00 IST, January 1st 2025", "2025-01-01T10:00Z"],
        ["12:00 GMT, January 1st 2025", "2025-01-01T12:00Z"],
      ],
      createZones((await siteOf({ zones: { IST: "Asia/Jerusalem" } })).zones),
    );
  });

  describe("IST in Ireland, written small in the settings", async () => {
    holds(
      [
        ["12:00 IST, July 1st 2025", "2025-07-01T11:00Z"],
        ["12:00 IST, January 1st 2025", "2025-01-01T12:00Z"],
        ["01:30 IST, October 26th 2025", "2025-10-26T00:30Z"],
      ],
      createZones((await siteOf({ zones: { ist: "Europe/Dublin" } })).zones),
    );
  });

  describe("abbreviations of the site's own", async () => {
    holds(
      [
        ["12:00 NPT, July 1st 2025", "2025-07-01T06:15Z"],
        ["12:00 slt, July 1st 2025", "2025-07-01T06:30Z"],
        ["12:00 IST, July 1st 2025", "2025-07-01T06:30Z"],
      ],
      createZones((await siteOf({ zones: { NPT: "Asia/Kathmandu", SLT: "+05:30" } })).zones),
    );
  });
});
