import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { readSlug } from "../../../article/slug.ts";
import { errorCode } from "../../../lib/error-code.ts";
import { SOURCE_FORMATS, SOURCE_SUFFIXES, sourceTag } from "../../../source/source.ts";
import type { StoredSource } from "../../article-writer.ts";
import type { Folder } from "../folder.ts";
import { readName, readTextFile } from "../read-file.ts";

/** What stands on the disk for a slug. */
export interface StoredFiles {
  /** Its files, the one that is served first. */
  readonly names: readonly string[];
  /** What the first of them says; nothing when it cannot be read as a text. */
  readonly source: StoredSource | undefined;
  /** Names that it may not take, as a folder or the like stands there. */
  readonly blocked: ReadonlySet<string>;
}

/** Looks what stands on the disk for a slug, settled or not. @param slug a good one (`isNormalSlug`) */
export async function storedFilesOf(folder: Folder, slug: string): Promise<StoredFiles> {
  const own = SOURCE_FORMATS.map((format) => slug + SOURCE_SUFFIXES[format]);
  const names: string[] = [];
  const blocked = new Set<string>();
  for (const name of new Set([...own, ...folder.index.namesOf(slug)])) {
    const kind = await kindOf(join(folder.articlesPath, name));
    if (kind === "file") names.push(name);
    if (kind === "other") blocked.add(name);
  }
  names.sort();
  const [first] = names;
  return { names, source: first === undefined ? undefined : await read(folder, first), blocked };
}

/** Whether a slug is one in its one form, so that its files are read as articles of this very slug. */
export function isNormalSlug(slug: string): boolean {
  const read = readSlug(slug);
  return "slug" in read && read.slug === slug;
}

async function read(folder: Folder, name: string): Promise<StoredSource | undefined> {
  const named = readName(name);
  const reading = await readTextFile(folder.articlesPath, name);
  if (named.kind !== "article" || "finding" in reading) return undefined;
  const source = { slug: named.slug, format: named.format, text: reading.text };
  return { ...source, tag: await sourceTag(source.format, source.text), modified: reading.modified };
}

async function kindOf(path: string): Promise<"none" | "file" | "other"> {
  try {
    const found = await lstat(path);
    return found.isFile() || found.isSymbolicLink() ? "file" : "other";
  } catch (error) {
    if (errorCode(error) === "ENOENT") return "none";
    throw error;
  }
}
