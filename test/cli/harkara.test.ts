import { describe, expect, it } from "vitest";
import { COMMAND_GROUPS, COMMANDS } from "../../src/cli/harkara.ts";
import { VERSION } from "../../src/lib/version.ts";
import { harkara } from "./terminal.ts";

describe("harkara", () => {
  it.each(["--help", "-h"])("%s lists every command with a few words", async (option) => {
    const { code, out, err } = await harkara([option]);
    expect(code).toBe(0);
    expect(err).toEqual([]);
    for (const [name, { summary }] of Object.entries(COMMANDS))
      expect(out.join("\n")).toMatch(new RegExp(`^ +${name} +${summary}$`, "m"));
    expect(out.join("\n")).toContain("--version");
  });

  it("--help shows them in groups, each below what it is for", async () => {
    const { out } = await harkara(["--help"]);
    const blocks = out.join("\n").split("\n\n");
    for (const [group, commands] of Object.entries(COMMAND_GROUPS)) {
      const [heading, ...lines] = (blocks.find((block) => block.startsWith(`${group}:`)) ?? "").split("\n");
      expect(heading).toBe(`${group}:`);
      expect(lines.map((line) => line.trim().split(" ")[0])).toEqual(Object.keys(commands));
    }
  });

  it("--version prints the version and nothing else", async () => {
    expect(await harkara(["--version"])).toEqual({ code: 0, out: [VERSION], err: [] });
  });

  it("without arguments says how to use it, and ends with 2", async () => {
    const { code, out, err } = await harkara([]);
    expect(code).toBe(2);
    expect(out).toEqual([]);
    expect(err.join("\n")).toMatch(/^Usage: harkara command/);
  });

  it.each(["chekc", "__proto__", "constructor", "toString", "Check", "--check", ""])(
    "%j is no command: it says so and ends with 2",
    async (name) => {
      const { code, out, err } = await harkara([name, "content"]);
      expect(code).toBe(2);
      expect(out).toEqual([]);
      expect(err.join("\n")).toContain(name === "" ? "Usage" : `there is no command “${name}”`);
    },
  );

  it.each([
    "check",
    "init",
    "doctor",
    "new",
    "dev",
    "serve",
    "bundle",
    "import",
    "export",
    "publish",
    "backup",
    "restore",
  ])("%s --help prints its use and does nothing", async (name) => {
    for (const args of [
      [name, "--help"],
      [name, "-h"],
      [name, "nothing-there", "--help"],
    ]) {
      const { code, out, err } = await harkara(args);
      expect(code).toBe(0);
      expect(err).toEqual([]);
      expect(out.join("\n")).toMatch(new RegExp(`^Usage: harkara ${name} `));
      expect(out.join("\n")).toContain("Exit code: 0 ");
    }
  });

  it.each([
    ["check", "--colour"],
    ["check", "a", "b"],
    ["bundle", "--out"],
    ["bundle", "a", "b"],
    ["new", "Headline", "--colour", "red"],
    ["new", "Headline", "another"],
    ["new", "Headline", "--slug"],
    ["new"],
    ["new", ""],
    ["new", " \n "],
  ])("%s %s is not its use: it says so in one line and ends with 2", async (...args) => {
    const { code, out, err } = await harkara(args);
    expect(code).toBe(2);
    expect(out).toEqual([]);
    expect(err).toHaveLength(1);
    expect(err[0]).toMatch(new RegExp(`^harkara ${args[0]}: .+ See harkara ${args[0]} --help$`, "s"));
  });
});
