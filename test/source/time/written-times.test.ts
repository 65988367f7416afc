import { describe, expect, it } from "vitest";
import { conventionsOf } from "../../../src/site/site.ts";
import { parseSource } from "../../../src/source/parse-source.ts";
import { parseTime } from "../../../src/source/time/parse-time.ts";
import { siteOf } from "../../support/fixtures/content.ts";
import { BODY, found, read } from "../reading.ts";

type Settings = Record<string, unknown>;

/** The instant that a site reads, and the codes of its warnings. */
async function reading(text: string, settings: Settings = {}): Promise<[string, ...string[]]> {
  const reading = parseTime(text, conventionsOf(await siteOf(settings)));
  if ("faults" in reading) throw new Error(JSON.stringify(reading.faults));
  return [reading.instant.toISOString(), ...reading.warnings.map(({ code }) => code)];
}

async function faults(text: string, settings: Settings = {}): Promise<string[]> {
  const reading = parseTime(text, conventionsOf(await siteOf(settings)));
  return "faults" in reading ? reading.faults.map(({ code, at }) => `${code} at ${at}`) : [];
}

describe("five past eleven in the evening of 31 March 2025 in India, as people write it", () => {
  it.each([
    "23:05 IST, 31 March 2025",
    "23:05 IST, March 31, 2025",
    "23:05 IST March 31st 2025",
    "Monday, March 31st, 2025, 23:05 IST",
    "Mon 31 Mar 2025, 23:05 IST",
    "31/03/2025 23:05 IST",
    "31-03-2025, 23:05 IST",
    "31.3.2025 23:05 IST",
    "31-Mar-2025 23:05 IST",
    "2025/03/31 23:05 IST",
    "2025-03-31 23:05 IST",
    "2025-03-31T23:05 IST",
    "23.05 IST, 31 March 2025",
    "2305 hrs IST, 31 March 2025",
    "2305 IST, 31 March 2025",
    "31 March 2025, 2305 IST",
    "23:05 hours IST, 31 March 2025",
    "23:05 hrs (IST), 31st of March 2025",
    "11:05pm IST, 31 March 2025",
    "11.05 p.m. IST on the 31st of March, 2025.",
    "31 March 2025 at 11:05 PM I.S.T.",
    "23:05 ist - 31 march 2025",
    "23:05 Ist | 31 MARCH 2025",
    "23:05 Indian Standard Time, 31 March 2025",
    "23:05 UTC+5:30, 31 March 2025",
    "23:05 GMT +0530, 31 March 2025",
    "23:05 IST (UTC+05:30), 31 March 2025",
    "23:05 Asia/Kolkata, 31 March 2025",
    "23:05 भा.मा.स., 31 मार्च 2025",
    "२३:०५ भा.मा.स., ३१ मार्च २०२५",
    "सोमवार, ३१ मार्च २०२५ को रात ११:०५ बजे भारतीय मानक समय",
    "31 मार्च 2025, 23:05 IST",
  ])("%s", async (text) => {
    expect(await reading(text)).toEqual(["2025-03-31T17:35:00.000Z"]);
  });
});

it.each([
  ["11 pm IST, 31 March 2025", "17:30"],
  ["23 hrs IST, 31 March 2025", "17:30"],
  ["noon IST, 31 March 2025", "06:30"],
  ["12 noon IST, 31 March 2025", "06:30"],
  ["12:00 noon IST, 31 March 2025", "06:30"],
  ["दोपहर 12:30 बजे IST, 31 मार्च 2025", "07:00"],
  ["सुबह 9:30 बजे IST, 31 मार्च 2025", "04:00"],
  ["शाम 6 बजे IST, 31 मार्च 2025", "12:30"],
])("an hour by its name or alone: %s is %s UTC", async (text, time) => {
  expect(await reading(text)).toEqual([`2025-03-31T${time}:00.000Z`]);
});

it.each(["midnight IST, 31 March 2025", "12 midnight IST, 31 March 2025"])(
  "%s is the beginning of that day, with a warning",
  async (text) => {
    expect(await reading(text)).toEqual(["2025-03-30T18:30:00.000Z", "midnight"]);
  },
);

