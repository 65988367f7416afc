import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cruise, type IConfiguration, type ICruiseResult } from "dependency-cruiser";
import { afterAll, expect, it } from "vitest";

const CONFIG = new URL("../../.dependency-cruiser.mjs", import.meta.url).href;
const { default: config } = (await import(CONFIG)) as { default: IConfiguration };
const forbidden = config.forbidden ?? [];
const folder = await mkdtemp(join(tmpdir(), "layers-"));

afterAll(() => rm(folder, { recursive: true }));

/** For each rule a file that breaks it, and what it imports. */
const BREACHES: Readonly<Record<string, readonly [file: string, imported: string]>> = {
  "no-cycles": ["src/lib/cycle-a.ts", "src/lib/cycle-b.ts"],
  "node-apart-from-worker": ["src/runtime/worker/a.ts", "src/store/sqlite/a.ts"],
  "worker-apart-from-node": ["src/runtime/node/a.ts", "src/store/d1/a.ts"],
  "one-truth-for-time": ["src/pages/time.ts", "node_modules/date-fns-tz/index.ts"],
  "feed-writes-entries": ["src/routes/write.ts", "node_modules/feed/index.ts"],
  "no-orphans": ["src/lib/orphan.ts", ""],
};

/** A room that imports the service's entry breaks the rule of its layer. */
const layerBreach = (name: string): readonly [string, string] => {
  const room = name.replace("-imports-only-below", "");
  return [room === "app" ? "src/app.ts" : `src/${room}/upward.ts`, "src/server.ts"];
};

async function write(path: string, text: string): Promise<void> {
  await mkdir(join(folder, dirname(path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

it("each rule of the layering is broken by a file that breaks it, types included", async () => {
  const depth = (path: string) => "../".repeat(path.split("/").length - 1) || "./";
  for (const { name = "" } of forbidden) {
    const [file, imported] = BREACHES[name] ?? layerBreach(name);
    await write(file, imported === "" ? "export {};\n" : `import type {} from "${depth(file)}${imported}";\n`);
    if (imported !== "" && imported !== file)
      await write(imported, name === "no-cycles" ? `import type {} from "./cycle-a.ts";\n` : "export {};\n");
  }
  const { output } = await cruise(["src"], {
    ...config.options,
    baseDir: folder,
    ruleSet: { forbidden },
    validate: true,
  });
  const broken = (output as ICruiseResult).summary.violations.map(({ rule }) => rule.name);
  expect([...new Set(broken)].sort()).toEqual(forbidden.map(({ name }) => name).sort());
});
