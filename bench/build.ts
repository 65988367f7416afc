import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { SITE_JSON, storyOf, wireText } from "./support/corpus.ts";

/*
 * A static site of 10,000 articles, built from nothing, and built again with one more: seconds of the whole command, as it
 * is started. `node bench/build.ts [articles]`
 */

const count = Number(process.argv[2] ?? 10_000);
const folder = mkdtempSync(join(tmpdir(), "harkara-build-"));
const [content, out, cache] = [join(folder, "content"), join(folder, "public"), join(folder, "readings")];

function write(number: number): void {
  const story = storyOf(number);
  writeFileSync(join(content, "articles", `${story.slug}.txt`), wireText(story));
}

function build(what: string): void {
  const begun = performance.now();
  const args = ["src/cli/harkara.ts", "build", content, "--out", out, "--cache", cache, "--json"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  const { written, unchanged } = JSON.parse(stdout);
  const seconds = ((performance.now() - begun) / 1000).toFixed(2);
  console.log(`${what}: ${seconds} s, ${written} written, ${unchanged} unchanged, load ${loadavg()[0]?.toFixed(1)}`);
}

try {
  mkdirSync(join(content, "articles"), { recursive: true });
  writeFileSync(join(content, "site.json"), SITE_JSON);
  for (let number = 3; number < count + 3; number += 1) write(number);
  build(`${count} articles`);
  build("nothing new");
  for (const number of [2, 1, 0]) {
    write(number);
    build("one more article");
  }
} finally {
  rmSync(folder, { recursive: true });
}
