import { execFile, spawn } from "node:child_process";
import { cp, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { beforeAll, expect, it } from "vitest";
import { createTestHarness } from "wrangler";
import { readFeed } from "../library/read-feed.ts";
import { install, packTarball, ROOT, writeProgram } from "../support/package/install.ts";
import { eventually } from "../support/services/eventually.ts";
import { freePort } from "../support/services/free-port.ts";

const run = promisify(execFile);
const HEADLINE = "Ports on the west coast clear their decks";

/** Asks a handler that a module exports for a feed, and prints it. */
const ASK = `
const [, , file, origin] = process.argv;
const module = await import(file);
const request = new Request(origin + "/news/feed.json");
const response = await (module.ALL ?? (({ request }) => module.default.fetch(request)))({ request });
console.log(await response.text());
`;

let examples: string;
beforeAll(async () => {
  // The packages that they share with the package are there as well: nothing else is installed.
  const { folder } = await install([await packTarball()]);
  await cp(join(ROOT, "examples"), join(folder, "examples"), { recursive: true });
  await writeProgram(folder, "ask.js", ASK);
  examples = join(folder, "examples");
}, 120_000);

async function ask(file: string, origin: string): Promise<string> {
  const url = pathToFileURL(join(examples, file)).href;
  return (await run(process.execPath, [join(examples, "../ask.js"), url, origin])).stdout;
}

it("every example is listed, and takes this version of the package", async () => {
  const names = (await readdir(join(ROOT, "examples"), { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const list = await readFile(join(ROOT, "examples/README.md"), "utf8");
  const { version } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  for (const { name } of names) {
    expect(list).toContain(`| [${name}](${name}/`);
    const { dependencies } = JSON.parse(await readFile(join(ROOT, "examples", name, "package.json"), "utf8"));
    expect(dependencies["@harkara/server"]).toBe(`^${version}`);
  }
});

it("Hono on Node serves its folder beside its own page", async () => {
  const port = await freePort();
  const options = { cwd: join(examples, "hono-node"), env: { ...process.env, PORT: String(port) } };
  const server = spawn(process.execPath, ["server.js"], options);
  try {
    const get = async (path: string) => (await fetch(`http://localhost:${port}${path}`)).text();
    await eventually(() =>
      get("/").then(
        () => true,
        () => false,
      ),
    );
    expect(await get("/")).toContain("own page");
    const feed = await get("/news/rss.xml");
    expect(readFeed(feed)).toEqual([HEADLINE]);
    expect(feed).toContain(`<link>http://localhost:${port}/news/articles/ports-clear-their-decks</link>`);
  } finally {
    server.kill("SIGKILL");
  }
});

it("the handler of requests answers, and leaves the rest to the application", async () => {
  expect(readFeed(await ask("fetch/app.js", "http://localhost:8000"))).toEqual([HEADLINE]);
});

it("Astro's endpoint answers", async () => {
  expect(readFeed(await ask("astro/src/pages/news/[...path].ts", "https://example.org"))).toEqual([HEADLINE]);
});

it("Hono on Workers serves its articles in workerd", async () => {
  const harness = createTestHarness({ workers: [{ configPath: join(examples, "hono-workers/wrangler.toml") }] });
  try {
    const { url } = await harness.listen();
    const get = async (path: string) => (await fetch(new URL(path, url))).text();
    for (const document of ["rss.xml", "atom.xml", "feed.json"])
      expect(readFeed(await get(`/news/${document}`))).toEqual([HEADLINE]);
    expect(await get("/news/articles/ports-clear-their-decks")).toContain("<strong>move open cargo</strong>");
    expect(await get("/")).toContain("own page");
  } finally {
    await harness.close();
  }
});

it("the examples in TypeScript are well typed", async () => {
  const astro = "declare module 'astro' { export type APIRoute = (context: { request: Request }) => unknown }";
  await writeProgram(examples, "astro.d.ts", astro);
  const compilerOptions = {
    ...{ strict: true, noEmit: true, allowImportingTsExtensions: true, types: [] },
    ...{ module: "esnext", moduleResolution: "bundler", target: "es2022", lib: ["es2022", "dom", "dom.iterable"] },
  };
  await writeProgram(examples, "tsconfig.json", JSON.stringify({ compilerOptions, include: ["**/*.ts"] }));
  const { stdout } = await run(join(ROOT, "node_modules/.bin/tsc"), ["-p", examples]).catch((error) => error);
  expect(stdout).toBe("");
});
