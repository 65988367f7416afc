import { isUtf8 } from "node:buffer";
import { readdir, stat } from "node:fs/promises";
import { errorCode } from "../../../lib/error-code.ts";
import type { Fault } from "../../../lib/fault.ts";
import { notUtf8Name, unreadableFolder } from "../folder-faults.ts";
import { ARTICLES_FOLDER, articleFile } from "./read-file.ts";

/** The names in a folder and its faults. Names are undefined if it cannot be read. */
export interface DirectoryListing {
  readonly names: readonly string[] | undefined;
  readonly faults: readonly Fault[];
}

/** Lists the folder of articles. */
export async function listDirectory(path: string): Promise<DirectoryListing> {
  try {
    const names = await readdir(path, { encoding: "buffer" });
    await checkSearchable(path);
    const faults = names.filter((name) => !isUtf8(name)).map((name) => notUtf8Name(articleFile(String(name))));
    return { names: names.filter((name) => isUtf8(name)).map(String), faults };
  } catch (error) {
    return { names: undefined, faults: [unreadableFolder(ARTICLES_FOLDER, errorCode(error))] };
  }
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
