import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { readSlug } from "../../../article/slug.ts";
import { errorCode } from "../../../lib/error-code.ts";
import { READ_SUFFIXES, SOURCE_SUFFIXES, type SourceFormat, sourceTag } from "../../../source/source.ts";
import type { StoredSource } from "../../article-writer.ts";
import { readName, readTextFile } from "../files/read-file.ts";
import type { Folder } from "../folder.ts";
import { foldSlug } from "../index/folder-index.ts";

/** The files of a slug on the disk. */
export interface StoredFiles {
  /** In the order of the index: the first one is served. */
  readonly names: readonly string[];
  /** The source in the first file; undefined if it cannot be read as text. */
  readonly source: StoredSource | undefined;
}

/** Reads the files of a slug from the disk, settled or not. @param slug must be normal (`isNormalSlug`) */
export async function storedFilesOf(folder: Folder, slug: string): Promise<StoredFiles> {
  const possibleNames = Object.keys(READ_SUFFIXES).map((suffix) => slug + suffix);
  const names: string[] = [];
  /** On some systems names that differ in case or composition are one file. */
  const seen = new Set<string>();
  const { index } = folder;
  for (const name of new Set([...index.namesOf(slug), ...index.filesOf(slug), ...possibleNames.sort()])) {
    const found = await lookUp(folder, name);
    const identity = `${found.inode} ${foldSlug(name)}`;
    if (found.kind === "file" && !seen.has(identity)) names.push(name);
    seen.add(identity);
  }
  const [first] = names;
  return { names, source: first === undefined ? undefined : await readStoredSource(folder, first) };
}

/**
 * The name of the file that an article is to be written to: that of the file that it has, if that has the format already,
 * else one beside it with the suffix of the format.
 * @param previous name of the file that it has
 */
export function fileNameFor(slug: string, format: SourceFormat, previous: string | undefined): string {
  const reading = previous === undefined ? undefined : readName(previous);
  if (previous !== undefined && reading?.kind === "article" && reading.format === format) return previous;
  const subfolder = previous?.slice(0, previous.lastIndexOf("/") + 1) ?? "";
  return subfolder + slug + SOURCE_SUFFIXES[format];
}

/** Whether a name may not be written to: something that is no file has it, or a link on its way leads elsewhere. */
export async function isBlocked(folder: Folder, name: string): Promise<boolean> {
  const parts = name.split("/").slice(0, -1);
  for (const end of parts.keys()) {
    const stats = await lstat(join(folder.articlesPath, ...parts.slice(0, end + 1))).catch(() => undefined);
    if (stats?.isDirectory() === false) return true;
  }
  return (await lookUp(folder, name)).kind === "other";
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

async function lookUp(
  { articlesPath }: Folder,
  name: string,
): Promise<{ readonly kind: "none" | "file" | "other"; readonly inode: number }> {
  try {
    const stats = await lstat(join(articlesPath, name));
    return { kind: stats.isFile() || stats.isSymbolicLink() ? "file" : "other", inode: stats.ino };
  } catch (error) {
    if (errorCode(error) === "ENOENT") return { kind: "none", inode: 0 };
    throw error;
  }
}
