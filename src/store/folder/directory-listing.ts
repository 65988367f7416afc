import { isUtf8 } from "node:buffer";
import { readdir, stat } from "node:fs/promises";
import { errorCode } from "../../lib/error-code.ts";
import type { Fault } from "../../lib/fault.ts";
import { notUtf8Name, unreadableFolder } from "./folder-faults.ts";
import { ARTICLES_FOLDER, articleFile } from "./parsed-file.ts";

/** The names in a folder, and what is wrong with it; no names when it cannot be looked into. */
export interface DirectoryListing {
  readonly names: readonly string[] | undefined;
  readonly faults: readonly Fault[];
}

/** Lists the folder of articles. */
export async function listDirectory(path: string): Promise<DirectoryListing> {
  try {
    const names = await readdir(path, { encoding: "buffer" });
    await enter(path);
    const faults = names
      .filter((name) => !isUtf8(name))
      .map((name) => notUtf8Name(articleFile(String(name))));
    return { names: names.filter((name) => isUtf8(name)).map(String), faults };
  } catch (error) {
    return { names: undefined, faults: [unreadableFolder(ARTICLES_FOLDER, errorCode(error))] };
  }
}

/** The fault of a folder that cannot be looked into, so that what is not seen in it is not gone; else nothing. */
export async function unreadableFault(path: string): Promise<Fault | undefined> {
  return enter(path).then(
    () => undefined,
    (error) => unreadableFolder(ARTICLES_FOLDER, errorCode(error)),
  );
}

async function enter(path: string): Promise<void> {
  // With the dot it fails where the folder may be listed and nothing in it be looked at.
  await stat(`${path}/.`);
}
