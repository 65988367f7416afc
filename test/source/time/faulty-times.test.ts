import { describe, expect, it } from "vitest";
import { BODY, found, PUBLISHED, read } from "../reading.ts";

/** A time as it is written, the faults it has, and the column of each, counted from 1 within the time. */
type Case = readonly [string, ...(readonly (readonly [string, number])[])];

const CASES: readonly Case[] = [
  ["23:05 IST, February 30th 2025", ["no-such-day", 21]],
  ["23:05 IST, February 29th 2025", ["no-such-day", 21]],
  ["23:05 IST, February 29th 1900", ["no-such-day", 21]],
  ["23:05 IST, April 31st 2025", ["no-such-day", 18]],
  ["23:05 IST, June 31st 2025", ["no-such-day", 17]],
  ["23:05 IST, March 32nd 2025", ["no-such-day", 18]],
  ["23:05 IST, March 0 2025", ["no-such-day", 18]],
  ["23:05 IST, Smarch 3rd 2025", ["no-such-day", 12]],
  ["23:05 IST, Ma 3rd 2025", ["no-such-day", 12]],
  ["24:00 IST, March 31st 2025", ["no-such-hour", 1]],
  ["99:05 IST, March 31st 2025", ["no-such-hour", 1]],
  ["23:60 IST, March 31st 2025", ["no-such-hour", 4]],
  ["13:05 PM IST, March 31st 2025", ["no-such-hour", 1]],
  ["0:05 AM IST, March 31st 2025", ["no-such-hour", 1]],
  ["00:05 PM IST, March 31st 2025", ["no-such-hour", 1]],
  ["9:60 AM IST, March 31st 2025", ["no-such-hour", 3]],
  ["23:05 XST, March 31st 2025", ["unknown-zone", 7]],
  ["23:05 Kolkata, March 31st 2025", ["unknown-zone", 7]],
  ["23:05 constructor, March 31st 2025", ["unknown-zone", 7]],
  ["23:05 __proto__, March 31st 2025", ["unknown-zone", 7]],
  ["23:05 Asia/Atlantis, March 31st 2025", ["unknown-zone", 7]],
  ["23:05 +15:00, March 31st 2025", ["unknown-zone", 7]],
  ["23:05 -05:60, March 31st 2025", ["unknown-zone", 7]],
  ["23:05 IST, March 31st 1899", ["no-such-year", 23]],
  ["yesterday evening", ["bad-time", 1]],
  ["23:05 IST, March 31st 25", ["bad-time", 23]],
  ["23:05 IST, March 31st 2025 or so", ["bad-time", 28]],
  // A zone is missing.
  ["23:05, March 31st 2025", ["unknown-zone", 6]],
  ["11:05 pm, March 31st 2025", ["unknown-zone", 6]],
  ["noon, March 31st 2025", ["unknown-zone", 22]],
  ["March 31st 2025, 23:05", ["unknown-zone", 23]],
  // Another part is missing, or two are there.
  ["23:05 IST", ["bad-time", 10]],
  ["23:05 IST, March 31", ["bad-time", 20]],
  ["23:05 IST, March 2025", ["bad-time", 22]],
  ["23:05 IST, 31 2025", ["bad-time", 19]],
  ["IST, March 31st 2025", ["bad-time", 21]],
  ["23:05 IST, March 31st 2025, April 1st", ["bad-time", 29]],
  ["23:05 IST, 2024, March 31st 2025", ["bad-time", 29]],
  ["23:05 23:06 IST, March 31st 2025", ["bad-time", 7]],
  ["23:05 IST (UTC+05:00), March 31st 2025", ["bad-time", 12]],
  // What the parts say does not agree.
  ["23:05 IST, Tuesday, March 31st 2025", ["no-such-day", 12]],
  ["23:05 IST, मंगलवार, 31 मार्च 2025", ["no-such-day", 12]],
  ["11 noon IST, March 31st 2025", ["no-such-hour", 1]],
  ["रात 4:05 बजे IST, 31 मार्च 2025", ["no-such-hour", 5]],
  // Figures alone: the day is first.
  ["23:05 IST, 03/31/2025", ["no-such-day", 15]],
  ["23:05 IST, 31/03/25", ["bad-time", 12]],
  ["23:05 IST, 31 03 2025", ["bad-time", 15]],
  ["1743440700", ["bad-time", 1]],
  ["2025-03-31T23:05", ["unknown-zone", 17]],
  ["2025-03-31T23:05:00", ["unknown-zone", 20]],
  ["2025-03-31T23:05+15:00", ["unknown-zone", 17]],
  ["2025-02-30T23:05+05:30", ["no-such-day", 9]],
  ["2025-13-01T23:05+05:30", ["no-such-day", 6]],
  ["2025-03-31T24:00+05:30", ["no-such-hour", 12]],
  ["2025-03-31T23:60+05:30", ["no-such-hour", 15]],
  ["2025-03-31T23:05:60+05:30", ["no-such-hour", 18]],
  ["1899-03-31T23:05+05:30", ["no-such-year", 1]],
  ["2025-03-31", ["bad-time", 11]],
  // Spring gaps: their first minute, one inside and their last.
  ["01:00 Europe/London, March 30th 2025", ["no-such-time", 1]],
  ["01:30 Europe/London, March 30th 2025", ["no-such-time", 1]],
  ["01:59 Europe/London, March 30th 2025", ["no-such-time", 1]],
  ["02:00 America/New_York, March 9th 2025", ["no-such-time", 1]],
  ["02:30 America/New_York, March 9th 2025", ["no-such-time", 1]],
  ["02:59 America/New_York, March 9th 2025", ["no-such-time", 1]],
  ["02:00 Australia/Lord_Howe, October 5th 2025", ["no-such-time", 1]],
  ["02:15 Australia/Lord_Howe, October 5th 2025", ["no-such-time", 1]],
  ["02:29 Australia/Lord_Howe, October 5th 2025", ["no-such-time", 1]],
  ["00:30 IST, September 1st 1942", ["no-such-time", 1]],
  // Days that were left out whole when a date line moved.
  ["12:00 Pacific/Apia, December 30th 2011", ["no-such-time", 1]],
  ["12:00 Pacific/Kwajalein, August 21st 1993", ["no-such-time", 1]],
  // Several at once, in the order in which they stand.
  [
    "25:61 XST, Smarch 31st 1800",
    ["no-such-hour", 1],
    ["no-such-hour", 4],
    ["unknown-zone", 7],
    ["no-such-day", 12],
    ["no-such-year", 24],
  ],
  ["24:00 XST, February 30th 2025", ["no-such-hour", 1], ["unknown-zone", 7], ["no-such-day", 21]],
  [
    "2025-02-30T24:60:60",
    ["no-such-day", 9],
    ["no-such-hour", 12],
    ["no-such-hour", 15],
    ["no-such-hour", 18],
    ["unknown-zone", 20],
  ],
  // Columns count characters, not code units: both letters here lie outside the Basic Multilingual Plane.
  ["23:05 \u{1d540}\u{1d54a}T, February 30th 2025", ["unknown-zone", 7], ["no-such-day", 21]],
  ["23:05 I\u{1f600}T, April 31st 2025", ["unknown-zone", 7], ["no-such-day", 18]],
];

