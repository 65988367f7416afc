import { execFile } from "node:child_process";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { temporaryFolder } from "../../support/stores/folder.ts";
import { harkara } from "../terminal.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const run = promisify(execFile);

it("what init writes is deployed as it is, with the articles of its own content folder", async () => {
  const folder = join(await temporaryFolder(), "my-paper");
  await harkara(["init", folder]);
  // The package as it would be installed, over the source.
  const installed = join(folder, "node_modules/@harkara/server");
  await mkdir(installed, { recursive: true });
  await mkdir(join(folder, "node_modules/.bin"));
  await symlink(join(ROOT, "src"), join(installed, "src"));
  await writeFile(
    join(installed, "package.json"),
    '{ "type": "module", "exports": { "./worker": "./src/bundle-worker.ts" } }',
  );
  const command = `#!/bin/sh\nexec ${process.execPath} ${join(ROOT, "src/cli/harkara.ts")} "$@"\n`;
  await writeFile(join(folder, "node_modules/.bin/harkara"), command, { mode: 0o755 });
  const wrangler = join(ROOT, "node_modules/wrangler/bin/wrangler.js");
  const env = { ...process.env, WRANGLER_SEND_METRICS: "false", NO_COLOR: "1" };
  await run(process.execPath, [wrangler, "deploy", "--dry-run", "--outdir", "out"], { cwd: folder, env });
  expect(await readFile(join(folder, "out/worker.js"), "utf8")).toContain("Articles can be Markdown");
}, 120_000);
