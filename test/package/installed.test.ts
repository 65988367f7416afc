import { type ChildProcess, execFile, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { readFeed } from "../library/read-feed.ts";
import { copySample, findNode, install, packTarball, ROOT, writeProgram } from "../support/package/install.ts";
import { contentFolder } from "../support/stores/folder.ts";

const run = promisify(execFile);
const PACKAGE = "node_modules/@harkara/server";
const HARKARA = `${PACKAGE}/bin/harkara.js`;

const LIBRARY = `
import { articles, harkara, SettingsError } from "@harkara/server";
import { folder } from "@harkara/server/node";
import { Hono } from "hono";

const site = { title: "The Test", address: "https://example.org/news" };
const log = { debug() {}, info() {}, warn() {}, error: console.error };
const app = new Hono();
const news = await harkara({ site, content: folder(process.argv[2]), log });
app.route("/news", news);
const plain = await harkara({
  site: { ...site, address: "https://example.org" },
  content: articles(async () => [
    { slug: "plain", headline: "A plain object", published: new Date(0), markdown: "It is *one*." },
  ]),
});
const wrong = await harkara({ content: articles(() => []) }).catch((error) => error);
const private_ = await import("@harkara/server/dist/server.js").catch(({ code }) => code);
console.log(JSON.stringify({
  mounted: await (await app.request("/news/rss.xml")).text(),
  plain: await (await plain.fetch(new Request("http://any.example/feed.json"))).text(),
  wrong: wrong instanceof SettingsError,
  private: private_,
}));
await news.close();
`;

const services: ChildProcess[] = [];
afterEach(() => {
  for (const service of services.splice(0)) service.kill("SIGKILL");
});

let tarball: string;
beforeAll(async () => {
  tarball = await packTarball();
}, 120_000);

describe.each(["20", "22", "26"])("on Node %s", (major) => {
  let node: string;
  let folder: string;
  let said: string;

  beforeAll(async () => {
    node = await findNode(major);
    ({ folder, said } = await install([tarball], node));
    await copySample(folder);
  }, 120_000);

  const onNode = (name: string, test: (node: string) => Promise<void>) => it(name, () => test(node), 60_000);

  onNode("it is installed without a warning, and without a Node", async () => {
    expect(said).toMatch(/^\s*added \d+ packages in \w+\s*$/);
    const { packages } = JSON.parse(await readFile(join(folder, "package-lock.json"), "utf8"));
    expect(packages).not.toHaveProperty("node_modules/node");
  });

  onNode("the command runs", async (program) => {
    const options = { cwd: folder };
    const { version } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
    expect((await run(program, [HARKARA, "--version"], options)).stdout).toBe(`${version}\n`);
    const check = await run(program, [HARKARA, "check"], options);
    expect(check.stdout).toContain("48 articles");
  });

  onNode("the service serves a folder, polls it, and ends when it is told to", async (program) => {
    const service = await serve(program, folder, {});
    const feed = await fetch(`${service.address}/rss.xml`);
    expect(readFeed(await feed.text())).toHaveLength(48);
    const etag = feed.headers.get("etag") ?? "";
    expect((await fetch(`${service.address}/rss.xml`, { headers: { "if-none-match": etag } })).status).toBe(304);
    const page = await fetch(service.address);
    expect(await page.text()).toContain("<!DOCTYPE html>");
    expect(await service.stop()).toBe(0);
    const warnings = service.lines().filter((line) => line.includes('"level":"warn"'));
    if (major === "20") expect(warnings).toEqual([expect.stringContaining("SQLite needs Node 22.16 or newer")]);
    else expect(warnings).toEqual([]);
  });

  onNode("a database is served, or one sentence says what it needs", async (program) => {
    const options = { cwd: folder };
    const filled = run(program, [HARKARA, "import", "content", "--to", "articles.db"], options);
    if (major === "20") {
      const failure = await filled.catch((error) => error);
      expect(failure.code).toBe(1);
      expect(failure.stderr).toMatch(
        /^articles\.db cannot be opened: SQLite needs Node 22\.16 or newer, and this is Node 20\.[\d.]+\n$/,
      );
      await expect(serve(program, folder, { DATABASE: "articles.db" })).rejects.toThrow("SQLite needs Node 22.16");
      return;
    }
    await filled;
    const service = await serve(program, folder, { DATABASE: "articles.db" });
    expect(readFeed(await (await fetch(`${service.address}/feed.json`)).text())).toHaveLength(48);
    expect((await fetch(`${service.address}/search?q=rain`)).status).toBe(200);
    expect(await service.stop()).toBe(0);
  });

  onNode("the library serves a folder and plain objects", async (program) => {
    const content = await contentFolder({ sun: "Published 11:30 IST, November 2nd 2026\nSun\nAt last.\nIt shines.\n" });
    const file = await writeProgram(folder, "library.js", LIBRARY);
    const { stdout, stderr } = await run(program, [file, content], { cwd: folder });
    const { mounted, plain, ...rest } = JSON.parse(stdout);
    expect(readFeed(mounted)).toEqual(["Sun"]);
    expect(readFeed(plain)).toEqual(["A plain object"]);
    expect(rest).toEqual({ wrong: true, private: "ERR_PACKAGE_PATH_NOT_EXPORTED" });
    expect(stderr.replace(/\(.*ExperimentalWarning: SQLite.*\n.*\n/, "")).toBe("");
  });
});

/** Starts the service, and waits until it listens. @throws what it wrote if it ends instead */
async function serve(node: string, cwd: string, variables: Readonly<Record<string, string>>) {
  const env = { ...process.env, PORT: "0", ...variables };
  const service: ChildProcess = spawn(node, [`${PACKAGE}/dist/server.js`], { cwd, env });
  services.push(service);
  let output = "";
  const ended = new Promise<number | null>((resolve) => service.on("exit", resolve));
  const address = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk;
      const [, found] = /listens on (http:\/\/[^\s"]+)/.exec(output) ?? [];
      if (found !== undefined) resolve(found);
    };
    service.stdout?.on("data", read);
    service.stderr?.on("data", read);
    void ended.then(() => reject(new Error(output)));
  });
  const stop = () => {
    service.kill("SIGTERM");
    return ended;
  };
  return { address, stop, lines: () => output.split("\n") };
}
