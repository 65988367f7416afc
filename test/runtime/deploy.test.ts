import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/stores/folder.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** A bundle without articles. */
const NO_CONTENT = { site: {}, articles: [], removals: [], changed: "2026-11-23T06:00:00.000Z" };

interface DryRun {
  readonly stdout: string;
  readonly script: string;
  /** Of what is uploaded, in KiB. */
  readonly gzip: number;
}

/** A deployment that sends nothing. */
async function dryRun(environment: string, script: string, ...options: readonly string[]): Promise<DryRun> {
  const out = await temporaryFolder();
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      join(ROOT, "node_modules/wrangler/bin/wrangler.js"),
      ...["deploy", "--dry-run", `--env=${environment}`, "--outdir", out, ...options],
    ],
    {
      cwd: ROOT,
      env: {
        ...process.env,
        SITE_URL: "",
        WRANGLER_SEND_METRICS: "false",
        CI: "true",
        NO_COLOR: "1",
        FORCE_COLOR: "0",
      },
    },
  );
  expect(stdout).toContain("--dry-run: exiting now.");
  const gzip = Number(/Total Upload: [\d.]+ KiB \/ gzip: ([\d.]+) KiB/.exec(stdout)?.[1]);
  return { stdout, script: await readFile(join(out, script), "utf8"), gzip };
}

it("a deployment carries the articles of the folder, and none where they are in D1", async () => {
  const [bundled, stored] = await Promise.all([dryRun("", "bundle-worker.js"), dryRun("d1", "worker.js")]);
  const [item] = JSON.parse(await readFile("build/content.json", "utf8")).articles as [{ slug: string }];
  expect(bundled.script).toContain(item.slug);
  expect(stored.script).not.toContain(item.slug);
  expect(stored.stdout).toContain("env.DB (harkara)");
}, 60_000);

describe("without content, compressed, a Worker is small: the smaller, the sooner it starts", () => {
  it.each([
    ["over bundled articles", "", "bundle-worker.js", 80],
    ["over D1", "d1", "worker.js", 240],
  ])(
    "%s",
    async (_, environment, script, maxKib) => {
      const folder = await temporaryFolder();
      const content = join(folder, "content.json");
      await writeFile(content, JSON.stringify(NO_CONTENT));
      const settings = await readFile(join(ROOT, "wrangler.toml"), "utf8");
      const config = join(folder, "wrangler.toml");
      await writeFile(
        config,
        settings
          .replace("./build/content.json", content)
          .replaceAll(/"(?:\.\/)?(src\/)/g, `"${ROOT}$1`)
          .replaceAll(/^(?:command|watch_dir) =.*$/gm, ""),
      );
      const { gzip } = await dryRun(environment, script, "--config", config);
      expect(gzip).toBeGreaterThan(10);
      expect(gzip).toBeLessThanOrEqual(maxKib);
    },
    60_000,
  );
});
