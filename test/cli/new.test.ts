import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { conventionsOf } from "../../src/site/site.ts";
import { parseTime } from "../../src/source/time/parse-time.ts";
import { siteOf } from "../support/fixtures/content.ts";
import { articleText, contentFolder, put, temporaryFolder } from "../support/stores/folder.ts";
import { harkara } from "./terminal.ts";

const DRAFT = "Write the text here, a paragraph a line.";

const read = (folder: string, slug: string) => readFile(join(folder, "articles", `${slug}.txt`), "utf8");

describe("harkara new", () => {
  it("writes an article with the time now in India, and prints its path", async () => {
    const folder = await contentFolder({});
    const outcome = await harkara(["new", "Rain on Thursday", "--folder", folder]);
    expect(outcome).toEqual({ code: 0, out: [join(folder, "articles", "rain-on-thursday.txt")], err: [] });
    expect(await read(folder, "rain-on-thursday")).toBe(
      `Published 23:35 IST, February 28th 2024\nRain on Thursday\n${DRAFT}\n`,
    );
  });

  it.each([
    ["2024-02-28T18:29:59Z", "23:59 IST, February 28th 2024"],
    ["2024-02-28T18:30:00Z", "00:00 IST, February 29th 2024"],
    ["2024-02-29T18:30:00Z", "00:00 IST, March 1st 2024"],
    ["2024-12-31T18:30:00Z", "00:00 IST, January 1st 2025"],
    ["2025-03-02T00:00:00Z", "05:30 IST, March 2nd 2025"],
    ["2025-03-11T06:35:00Z", "12:05 IST, March 11th 2025"],
    ["2025-03-22T12:00:00Z", "17:30 IST, March 22nd 2025"],
  ])("at %s writes %s", async (now, time) => {
    const folder = await contentFolder({});
    expect((await harkara(["new", "A", "--folder", folder], {}, new Date(now))).code).toBe(0);
    expect((await read(folder, "a")).split("\n")[0]).toBe(`Published ${time}`);
  });

  it("writes standfirst, byline and categories, in the order of the wire format", async () => {
    const folder = await contentFolder({});
    const options = ["--category", "India", "--category", "Weather", "--standfirst", "It rains.", "--by", "A and B"];
    expect((await harkara(["new", "Rain", ...options, "--folder", folder])).code).toBe(0);
    expect((await read(folder, "rain")).split("\n")).toEqual([
      "Published 23:35 IST, February 28th 2024",
      "Rain",
      "It rains.",
      "By A and B",
      "- India",
      "- Weather",
      DRAFT,
      "",
    ]);
  });

  it("writes what is a draft until its last line is replaced, and a good article then", async () => {
    const folder = await contentFolder({});
    await harkara(["new", "Rain", "--category", "India", "--standfirst", "It rains.", "--folder", folder]);
    const before = await harkara(["check", folder]);
    expect(before.code).toBe(0);
    expect(before.out[0]).toMatch(/rain\.txt:5:1 draft /);
    expect(before.out.at(-1)).toBe("0 articles, 0 faults, 1 warning");
    await put(folder, "articles/rain.txt", (await read(folder, "rain")).replace(DRAFT, "It rains and rains."));
    expect((await harkara(["check", folder])).out).toEqual(["1 article, 0 faults"]);
  });

  it("never writes over an article", async () => {
    const text = articleText("There already");
    const folder = await contentFolder({ rain: text });
    const { code, out, err } = await harkara(["new", "Rain", "--folder", folder]);
    expect(code).toBe(1);
    expect(out).toEqual([]);
    expect(err).toEqual([expect.stringMatching(/rain\.txt is there already: .*--slug/)]);
    expect(await read(folder, "rain")).toBe(text);
  });

  it.each([
    ["Rain & “sun”: 1 < 2!", "rain-sun-1-2"],
    ["  Blanks   between\n words ", "blanks-between-words"],
    ["कुएँ में लौटा पानी", "कुएँ-में-लौटा-पानी"],
    ["100 %", "100"],
    ["../../etc/passwd", "etc-passwd"],
  ])("makes of the headline %j the slug %s", async (headline, slug) => {
    const folder = await contentFolder({});
    const { code, out } = await harkara(["new", headline, "--folder", folder]);
    expect(code).toBe(0);
    expect(out).toEqual([join(folder, "articles", `${slug}.txt`)]);
    expect((await read(folder, slug)).split("\n")[1]).toBe(headline.trim().replace(/\s+/g, " "));
  });

  it("takes a slug that is given", async () => {
    const folder = await contentFolder({});
    const { out } = await harkara(["new", "Rain", "--slug", "rain-2", "--folder", folder]);
    expect(out).toEqual([join(folder, "articles", "rain-2.txt")]);
  });

  it.each(["", "-", "Rain", "a b", "a/b", "../a", "..", ".", "a..b", "a\nb", "x".repeat(300)])(
    "refuses the slug %j and writes nothing",
    async (slug) => {
      const folder = await contentFolder({});
      const { code, out, err } = await harkara(["new", "Rain", `--slug=${slug}`, "--folder", folder]);
      expect([1, 2]).toContain(code);
      expect(out).toEqual([]);
      expect(err).toHaveLength(1);
      expect((await harkara(["check", folder])).out).toEqual(["0 articles, 0 faults"]);
    },
  );

  it.each(["!!!", "😀", "---", "“”"])("asks for a slug when the headline %j has none in it", async (headline) => {
    const { code, err } = await harkara(["new", "--folder", await contentFolder({}), "--", headline]);
    expect(code).toBe(2);
    expect(err).toEqual([expect.stringContaining("--slug")]);
  });

  it("refuses what would not be read as it is meant, and says why", async () => {
    const folder = await contentFolder({});
    for (const options of [
      ["--category", ""],
      ["--category", "!!!"],
    ]) {
      const { code, out, err } = await harkara(["new", "Rain", ...options, "--folder", folder]);
      expect(code).toBe(1);
      expect(out).toEqual([]);
      expect(err.length).toBeGreaterThan(0);
    }
    expect((await harkara(["check", folder])).out).toEqual(["0 articles, 0 faults"]);
  });

  it("writes nothing without good settings, and says why", async () => {
    const faulty = await contentFolder({}, { title: "" });
    const missing = await temporaryFolder();
    for (const [folder, why] of [
      [faulty, "bad-setting"],
      [missing, "ENOENT"],
    ] as const) {
      const { code, out, err } = await harkara(["new", "Rain", "--folder", folder]);
      expect(code).toBe(1);
      expect(out).toEqual([]);
      expect(err.join("\n")).toContain(why);
    }
  });

  it("makes the folder of articles where there is none, and says when it cannot", async () => {
    const folder = await contentFolder({});
    await rm(join(folder, "articles"), { recursive: true });
    expect((await harkara(["new", "Rain", "--folder", folder])).code).toBe(0);
    expect(await read(folder, "rain")).toContain("Rain");
    await rm(join(folder, "articles"), { recursive: true });
    await writeFile(join(folder, "articles"), "");
    const { code, err } = await harkara(["new", "Rain", "--folder", folder]);
    expect(code).toBe(1);
    expect(err).toEqual([expect.stringMatching(/articles\S* cannot be /)]);
  });

  it.each([
    ["winter in New York", { timeZone: "America/New_York" }, "13:05 EST, February 28th 2024"],
    ["winter in London", { timeZone: "Europe/London" }, "18:05 GMT, February 28th 2024"],
    ["a zone without an abbreviation", { timeZone: "Asia/Kathmandu" }, "23:50 UTC+05:45, February 28th 2024"],
    ["a zone west of UTC without one", { timeZone: "America/Sao_Paulo" }, "15:05 UTC−03:00, February 28th 2024"],
    ["an offset", { timeZone: "+03:00" }, "21:05 UTC+03:00, February 28th 2024"],
    [
      "India, whose abbreviation is another's",
      { zones: { IST: "Asia/Jerusalem" } },
      "23:35 UTC+05:30, February 28th 2024",
    ],
  ])("writes the site's zone: %s", async (_, settings, time) => {
    const site = { title: "A", address: "https://news.example", ...settings };
    const folder = await contentFolder({}, site);
    await mkdir(join(folder, "articles"), { recursive: true });
    expect((await harkara(["new", "Rain"], { CONTENT_DIR: folder })).code).toBe(0);
    expect((await read(folder, "rain")).split("\n")[0]).toBe(`Published ${time}`);
    const reading = parseTime(time, conventionsOf(await siteOf(settings)));
    expect(reading).toEqual({ instant: new Date("2024-02-28T18:05:00Z"), warnings: [] });
  });
});

describe("what would be read otherwise than it was given", () => {
  it.each<[string, string[], string]>([
    ["a byline in small letters", ["--by", "our correspondent"], "--by"],
    ["a standfirst that is a byline", ["--standfirst", "By Asha Rao"], "--standfirst"],
    ["a category that is a reading time", ["--category", "2 min read"], "--category"],
    ["a category that is named twice", ["--category", "India", "--category", "INDIA"], "--category"],
  ])("%s is refused, with its option, and nothing is written", async (_, options, named) => {
    const folder = await contentFolder({});
    const { code, out, err } = await harkara(["new", "Rain", ...options, "--folder", folder]);
    expect([code, out]).toEqual([1, []]);
    expect(err.join("\n")).toContain(named);
    await expect(read(folder, "rain")).rejects.toThrow("ENOENT");
  });

  it("a headline whose slug is too long for a file is refused", async () => {
    const folder = await contentFolder({});
    const { code, err } = await harkara(["new", "word ".repeat(60), "--folder", folder]);
    expect(code).toBe(2);
    expect(err.join("\n")).toContain("--slug");
  });
});