describe("months", () => {
  it.each([
    ["Sept", "09"],
    ["Sept.", "09"],
    ["sep", "09"],
    ["जनवरी", "01"],
    ["फरवरी", "02"],
    ["फ़रवरी", "02"],
    ["अप्रैल", "04"],
    ["मई", "05"],
    ["जून", "06"],
    ["जुलाई", "07"],
    ["अगस्त", "08"],
    ["सितंबर", "09"],
    ["सितम्बर", "09"],
    ["अक्टूबर", "10"],
    ["अक्तूबर", "10"],
    ["नवंबर", "11"],
    ["नवम्बर", "11"],
    ["दिसंबर", "12"],
  ])("%s", async (name, month) => {
    expect(await reading(`12:00 UTC, 3 ${name} 2025`)).toEqual([`2025-${month}-03T12:00:00.000Z`]);
  });
});

describe("a date of figures alone", () => {
  const text = "12:00 UTC, 03/04/2025";

  it.each<[string, Settings]>([
    ["2025-04-03", {}],
    ["2025-03-04", { language: "en-US" }],
    ["2025-03-04", { dateOrder: "month-first" }],
    ["2025-04-03", { language: "en-US", dateOrder: "day-first" }],
  ])("is %s with %j", async (day, settings) => {
    expect(await reading(text, settings)).toEqual([`${day}T12:00:00.000Z`]);
  });

  it("that does not fit the site's order is a fault, as the next one would be misread", async () => {
    expect(await faults("12:00 UTC, 03/31/2025")).toEqual(["no-such-day at 14"]);
    expect(await faults("12:00 UTC, 31/03/2025", { language: "en-US" })).toEqual(["no-such-day at 11"]);
  });

  it("is a fault where people write both, unless the site says which or it can be one day only", async () => {
    expect(await faults(text, { language: "en-CA" })).toEqual(["bad-time at 11"]);
    expect(await reading(text, { language: "en-CA", dateOrder: "day-first" })).toEqual(["2025-04-03T12:00:00.000Z"]);
    expect(await reading("12:00 UTC, 31/03/2025", { language: "en-CA" })).toEqual(["2025-03-31T12:00:00.000Z"]);
  });

  it("from elsewhere, whose order nobody knows, is read where it means one day", async () => {
    const { zones } = conventionsOf(await siteOf());
    expect(parseTime("12:00 UTC, 31/03/2025", { zones })).toMatchObject({ instant: new Date("2025-03-31T12:00Z") });
    expect(parseTime("12:00 UTC, 03/31/2025", { zones })).toMatchObject({ instant: new Date("2025-03-31T12:00Z") });
    expect(parseTime("12:00 UTC, 03/03/2025", { zones })).toMatchObject({ instant: new Date("2025-03-03T12:00Z") });
    expect(parseTime(text, { zones })).toMatchObject({ faults: [{ code: "bad-time", at: 11 }] });
  });
});

