import { describe, expect, it } from "vitest";
import { parseSite } from "../../src/site/parse-site.ts";
import { STORED } from "../support/fixtures/content.ts";
import { REQUIRED, siteFrom } from "./reading.ts";

describe("the zone in which pages show times", () => {
  it.each([
    ["Asia/Kolkata", "Asia/Kolkata"],
    ["Europe/London", "Europe/London"],
    ["IST", "Asia/Kolkata"],
    ["utc", "+00:00"],
    ["+0545", "+05:45"],
  ])("%s is kept as %s", async (timeZone, kept) => {
    expect((await siteFrom({ ...REQUIRED, timeZone })).timeZone).toBe(kept);
  });

  it.each(["Asia/Nowhere", "NPT", "+25:00", ""])("cannot be “%s”", async (timeZone) => {
    const reading = await parseSite(JSON.stringify({ ...REQUIRED, timeZone }), STORED);
    expect("faults" in reading && reading.faults.map(({ message }) => message)).toEqual([
      "timeZone: must be an IANA zone such as Asia/Kolkata, an abbreviation of zones or an offset such as +05:30",
    ]);
  });
});

describe("colour, logo and readers", () => {
  it.each([
    [{ colour: "red" }, "colour: must be a colour such as #a4262c"],
    [{ colour: "#ffff" }, "colour: must be a colour such as #a4262c"],
    [{ colour: "#a4262" }, "colour: must be a colour such as #a4262c"],
    [{ colour: "0a6" }, "colour: must be a colour such as #a4262c"],
    [{ logo: "logo.png" }, "logo: must be an absolute http or https address"],
    [{ logo: "javascript:alert(1)" }, "logo: must be an absolute http or https address"],
    [
      { readers: { R: "https://reader.example/" } },
      "readers.R: must be an absolute http or https address with {feed} in it",
    ],
    [
      { readers: { R: "javascript:alert('{feed}')" } },
      "readers.R: must be an absolute http or https address with {feed} in it",
    ],
  ])("%j is a fault", async (settings, message) => {
    const reading = await parseSite(JSON.stringify({ ...REQUIRED, ...settings }), STORED);
    expect("faults" in reading && reading.faults.map((fault) => fault.message)).toEqual([message]);
  });

  it.each([
    ["#0A6", "#00aa66"],
    ["#fff", "#ffffff"],
    ["#A4262C", "#a4262c"],
  ])("the colour %s is kept as %s", async (colour, kept) => {
    expect((await siteFrom({ ...REQUIRED, colour })).colour).toBe(kept);
  });
});
