import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, it } from "vitest";
import { createTestHarness } from "wrangler";
import { readFeed } from "../library/read-feed.ts";
import { copySample, install, packTarball, writeProgram } from "../support/package/install.ts";

const WRANGLER = `
name = "paper"
main = "worker.js"
compatibility_date = "2026-10-15"

[alias]
"harkara:content" = "./build/content.json"
`;

let folder: string;
beforeAll(async () => {
  ({ folder } = await install([await packTarball()]));
  await copySample(folder);
  await writeProgram(folder, "wrangler.toml", WRANGLER);
  await writeProgram(folder, "worker.js", 'export { default } from "@harkara/server/worker";\n');
}, 120_000);

it("the Worker of the package serves a folder that its command read ahead", async () => {
  await promisify(execFile)("node_modules/.bin/harkara", ["bundle"], { cwd: folder });
  const harness = createTestHarness({ workers: [{ configPath: join(folder, "wrangler.toml") }] });
  try {
    const { url } = await harness.listen();
    const response = await fetch(new URL("/rss.xml", url));
    expect(readFeed(await response.text())).toHaveLength(48);
  } finally {
    await harness.close();
  }
}, 60_000);