describe("abbreviations of zones", () => {
  const US = { timeZone: "America/New_York", language: "en-US" };

  it.each<[string, Settings, string]>([
    ["9:05 PM EST, January 31, 2025", US, "2025-02-01T02:05Z"],
    ["9:05 PM EDT, July 31, 2025", US, "2025-08-01T01:05Z"],
    ["9:05 PM ET, July 31, 2025", US, "2025-08-01T01:05Z"],
    ["9:05 PM ET, January 31, 2025", US, "2025-02-01T02:05Z"],
    ["9:05 PM CST, January 31, 2025", US, "2025-02-01T03:05Z"],
    ["9:05 PM PT, 07/31/2025", US, "2025-08-01T04:05Z"],
    ["9:05 PM HST, 07/31/2025", US, "2025-08-01T07:05Z"],
    ["21:05 EST, July 31 2025", { timeZone: "America/Panama" }, "2025-08-01T02:05Z"],
    ["21:05 MST, July 31 2025", { timeZone: "America/Phoenix" }, "2025-08-01T04:05Z"],
    ["21:05 CST, July 31 2025", { timeZone: "Asia/Shanghai" }, "2025-07-31T13:05Z"],
    ["21:05 PST, July 31 2025", { timeZone: "Asia/Manila" }, "2025-07-31T13:05Z"],
    ["21:05 BST, July 31 2025", { timeZone: "Europe/London" }, "2025-07-31T20:05Z"],
    ["21:05 IST, July 31 2025", { timeZone: "Europe/Dublin" }, "2025-07-31T20:05Z"],
    ["21:05 IST, January 31 2025", { timeZone: "Asia/Jerusalem" }, "2025-01-31T19:05Z"],
    ["21:05 IST, July 31 2025", US, "2025-07-31T15:35Z"],
    ["21:05 CET, January 31 2025", {}, "2025-01-31T20:05Z"],
    ["21:05 CEST, July 31 2025", {}, "2025-07-31T19:05Z"],
    ["21:05 JST, July 31 2025", {}, "2025-07-31T12:05Z"],
    ["21:05 AEST, July 31 2025", {}, "2025-07-31T11:05Z"],
    ["21:05 AEST, January 31 2025", { timeZone: "Australia/Brisbane" }, "2025-01-31T11:05Z"],
    ["21:05 GMT, July 31 2025", {}, "2025-07-31T21:05Z"],
    ["21:05 EST, July 31 2025", { zones: { EST: "America/New_York" } }, "2025-08-01T01:05Z"],
  ])("%s with %j", async (text, settings, instant) => {
    expect(await reading(text, settings)).toEqual([new Date(instant).toISOString()]);
  });

  it.each<[string, Settings, string]>([
    ["9:05 PM EST, July 31, 2025", US, "2025-08-01T02:05Z"],
    ["9:05 PM EDT, January 31, 2025", US, "2025-02-01T01:05Z"],
    ["21:05 CET, July 31 2025", {}, "2025-07-31T20:05Z"],
    ["21:05 GMT, July 31 2025", { timeZone: "Europe/London" }, "2025-07-31T21:05Z"],
  ])("out of its season it is what it says, with a warning: %s with %j", async (text, settings, instant) => {
    expect(await reading(text, settings)).toEqual([new Date(instant).toISOString(), "zone-not-in-force"]);
  });

  it.each(["EST", "CST", "PST", "BST", "ET"])(
    "%s means several things, so that India does not know it",
    async (name) => {
      expect(await faults(`21:05 ${name}, July 31 2025`)).toEqual(["unknown-zone at 6"]);
    },
  );

  it("the fault of an unknown one names those of the site's own zone", async () => {
    const reading = parseTime("21:05 XST, July 31, 2025", conventionsOf(await siteOf(US)));
    expect(reading).toMatchObject({ faults: [{ hint: expect.stringContaining("UTC, GMT, EST, EDT, ET") }] });
  });
});

describe("in an article", () => {
  it("the labels may be Hindi", () => {
    const lines = ["प्रकाशित: २३:०५ भा.मा.स., ३१ मार्च २०२५", "बारिश", "- India", BODY];
    const { article, findings } = read([...lines, "अद्यतन 00:10 IST, 1 अप्रैल 2025"]);
    expect(findings).toEqual([]);
    expect(article).toMatchObject({
      published: new Date("2025-03-31T17:35:00Z"),
      updated: new Date("2025-03-31T18:40:00Z"),
    });
  });

  it("a warning stands where the word does, and the article is served", () => {
    const reading = read(["Published midnight IST, March 31st 2025", "Rain", "- India", BODY]);
    expect(found(reading)).toEqual(["1:11 midnight"]);
    expect(reading.findings).toMatchObject([{ severity: "warning" }]);
    expect(reading.article?.published).toEqual(new Date("2025-03-30T18:30:00Z"));
  });

  it.each([
    ["the wire format", "wire", "Published 23:05, March 31st 2025\nRain\n- India\nIt rained.\n", "1:16"],
    ["front matter", "markdown", "---\ntitle: Rain\ndate: 23:05, March 31st 2025\n---\nIt rained.\n", "3:12"],
    ["JSON", "json", '{"headline": "Rain", "published": "23:05, March 31st 2025", "text": "It rained."}', "1:41"],
  ] as const)("a missing zone is the same fault in %s", async (_, format, text, place) => {
    const { findings } = await parseSource({ slug: "rain", format, text }, conventionsOf(await siteOf()));
    expect(findings.map(({ line, column, code, message }) => `${line}:${column} ${code} ${message}`)).toEqual([
      `${place} unknown-zone this time does not say its zone`,
    ]);
  });
});
