import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";

const SOURCE = "src";

/** The Worker's entry holds what lives as long as the isolate; all else is handed in. */
const ENTRIES = ["worker.ts"];

/** A declaration of a module's own whose value changes: a variable, an empty collection, or a cache. */
const STATE =
  /^(?:export )?(?:let \w+|const \w+(?:: [^=]+)? = (?:new (?:Weak(?:Map|Set|Ref)|LruMap)\b.*|new (?:Map|Set)(?:<.*>)?\(\)|\[\];|memoize\(.*))/gm;

it("knows state where it stands", () => {
  const lines = ["let a = 1;", "const b = new Map<string, string>();", "export const c = memoize(read);"];
  for (const line of [...lines, "const d = new WeakMap<Site, string>();"]) expect(line.match(STATE)).not.toBeNull();
  for (const line of ['const e = new Set(["a"]);', "  const f = new Map();"]) expect(line.match(STATE)).toBeNull();
});

it("no module but that entry keeps state of its own: caches, clocks and counters are handed in", async () => {
  const found: string[] = [];
  for (const file of await readdir(SOURCE, { recursive: true })) {
    if (!file.endsWith(".ts") || ENTRIES.includes(file)) continue;
    for (const [line] of (await readFile(join(SOURCE, file), "utf8")).matchAll(STATE)) found.push(`${file}: ${line}`);
  }
  expect(found).toEqual([]);
});
