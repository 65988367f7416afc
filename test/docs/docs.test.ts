import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { PROBES } from "../../src/app.ts";
import { COMMANDS } from "../../src/cli/harkara.ts";
import { ROUTES } from "../../src/routes/route-table.ts";
import { STATUS_PATHS } from "../../src/routes/status/status-routes.ts";
import { VARIABLES } from "../../src/runtime/node/environment.ts";
import { siteJsonSchema } from "../../src/site/settings.ts";

const ROOT = new URL("../../", import.meta.url);

function read(path: string): string {
  return readFileSync(new URL(path, ROOT), "utf8");
}

/** The tables of a Markdown text whose first column has a heading: their rows, cell by cell. */
function rows(markdown: string, heading: string): string[][] {
  const found: string[][] = [];
  let inside = false;
  for (const line of markdown.split("\n")) {
    const cells = line.startsWith("|")
      ? line
          .slice(1, -1)
          .split(/(?<!\\)\|/)
          .map((cell) => cell.trim())
      : [];
    if (cells.length === 0) inside = false;
    else if (cells[0] === heading) inside = true;
    else if (inside && !/^-+$/.test(cells[0] ?? "")) found.push(cells);
  }
  return found;
}

/** The text of a cell that is code. */
function code(cell: string | undefined): string | undefined {
  return /^`(.*)`$/.exec(cell ?? "")?.[1];
}

it("the README lists every address and no other", () => {
  const listed = rows(read("README.md"), "address").map(([cell]) => code(cell));
  expect(listed).toEqual(
    [...ROUTES.map(({ path }) => path), ...STATUS_PATHS, ...PROBES].sort(byListing(listed)),
  );
  expect(new Set(listed).size).toBe(listed.length);
});

it("the README lists every variable of the environment with its default", () => {
  const listed = rows(read("README.md"), "variable").map(([name, value]) => [code(name), code(value)]);
  expect(Object.fromEntries(listed)).toEqual(VARIABLES);
});

it("the README lists every setting of site.json with its default", () => {
  const listed = rows(read("README.md"), "setting").map(
    ([name, value]) => [code(name) ?? "", code(value)] as const,
  );
  const settings = settingsOf(siteJsonSchema() as Schema);
  expect(listed.map(([name]) => name).sort()).toEqual([...settings.keys()].sort());
  for (const [name, value] of listed) {
    const plain = settings.get(name);
    if (["string", "number"].includes(typeof plain)) expect(value, name).toBe(String(plain));
  }
});

it("the README lists every command", () => {
  const listed = rows(read("README.md"), "command").map(([cell]) => /harkara (\w+)/.exec(cell ?? "")?.[1]);
  expect(listed).toEqual(Object.keys(COMMANDS));
});

it("the pages on the formats list every code of a fault", () => {
  const listed = ["docs/wire-format.md", "docs/article-formats.md"]
    .flatMap((page) => rows(read(page), "code"))
    .map(([cell]) => code(cell));
  const sources = readdirSync(new URL("src/", ROOT), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => read(`src/${name}`))
    .join("\n");
  for (const name of listed) expect(sources).toContain(`"${name}"`);
  const named = [
    ...sources.matchAll(/\bcode: "([a-z-]+)"/g),
    ...sources.matchAll(/(?:problem|refused|faultAt)\([^)]*?"([a-z]+(?:-[a-z0-9]+)+)"/g),
  ];
  expect(named.length).toBeGreaterThan(20);
  for (const [, name] of named) expect(listed).toContain(name);
});

it("the map lists every file of the source", () => {
  const listed = rows(read("docs/architecture.md"), "file").map(([cell]) => code(cell));
  const files = readdirSync(new URL("src/", ROOT), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(?:ts|json)$/.test(name))
    .map((name) => `src/${name}`);
  expect([...listed].sort()).toEqual(files.sort());
});

it("every dependency is recorded with its reason", () => {
  const { dependencies, devDependencies } = JSON.parse(read("package.json")) as Record<
    string,
    Record<string, string>
  >;
  const recorded = rows(read("docs/dependencies.md"), "package");
  expect(recorded.map(([cell]) => code(cell)).sort()).toEqual(
    Object.keys({ ...dependencies, ...devDependencies }).sort(),
  );
  for (const [, licence, why] of recorded) expect(`${licence} ${why}`).toMatch(/\S{3,} .{10,}/);
});

it("every npm script that is named somewhere exists", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const named = ["README.md", "CHANGELOG.md", "wrangler.toml", ...docs()].flatMap((page) =>
    [...read(page).matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g)].map(
      ([, name = ""]) => `${page}: ${name}`,
    ),
  );
  expect(named.length).toBeGreaterThan(15);
  for (const name of named) expect(Object.keys(scripts), name).toContain(name.split(": ")[1]);
});

it("every link from a page of the docs to a file leads to one", () => {
  for (const page of ["README.md", "SECURITY.md", "CHANGELOG.md", ...docs()]) {
    for (const [, target = ""] of read(page).matchAll(/\]\(([^)#]+)\)/g)) {
      if (/^https?:/.test(target)) continue;
      expect(() => readFileSync(new URL(target, new URL(page, ROOT))), `${page}: ${target}`).not.toThrow();
    }
  }
});

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly type?: string;
  readonly default?: unknown;
}

/** The settings of a schema with their defaults, `*` for names that are free; those of objects by their members. */
function settingsOf(schema: Schema, prefix = ""): Map<string, unknown> {
  const found = new Map<string, unknown>();
  const members: Array<[string, Schema]> = Object.entries(schema.properties ?? {});
  if (typeof schema.additionalProperties === "object") members.push(["*", schema.additionalProperties]);
  for (const [name, member] of members) {
    if (name === "$schema") continue;
    const inner = settingsOf(member, `${prefix}${name}.`);
    if (name !== "*" && (member.properties === undefined || inner.size === 0))
      found.set(prefix + name, member.default);
    for (const [key, value] of inner) found.set(key, value);
  }
  return found;
}

function docs(): string[] {
  const names = readdirSync(new URL("docs/", ROOT)).filter((name) => name.endsWith(".md"));
  return names.map((name) => `docs/${name}`);
}

/** Puts paths into the order of a list, those that are not in it at the end. */
function byListing(list: readonly (string | undefined)[]): (a: string, b: string) => number {
  const place = (path: string) => (list.includes(path) ? list.indexOf(path) : list.length);
  return (a, b) => place(a) - place(b);
}