/** Faults at columns within the time, as they are reported for a line on which the time begins at a column. */
function expected(faults: readonly (readonly [string, number])[], line: number, begins: number): string[] {
  return faults.map(([code, column]) => `${line}:${begins + column - 1} ${code}`);
}

describe("a faulty time of publication is named by line and column", () => {
  it.each(CASES.map(([time, ...faults]) => ({ time, faults })))("$time", ({ time, faults }) => {
    const lines = [`Published ${time}`, "Rain", "- India", BODY];
    expect(found(read(lines))).toEqual(expected(faults, 1, 11));
    expect(found(read(["", "\u00a0", ...lines]))).toEqual(expected(faults, 3, 11));
  });
});

describe("a faulty time keeps an article out", () => {
  it.each(CASES.map(([time]) => time))("%s", (time) => {
    expect(read([`Published ${time}`, "Rain", "- India", BODY]).article).toBeNull();
  });
});

describe("what stands in front of a time on its line moves its column by as many characters", () => {
  it.each([
    ["blanks", "   Published ", 14],
    ["tabs", "\t\tPublished\t", 13],
    ["no-break spaces", "\u00a0\u202fPublished\u00a0", 13],
    ["control characters", "\u0000\u0007Published\u001b ", 14],
    ["lone surrogates, a character each", "\udc00\udc00\ud800Published ", 14],
    ["U+FFFE and U+FFFF", "\ufffe\uffffPublished ", 13],
    ["a byte order mark, which is none", "\ufeffPublished ", 11],
    ["a colon", "Published: ", 12],
    ["small letters", "published ", 11],
  ])("%s", (_, before, begins) => {
    const lines = [`${before}24:00 IST, February 30th 2025`, "Rain", "- India", BODY];
    expect(found(read(lines))).toEqual([`1:${begins} no-such-hour`, `1:${begins + 20} no-such-day`]);
  });
});

