import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { constants, limits, NO_LIMITS } from "../../docs/generate/limits.ts";
import { committedPage, PAGES } from "../../docs/generate/write-pages.ts";
import { PROBES } from "../../src/app.ts";
import { ROUTES } from "../../src/routes/route-table.ts";
import { STATUS_PATHS } from "../../src/routes/status/status-routes.ts";
import { VARIABLES } from "../../src/runtime/node/environment.ts";
import { codeOf, read, tableRows } from "../support/docs/markdown.ts";

it.each(Object.keys(PAGES))("docs/%s is what the code says: if not, run npm run docs", (name) => {
  expect(committedPage(name), "run npm run docs").toBe(PAGES[name]?.());
});

it("the reference has a list of its pages", () => {
  const names = readdirSync(new URL("../../docs/reference/", import.meta.url));
  const listed = tableRows(read("docs/reference/README.md"), "page").map(([cell]) => /\((.+)\)/.exec(cell ?? "")?.[1]);
  expect([...listed, "README.md"].sort()).toEqual(names.sort());
});

it("every number that bounds something says its unit and its reason", () => {
  const marked = new Set(limits().map(({ name }) => name));
  const unmarked = constants()
    .filter(({ name }) => !marked.has(name) && !NO_LIMITS.has(name))
    .map(({ name, file }) => `src/${file}: ${name}`);
  const remedy = "end its docstring with `@limit unit`, or name it in docs/generate/limits.ts";
  expect(unmarked, remedy).toEqual([]);
  for (const { name, value, reason } of limits()) {
    expect(value, name).not.toBeNaN();
    expect(reason.length, name).toBeGreaterThan(30);
  }
  expect(marked.size).toBeGreaterThan(100);
});

it("what is named as no limit is there, and has no unit", () => {
  const names = new Set(constants().map(({ name }) => name));
  expect([...NO_LIMITS].filter((name) => !names.has(name))).toEqual([]);
  expect(limits().filter(({ name }) => NO_LIMITS.has(name))).toEqual([]);
});

it("every address is listed, and no other", () => {
  const listed = tableRows(read("docs/reference/addresses.md"), "address").map(([cell]) => codeOf(cell));
  expect([...listed].sort()).toEqual([...ROUTES.map(({ path }) => path), ...STATUS_PATHS, ...PROBES].sort());
});

it("every variable of the service is listed with its default", () => {
  const listed = tableRows(read("docs/reference/environment.md"), "variable").map(([name, value]) => [
    codeOf(name),
    codeOf(value),
  ]);
  expect(Object.fromEntries(listed)).toEqual(VARIABLES);
});

it("every variable of the command line is listed", () => {
  const cli = new URL("../../src/cli/", import.meta.url);
  const names = readdirSync(cli, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const sources = names.map((name) => readFileSync(new URL(name, cli), "utf8"));
  const used = sources.flatMap((source) => [...source.matchAll(/\benv\.([A-Z_]+)/g)].map(([, name]) => name));
  const listed = tableRows(read("docs/reference/environment.md"), "name").map(([name]) => codeOf(name));
  expect([...listed].sort()).toEqual([...new Set(used)].sort());
});
