import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { VERSION } from "../../src/lib/version.ts";
import { ROOT, read } from "../support/docs/markdown.ts";

const CHECK = "--import ./bin/check-node.mjs";

/** Runs a Node that does not read TypeScript, as an old one. */
function oldNode(...args: readonly string[]) {
  const options = { cwd: ROOT, encoding: "utf8" } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--no-strip-types", ...args], options);
  return { status, stdout, stderr };
}

describe("a Node that cannot read TypeScript says which one is needed, in one sentence,", () => {
  it.each([
    ["harkara", ["bin/harkara.js", "check"]],
    ["npm start", [...CHECK.split(" "), "src/server.ts"]],
  ])("by %s", (_, args) => {
    expect(oldNode(...args)).toEqual({
      status: 1,
      stdout: "",
      stderr: `Harkara needs Node 22.18 or newer, and this is Node ${process.versions.node}: run npm ci, then npm start or npx harkara, which bring the right one along.\n`,
    });
  });
});

it("what people call goes through the check", () => {
  const { bin, scripts } = JSON.parse(read("package.json")) as Record<"bin" | "scripts", Record<string, string>>;
  expect(bin).toEqual({ harkara: "bin/harkara.js" });
  expect(existsSync(new URL(bin.harkara ?? "", ROOT))).toBe(true);
  for (const name of ["start", "dev", "bundle"])
    for (const call of scripts[name]?.split("||") ?? [""]) expect(call).toMatch(/check-node\.mjs|bin\/harkara\.js/);
});

it("harkara runs on a Node that can", () => {
  const { stdout, status } = spawnSync(process.execPath, ["bin/harkara.js", "--version"], { cwd: ROOT });
  expect([String(stdout), status]).toEqual([`${VERSION}\n`, 0]);
});
