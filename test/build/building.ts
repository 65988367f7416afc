import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { BUILD_MANIFEST_FILE } from "../../src/build/manifest.ts";
import { harkara, type Outcome } from "../cli/terminal.ts";
import { temporaryFolder } from "../support/stores/folder.ts";

/** When the tests build, if nothing else is said: after every article of theirs. */
export const TODAY = new Date("2025-06-01T12:00:00Z");

/** Builds a folder into another, and keeps what it read in a third one. */
export interface Building {
  readonly out: string;
  readonly build: (options?: readonly string[], now?: Date) => Promise<Outcome>;
}

export async function buildingOf(content: string, env: Readonly<Record<string, string>> = {}): Promise<Building> {
  const [out, cache] = [await temporaryFolder(), join(await temporaryFolder(), "readings")];
  return {
    out,
    build: (options = [], now = TODAY) =>
      harkara(["build", content, "--out", out, "--cache", cache, ...options], env, now),
  };
}

/** Every file of a folder but the manifest, by its path below it. */
export async function bytesOf(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
  const read = paths.filter((path) => path !== BUILD_MANIFEST_FILE);
  return new Map(await Promise.all(read.map(async (path) => [path, await readFile(join(folder, path))] as const)));
}

/** What tells of each file whether it was written: its inode and its time. */
export async function identitiesOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const paths = [...(await bytesOf(folder)).keys()];
  return new Map(
    await Promise.all(
      paths.map(async (path) => {
        const { ino, mtimeNs } = await stat(join(folder, path), { bigint: true });
        return [path, `${ino} ${mtimeNs}`] as const;
      }),
    ),
  );
}

/** Expects a folder to hold the same files as one that was built from nothing. */
export async function expectFresh(folder: string, content: string, now = TODAY): Promise<void> {
  const fresh = await buildingOf(content);
  expect(await fresh.build([], now)).toMatchObject({ code: 0 });
  const [found, wanted] = [await bytesOf(folder), await bytesOf(fresh.out)];
  expect([...found.keys()].filter((path) => !path.endsWith(".gone"))).toEqual([...wanted.keys()]);
  for (const [path, bytes] of wanted) expect(found.get(path)?.equals(bytes), path).toBe(true);
}