describe("control characters inside a time count in the column and nowhere else", () => {
  it.each([
    ["2\u00003:05 IST, April 31st 2025", "1:29 no-such-day"],
    ["23:05\u0001\u0002 IST, April \u000131st 2025", "1:31 no-such-day"],
    ["23:05 IST, April \ud80031st 2025", "1:29 no-such-day"],
  ])("%j", (time, fault) => {
    expect(found(read([`Published ${time}`, "Rain", "- India", BODY]))).toEqual([fault]);
  });
});

describe("line ends of every kind count as one", () => {
  it.each(["\n", "\r\n", "\r"])("%j", (end) => {
    const text = ["", "Published 24:00 IST, April 3rd 2025", "Rain", "", "- India", BODY, "Updated 24:00"];
    const { findings } = read([text.join(end)]);
    expect(findings.map(({ line, column, code }) => `${line}:${column} ${code}`)).toEqual([
      "2:11 no-such-hour",
      "7:14 bad-time",
    ]);
  });
});

describe("a faulty time of an update is named where it stands", () => {
  it.each([
    ["Updated 24:10 IST, April 1st 2025", ["6:9 no-such-hour"]],
    ["Updated: 00:60 IST, April 1st 2025", ["6:13 no-such-hour"]],
    ["Updated 00:10 XST, April 31st 2025", ["6:15 unknown-zone", "6:26 no-such-day"]],
    ["\u0001Updated 2025-04-01T00:10", ["6:26 unknown-zone"]],
    ["Updated on April 1st 2025", ["6:26 bad-time"]],
    ["Updated 01:30 Europe/London, March 30th 2025", ["6:9 no-such-time"]],
  ])("%j", (line, faults) => {
    const reading = read([PUBLISHED, "Rain", "- India", BODY, "", line]);
    expect(found(reading)).toEqual(faults);
    expect(reading.article).toBeNull();
  });
});

it("a line that only says Published lacks its time, which is named behind the word", () => {
  expect(found(read(["Published", "Rain", "- India", BODY]))).toEqual(["1:10 bad-time"]);
});

it("every fault of a time says what is wrong and what to do", () => {
  for (const [time] of CASES) {
    for (const finding of read([`Published ${time}`, "Rain", "- India", BODY]).findings) {
      expect(finding.severity).toBe("error");
      expect(finding.message).toMatch(/\S.{8,}/u);
      expect(finding.hint).toMatch(/\S.{8,}/u);
    }
  }
});

it("the fault of an unknown zone names those that are known", () => {
  const [fault] = read(["Published 23:05 XST, March 31st 2025", "Rain", "- India", BODY]).findings;
  expect(fault?.message).toContain("XST");
  expect(fault?.hint).toContain("IST, UTC, GMT");
  expect(fault?.hint).toContain("site.json");
});
