import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { harkara, type Outcome } from "../../cli/terminal.ts";

/** Runs a command of backups as of now: the times of files are the system's. */
export function run(...args: readonly string[]): Promise<Outcome> {
  return harkara(args, {}, new Date());
}

/** All files of a folder, hidden ones too, by their paths. */
export async function filesOf(folder: string): Promise<Record<string, string>> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((each) => each.isFile());
  const paths = files.map((each) => join(each.parentPath, each.name)).sort();
  return Object.fromEntries(
    await Promise.all(
      paths.map(async (path) => [path.slice(folder.length + 1), await readFile(path, "latin1")] as const),
    ),
  );
}
