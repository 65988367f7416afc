import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, it } from "vitest";
import { createTestHarness } from "wrangler";
import { errorCode } from "../../src/lib/error-code.ts";
import { VERSION } from "../../src/lib/version.ts";
import { readFeed } from "../library/read-feed.ts";
import { install, packTarball, ROOT, runNpm } from "../support/package/install.ts";
import { type Registry, startRegistry } from "../support/package/registry.ts";
import { eventually } from "../support/services/eventually.ts";

const run = promisify(execFile);
const NEXT = VERSION.replace(/\d+$/, (patch) => String(Number(patch) + 1));
const HEADLINES = ["Articles can be Markdown", "Welcome"];

let registry: Registry;
let folder: string;

/** Makes the site as somebody does who has nothing but the package, and installs it. */
beforeAll(async () => {
  const tarball = await packTarball();
  registry = await startRegistry();
  await registry.publish(VERSION, tarball);
  const { folder: elsewhere } = await install([tarball]);
  await run("node_modules/.bin/harkara", ["init", "my-paper"], { cwd: elsewhere });
  folder = join(elsewhere, "my-paper");
  await writeFile(join(folder, ".npmrc"), `@harkara:registry=${registry.address}\n`);
  await runNpm(["install", "--no-audit", "--no-fund"], folder);
}, 180_000);

it("a site that init made is checked and built by its scripts", async () => {
  expect(await runNpm(["run", "check"], folder)).toContain("2 articles, 0 faults\n");
  await runNpm(["run", "build"], folder);
  expect(readFeed(await readFile(join(folder, "public/rss.xml"), "utf8")).sort()).toEqual(HEADLINES);
  const { $schema } = JSON.parse(await readFile(join(folder, "content/site.json"), "utf8"));
  expect(existsSync(join(folder, "content", $schema))).toBe(true);
}, 60_000);

it("npm start serves it, and ends when npm is told to", async () => {
  const PATH = `${dirname(process.execPath)}:${process.env.PATH}`;
  const service = spawn("npm", ["start"], { cwd: folder, env: { ...process.env, PATH, PORT: "0" }, detached: true });
  const ended = once(service, "exit");
  let output = "";
  for (const stream of [service.stdout, service.stderr]) stream.on("data", (text) => (output += text));
  try {
    const find = () => / at (http:\S+?)\/?\n/.exec(output)?.[1];
    await eventually(() => find() !== undefined);
    expect(readFeed(await (await fetch(`${find()}/atom.xml`)).text()).sort()).toEqual(HEADLINES);
    const lock = join(folder, "content/.harkara-lock.json");
    expect(existsSync(lock)).toBe(true);
    service.kill("SIGTERM");
    await ended;
    await eventually(() => !existsSync(lock));
  } finally {
    killGroup(service.pid);
  }
}, 60_000);

it("its Worker is deployed as it is, and serves its own articles", async () => {
  const wrangler = join(ROOT, "node_modules/wrangler/bin/wrangler.js");
  const env = { ...process.env, WRANGLER_SEND_METRICS: "false", NO_COLOR: "1" };
  await run(process.execPath, [wrangler, "deploy", "--dry-run", "--outdir", "out"], { cwd: folder, env });
  const harness = createTestHarness({ workers: [{ configPath: join(folder, "wrangler.toml") }] });
  try {
    const { url } = await harness.listen();
    expect(readFeed(await (await fetch(new URL("/rss.xml", url))).text()).sort()).toEqual(HEADLINES);
  } finally {
    await harness.close();
  }
}, 60_000);

it("npm update brings the next version, and leaves what is the site's own", async () => {
  await writeFile(
    join(folder, "content/articles/own.md"),
    "---\nheadline: Own\npublished: 2025-01-01T00:00:00Z\n---\nText.\n",
  );
  const settings = await readFile(join(folder, "content/site.json"), "utf8");
  await registry.publish(NEXT, await packTarball(NEXT));
  await runNpm(["update", "@harkara/server", "--no-audit", "--no-fund"], folder);
  const { stdout } = await run("node_modules/.bin/harkara", ["--version"], { cwd: folder });
  expect(stdout).toBe(`${NEXT}\n`);
  expect(await runNpm(["run", "check"], folder)).toContain("3 articles, 0 faults\n");
  expect(await readFile(join(folder, "content/site.json"), "utf8")).toBe(settings);
}, 120_000);

/** Ends a process and all that it started, if something of it is left. */
function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch (error) {
    if (errorCode(error) !== "ESRCH") throw error;
  }
}
