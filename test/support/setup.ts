import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The articles of the sample content, their texts by slug: in workerd there are no files. */
    readonly samples: Readonly<Record<string, string>>;
  }
}

const SAMPLES = "content/articles";

export default function setup(project: TestProject): void {
  // The Worker carries the content folder read ahead: it must be there before anything is bundled.
  execFileSync(process.execPath, ["src/cli/harkara.ts", "bundle"], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  project.provide("samples", samples());
}

function samples(): Readonly<Record<string, string>> {
  const names = readdirSync(SAMPLES).filter((name) => name.endsWith(".txt"));
  return Object.fromEntries(
    names.map((name) => [name.slice(0, -".txt".length), readFileSync(join(SAMPLES, name), "utf8")]),
  );
}
