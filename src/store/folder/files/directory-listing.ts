import { isUtf8 } from "node:buffer";
import type { Dirent } from "node:fs";
import { lstat, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { errorCode } from "../../../lib/error-code.ts";
import type { Fault } from "../../../lib/fault.ts";
import { linkedFolder, nestedTooDeep, notUtf8Name, unreadableFolder } from "../folder-faults.ts";
import { ARTICLES_FOLDER, articleFile, readName } from "./read-file.ts";

/** Folders within each other, below the folder of articles: years, months, days and sections need four. @limit folders */
export const MAX_FOLDER_DEPTH = 8;

/** What is in a folder and its sub-folders, by names from that folder on, and its faults. */
export interface DirectoryListing {
  /** Of files, and of all else that is no sub-folder. Undefined if the folder itself cannot be read. */
  readonly names: readonly string[] | undefined;
  /** Of its sub-folders. */
  readonly folders: readonly string[];
  readonly faults: readonly Fault[];
}

/** Lists the folder of articles with its sub-folders. Hidden ones are left out, and links are not followed. */
export async function listDirectory(path: string): Promise<DirectoryListing> {
  const names: string[] = [];
  const folders: string[] = [];
  const faults: Fault[] = [];
  const error = await listInto(path, "", { names, folders, faults });
  if (error !== undefined) return { names: undefined, folders, faults: [unreadableFolder(ARTICLES_FOLDER, error)] };
  // Sub-folders are added to the list while it is gone through.
  for (const folder of folders) {
    const code = await listInto(path, folder, { names, folders, faults });
    if (code !== undefined && code !== "ENOENT") faults.push(unreadableFolder(articleFile(folder), code));
  }
  return { names, folders: folders.sort(), faults };
}

/** @returns the code of the error if the folder cannot be read */
async function listInto(
  path: string,
  folder: string,
  found: { readonly names: string[]; readonly folders: string[]; readonly faults: Fault[] },
): Promise<string | undefined> {
  let entries: readonly Dirent<Buffer>[];
  try {
    entries = await readdir(join(path, folder), { encoding: "buffer", withFileTypes: true });
    await checkSearchable(join(path, folder));
  } catch (error) {
    return errorCode(error);
  }
  for (const entry of entries) {
    const name = folder === "" ? String(entry.name) : `${folder}/${entry.name}`;
    const hasFolderName = isFolderName(String(entry.name));
    if (!isUtf8(entry.name)) found.faults.push(notUtf8Name(articleFile(name)));
    else if (hasFolderName && entry.isDirectory()) {
      if (name.split("/").length > MAX_FOLDER_DEPTH)
        found.faults.push(nestedTooDeep(articleFile(name), MAX_FOLDER_DEPTH));
      else found.folders.push(name);
    } else if (hasFolderName && entry.isSymbolicLink() && (await leadsToFolder(join(path, name))))
      found.faults.push(linkedFolder(articleFile(name)));
    else found.names.push(name);
  }
  return undefined;
}

/** Whether a folder of this name is one with articles. Some programs store a document as a folder. */
function isFolderName(name: string): boolean {
  const reading = readName(name);
  return reading.kind === "refused" && reading.finding.code === "not-an-article" && !name.startsWith(".");
}

function leadsToFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (target) => target.isDirectory(),
    () => false,
  );
}

/**
 * When a name in a folder or its sub-folders last changed, in milliseconds since the epoch.
 * @param folders its sub-folders
 */
export async function latestChange(path: string, folders: readonly string[]): Promise<number> {
  const times = await Promise.all(
    ["", ...folders].map((folder) =>
      lstat(join(path, folder)).then(
        ({ ctimeMs }) => ctimeMs,
        () => 0,
      ),
    ),
  );
  return Math.max(...times);
}

/** The fault of a folder that cannot be read: files that are not seen in it are not deleted. Undefined if it can. */
export async function unreadableFault(path: string): Promise<Fault | undefined> {
  return checkSearchable(path).then(
    () => undefined,
    (error) => unreadableFolder(ARTICLES_FOLDER, errorCode(error)),
  );
}

async function checkSearchable(path: string): Promise<void> {
  // With the dot it fails for a folder that may be listed but not searched.
  await stat(`${path}/.`);
}
