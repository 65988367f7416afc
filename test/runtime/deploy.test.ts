import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { temporaryFolder } from "../support/stores/folder.ts";

/** What the Worker may weigh, compressed, the sample content included: the smaller, the sooner it starts. */
const MAX_KIB = 300;

it(`a dry-run deployment succeeds, with less than ${MAX_KIB} KiB to upload`, async () => {
  const out = await temporaryFolder();
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["node_modules/wrangler/bin/wrangler.js", "deploy", "--dry-run", "--env=", "--outdir", out],
    {
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
  const [size, whole, compressed] = /Total Upload: ([\d.]+) KiB \/ gzip: ([\d.]+) KiB/.exec(stdout) ?? [];
  console.log(size);
  expect(stdout).toContain("--dry-run: exiting now.");
  const [item] = JSON.parse(await readFile("build/content.json", "utf8")).articles as [{ slug: string }];
  expect(await readFile(join(out, "worker.js"), "utf8")).toContain(item.slug);
  expect(Number(whole)).toBeGreaterThan(Number(compressed));
  expect(Number(compressed)).toBeLessThan(MAX_KIB);
}, 60_000);
