import { execFile } from "node:child_process";
import { utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { plantHostile } from "../support/fixtures/hostile.ts";
import { articleText, contentFolder, temporaryFolder } from "../support/stores/folder.ts";
import { harkara } from "./terminal.ts";

const LINE = /^(?<file>.+):(?<line>\d+):(?<column>\d+) (?<code>[a-z0-9-]+) (?<message>.+)$/;

describe("harkara check", () => {
  it("of a clean folder prints a count and ends with 0", async () => {
    const folder = await contentFolder({ a: articleText("A"), b: articleText("B") });
    expect(await harkara(["check", folder])).toEqual({ code: 0, out: ["2 articles, 0 faults"], err: [] });
  });

  it("of the sample content finds no fault", async () => {
    const { code, out } = await harkara(["check"]);
    expect(code).toBe(0);
    expect(out.at(-1)).toMatch(/^48 articles, 0 faults/);
  });

  it("counts one article and one fault as one", async () => {
    const faulty = articleText("A").replace("00:00", "25:00");
    const { code, out } = await harkara(["check", await contentFolder({ a: faulty, b: articleText("B") })]);
    expect(code).toBe(1);
    expect(out.at(-1)).toBe("1 article, 1 fault");
  });

  it("prints each fault as file:line:column code message, with a hint below", async () => {
    const faulty = articleText("A").replace("00:00", "25:00").replace("IST", "XYZ");
    const folder = await contentFolder({ faulty, fine: articleText("B") });
    const { code, out } = await harkara(["check", folder]);
    expect(code).toBe(1);
    const path = join(folder, "articles", "faulty.txt");
    expect(out[0]).toMatch(new RegExp(`^${path}:1:11 no-such-hour .`));
    expect(out[1]).toMatch(/^ {2}[A-Z].*\.$/);
    expect(out[2]).toMatch(new RegExp(`^${path}:1:17 unknown-zone .*XYZ`));
    expect(out[3]).toMatch(/^ {2}\S/);
    expect(out.slice(4)).toEqual(["1 article, 2 faults"]);
  });

  it("says of a warning that it is one, counts it apart, and ends with 0", async () => {
    const folder = await contentFolder({ a: articleText("A").replace("- India", "- India\n- india") });
    const { code, out } = await harkara(["check", folder]);
    expect(code).toBe(0);
    expect(out[0]).toMatch(/a\.txt:5:1 category-twice /);
    expect(out[1]).toMatch(/^ {2}warning: ./);
    expect(out.slice(2)).toEqual(["1 article, 0 faults, 1 warning"]);
  });

  it("names all faults of site.json, and then reads no article", async () => {
    const folder = await contentFolder({ bad: "" }, { title: "", address: "x", colour: 1 });
    const { code, out } = await harkara(["check", folder]);
    expect(code).toBe(1);
    expect(out.filter((line) => line.startsWith(`${join(folder, "site.json")}:1:`))).toHaveLength(3);
    expect(out.at(-1)).toBe("0 articles, 3 faults");
  });

  it("reads a file at once, even one that has just been written or is dated ahead", async () => {
    const folder = await contentFolder({ a: articleText("A") });
    await utimes(join(folder, "articles", "a.txt"), 4_000_000_000, 4_000_000_000);
    expect((await harkara(["check", folder])).out).toEqual(["1 article, 0 faults"]);
  });

  it("takes the folder from CONTENT_DIR, unless that is empty", async () => {
    const folder = await contentFolder({ a: articleText("A") });
    expect((await harkara(["check"], { CONTENT_DIR: folder })).out).toEqual(["1 article, 0 faults"]);
    expect((await harkara(["check"], { CONTENT_DIR: "" })).out.at(-1)).toMatch(/^48 articles/);
  });

  it("of what is no folder ends with 2", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "file"), "");
    for (const path of [join(folder, "nothing"), join(folder, "file")]) {
      const { code, out, err } = await harkara(["check", path]);
      expect(code).toBe(2);
      expect(out).toEqual([]);
      expect(err).toEqual([`harkara check: there is no folder ${path}. See harkara check --help`]);
    }
  });

  it("of a folder without articles says so and ends with 1", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "site.json"), '{"title":"A","address":"https://news.example"}');
    const { code, out } = await harkara(["check", folder]);
    expect(code).toBe(1);
    expect(out[0]).toMatch(/articles:1:1 no-articles-folder /);
  });

  it("of hostile files keeps to its form: a line for each fault, without control characters", async () => {
    const folder = await contentFolder({});
    const hostile = await plantHostile(folder);
    const { code, out } = await harkara(["check", folder]);
    expect(code).toBe(1);
    const faults = out.slice(0, -1).filter((_, index) => index % 2 === 0);
    const hints = out.slice(0, -1).filter((_, index) => index % 2 === 1);
    expect(faults.filter((line) => !LINE.test(line))).toEqual([]);
    expect(hints.filter((line) => !/^ {2}\S/.test(line))).toEqual([]);
    expect(out.filter((line) => /\p{Cc}/u.test(line))).toEqual([]);
    const named = new Set(faults.map((line) => LINE.exec(line)?.groups?.file));
    expect(named.size).toBe(hostile.length);
  });

  it("runs as npx harkara check", async () => {
    const folder = await contentFolder({ a: articleText("A") });
    const { stdout } = await promisify(execFile)("npx", ["harkara", "check", folder]);
    expect(stdout).toContain("1 article, 0 faults\n");
    const faulty = await contentFolder({ a: "" });
    const failure = await promisify(execFile)("npx", ["harkara", "check", faulty]).catch((error) => error);
    expect(failure.code).toBe(1);
    expect(failure.stdout).toContain("a.txt:1:1 no-published ");
  }, 60_000);
});
