import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { ROOT, read } from "../support/docs/markdown.ts";

it("the continuous integration runs .ci/run on each Node that is still maintained", () => {
  const { jobs } = parse(read(".github/workflows/ci.yml"));
  expect(jobs.check.strategy.matrix.node).toEqual([22, 24, 26]);
  expect(jobs.check.steps.map(({ run }: { run?: string }) => run).filter(Boolean)).toEqual([".ci/run"]);
  const run = read(".ci/run");
  for (const command of ["npm ci", "npm test", "npm run lint", "npm run types", "npm run test:all"])
    expect(run, command).toMatch(new RegExp(`^${command}$`, "m"));
});

it("the debugger starts what is there", () => {
  const { configurations } = JSON.parse(read(".vscode/launch.json"));
  const programs = configurations.flatMap(({ program, runtimeExecutable }: Record<string, string>) =>
    [program, runtimeExecutable].filter((path) => path !== undefined),
  );
  expect(programs.length).toBeGreaterThan(2);
  for (const path of programs)
    expect(existsSync(join(ROOT.pathname, path.replace(/^\$\{workspaceFolder\}/, ""))), path).toBe(true);
});

it("files and folders that are named to contributors are there", () => {
  const named = [...read("CONTRIBUTING.md").matchAll(/`((?:[\w.-]+\/)+[\w.-]*|\.[\w.-]+\.mjs)`/g)];
  expect(named.length).toBeGreaterThan(8);
  for (const [, path = ""] of named) expect(existsSync(new URL(path, ROOT)), path).toBe(true);
});

it("wrangler has no types to warn of: it compares worker-configuration.d.ts with each one's own .dev.vars", () => {
  expect(existsSync(new URL("worker-configuration.d.ts", ROOT))).toBe(false);
});
