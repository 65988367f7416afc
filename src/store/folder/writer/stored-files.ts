import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { readSlug } from "../../../article/slug.ts";
import { errorCode } from "../../../lib/error-code.ts";
import { SOURCE_FORMATS, SOURCE_SUFFIXES, sourceTag } from "../../../source/source.ts";
import type { StoredSource } from "../../article-writer.ts";
import { readName, readTextFile } from "../files/read-file.ts";
import type { Folder } from "../folder.ts";

/** The files of a slug on the disk. */
export interface StoredFiles {
  /** In the order of the index: the first one is served. */
  readonly names: readonly string[];
  /** The source in the first file; undefined if it cannot be read as text. */
  readonly source: StoredSource | undefined;
  /** Names that are not files, such as folders. */
  readonly blocked: ReadonlySet<string>;
}

/** Reads the files of a slug from the disk, settled or not. @param slug must be normal (`isNormalSlug`) */
export async function storedFilesOf(folder: Folder, slug: string): Promise<StoredFiles> {
  const possibleNames = SOURCE_FORMATS.map((format) => slug + SOURCE_SUFFIXES[format]);
  const names: string[] = [];
  const blocked = new Set<string>();
  const indexed = folder.index.namesOf(slug);
  for (const name of new Set([...indexed, ...possibleNames.sort()])) {
    const kind = await kindOf(join(folder.articlesPath, name));
    if (kind === "file") names.push(name);
    if (kind === "other") blocked.add(name);
  }
  const [first] = names;
  return { names, source: first === undefined ? undefined : await readStoredSource(folder, first), blocked };
}

/** Whether a slug is in its normal form, so that a file of this name has this slug. */
export function isNormalSlug(slug: string): boolean {
  const reading = readSlug(slug);
  return "slug" in reading && reading.slug === slug;
}

async function readStoredSource(folder: Folder, name: string): Promise<StoredSource | undefined> {
  const nameReading = readName(name);
  const reading = await readTextFile(folder.articlesPath, name);
  if (nameReading.kind !== "article" || "finding" in reading) return undefined;
  const source = { slug: nameReading.slug, format: nameReading.format, text: reading.text };
  const tag = await sourceTag(source.format, source.text);
  const writtenBy = folder.savedState.lastWriters.nameOf(source.slug, tag);
  return { ...source, tag, modified: reading.modified, writtenBy };
}

async function kindOf(path: string): Promise<"none" | "file" | "other"> {
  try {
    const stats = await lstat(path);
    return stats.isFile() || stats.isSymbolicLink() ? "file" : "other";
  } catch (error) {
    if (errorCode(error) === "ENOENT") return "none";
    throw error;
  }
}
