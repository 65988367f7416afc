import { lstat, readdir, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { errorCode } from "../lib/error-code.ts";
import { GOOD_VERSIONS_FILE } from "../store/folder/saved/good-versions.ts";
import { SAVED_STATE_FILE } from "../store/folder/saved/saved-state-file.ts";

/** The files of a content folder by their paths in it, with `/`, and what is none of them. */
export interface ContentFiles {
  readonly files: readonly string[];
  /** Links that lead out of their folder or nowhere, what is no regular file, and names that are not UTF-8. */
  readonly leftOut: readonly string[];
}

/** Whether a name at the top of a content folder belongs to the content. Of hidden files only those of the service do. */
export function isContent(name: string): boolean {
  return !name.startsWith(".") || name === SAVED_STATE_FILE || name === GOOD_VERSIONS_FILE;
}

/**
 * Lists the files of a content folder that are not hidden. Links are followed as the service follows them.
 * @param omitted real paths of files that do not count
 * @throws the error of the file system for a folder that cannot be read
 */
export async function listContent(folder: string, omitted: ReadonlySet<string>): Promise<ContentFiles> {
  const files: string[] = [];
  const leftOut: string[] = [];
  const visited = new Set<string>();
  const list = async (path: string) => {
    const directory = await realpath(join(folder, path));
    // Links may lead in a circle.
    if (visited.has(directory)) return;
    visited.add(directory);
    for (const name of (await readdir(directory)).filter((each) => !each.startsWith("."))) {
      const relative = path === "" ? name : `${path}/${name}`;
      const kind = await kindOf(directory, name, omitted);
      if (kind === "folder") await list(relative);
      if (kind === "file") files.push(relative);
      if (kind === "other") leftOut.push(relative);
    }
  };
  await list("");
  return { files: files.sort(), leftOut: leftOut.sort() };
}

async function kindOf(
  directory: string,
  name: string,
  omitted: ReadonlySet<string>,
): Promise<"file" | "folder" | "other" | "none"> {
  const path = join(directory, name);
  try {
    const real = await realpath(path);
    if (omitted.has(real)) return "none";
    const found = await stat(real);
    if (found.isDirectory()) return "folder";
    return found.isFile() && real.startsWith(directory + sep) ? "file" : "other";
  } catch (error) {
    if (!["ENOENT", "ELOOP"].includes(errorCode(error))) throw error;
    // A link to nothing, a name that was not understood, or a file that has just been removed.
    const isThere = await lstat(path).then(
      () => true,
      () => false,
    );
    return isThere || name.includes("\ufffd") ? "other" : "none";
  }
}

/** Whether there is something at a path. @throws the error of the file system when that cannot be told */
export async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(errorCode(error))) return false;
    throw error;
  }
}
