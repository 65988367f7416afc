import { existsSync, readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { codeOf, markdownPages, ROOT, read, tableRows } from "../support/docs/markdown.ts";
import { appOf, contentOf, siteOf } from "../support/fixtures/content.ts";

/** Paths that pages name and the repository does not have: results of a run, and examples. */
const NOT_KEPT = new Set(["bench/results.json", "src/x/y.ts", "test/x/y.test.ts"]);

it("the README fits in 150 lines", () => {
  expect(read("README.md").trimEnd().split("\n").length).toBeLessThanOrEqual(150);
});

it("the article in the README becomes the item below it", async () => {
  const blocks = Array.from(read("README.md").matchAll(/^```(\w*)\n(.*?)^```$/gms), ([, language, text = ""]) => ({
    language,
    text,
  }));
  const article = blocks.find(({ text }) => text.startsWith("Published "))?.text ?? "";
  const item = blocks.find(({ language }) => language === "xml")?.text ?? "";
  const site = await siteOf({ address: "https://news.example.org" });
  const app = appOf(await contentOf({ "ports-clear-their-decks": article }, site));
  const [written] = /<item>.*<\/item>\n/s.exec(await (await app.request("/rss.xml")).text()) ?? [];
  const lines = (text = "") => text.trim().split(/\n\s*/);
  expect(lines(item)).toEqual(lines(written));
});

it("the pages on the formats list every code of a fault", () => {
  const listed = ["docs/wire-format.md", "docs/article-formats.md"]
    .flatMap((page) => tableRows(read(page), "code"))
    .map(([cell]) => codeOf(cell));
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

it("every dependency is recorded with its reason", () => {
  const { dependencies, devDependencies } = JSON.parse(read("package.json")) as Record<string, Record<string, string>>;
  const recorded = tableRows(read("docs/dependencies.md"), "package");
  expect(recorded.map(([cell]) => codeOf(cell)).sort()).toEqual(
    Object.keys({ ...dependencies, ...devDependencies }).sort(),
  );
  for (const [, licence, why] of recorded) expect(`${licence} ${why}`).toMatch(/\S{3,} .{10,}/);
});

it("every npm script that is named somewhere exists", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const named = ["wrangler.toml", ...markdownPages()].flatMap((page) =>
    [...read(page).matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g)].map(([, name = ""]) => `${page}: ${name}`),
  );
  expect(named.length).toBeGreaterThan(15);
  for (const name of named) expect(Object.keys(scripts), name).toContain(name.split(": ")[1]);
});

it("every path of the repository that a page names is there", () => {
  const missing = markdownPages().flatMap((page) =>
    [...read(page).matchAll(/(?<![\w/.-])(?:src|test|docs|bench|deploy|migrations|\.github|\.vscode)\/[\w./-]*\w/g)]
      .map(([path]) => path)
      .filter((path) => !NOT_KEPT.has(path) && !existsSync(new URL(path, ROOT)))
      .map((path) => `${page}: ${path}`),
  );
  expect(missing).toEqual([]);
});

it("every link from a page leads to a file, and to a heading or an exported name in it", () => {
  const broken = markdownPages().flatMap((page) =>
    [...read(page).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = ""]) => target)
      .filter((target) => !/^(?:https?|mailto):/.test(target))
      .filter((target) => !leadsSomewhere(page, target))
      .map((target) => `${page}: ${target}`),
  );
  expect(broken).toEqual([]);
});

function leadsSomewhere(page: string, target: string): boolean {
  const [path = "", fragment] = target.split("#");
  const file = new URL(path === "" ? page : path, path === "" ? ROOT : new URL(page, ROOT));
  if (!existsSync(file)) return false;
  if (fragment === undefined) return true;
  const text = read(file.href.slice(ROOT.href.length));
  if (file.pathname.endsWith(".ts")) return isExported(text, fragment);
  return Array.from(text.matchAll(/^#+ (.+)$/gm), ([, heading = ""]) => anchorOf(heading)).includes(fragment);
}

function isExported(source: string, name: string): boolean {
  return new RegExp(`^export (?:async )?(?:function|class|const|interface|type) ${name}\\b`, "m").test(source);
}

/** The fragment by which GitHub addresses a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}
