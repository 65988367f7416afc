import { type BigIntStats, constants } from "node:fs";
import { lstat, open, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { readSlug } from "../../../article/slug.ts";
import { errorCode } from "../../../lib/error-code.ts";
import type { Finding } from "../../../lib/fault.ts";
import { MAX_ARTICLE_BYTES, READ_SUFFIXES, type SourceFormat } from "../../../source/source.ts";
import { decodeUtf8, tooLarge } from "../../../source/wire/lines.ts";

/** Files read at the same time: enough to keep a disk busy, far from the limit of open files. @limit files */
export const MAX_OPEN_FILES = 32;

/** Name of the folder of articles, in the content folder. */
export const ARTICLES_FOLDER = "articles";

/** The name of an article's file in faults. */
export function articleFile(name: string): string {
  return `${ARTICLES_FOLDER}/${name}`;
}

/** A parsed file name. */
export type NameReading =
  | { readonly kind: "article"; readonly slug: string; readonly format: SourceFormat }
  | { readonly kind: "ignored" }
  | { readonly kind: "refused"; readonly finding: Finding };

/**
 * Parses the name of a file in the folder of articles. Hidden files and folders are ignored, and files by which Word says
 * that it has a document open; others that are no articles get a fault.
 * @param name with the sub-folders that the file is in: `2025/03/story.md`. The slug is made of the last part
 */
export function readName(name: string): NameReading {
  const fileName = name.slice(name.lastIndexOf("/") + 1);
  if (/^(?:\.(?!\.)|~\$)/.test(fileName) || /(?:^|\/)\.[^/]*\//.test(name)) return { kind: "ignored" };
  const suffix = suffixOf(fileName);
  const format = READ_SUFFIXES[suffix.toLowerCase()];
  if (DOCUMENT_SUFFIXES.includes(suffix.toLowerCase())) {
    const message = "this is a document of a word processor, and is not read";
    const hint = "Save it as plain text (.txt, in UTF-8) or as Markdown (.md), and put that here in its place.";
    return refusedName("not-plain-text", message, hint);
  }
  if (format === undefined) {
    return refusedName(
      "not-an-article",
      "this is not read: its name does not end in .txt, .md or .json",
      "Rename it, or move it elsewhere.",
      "warning",
    );
  }
  const slugReading = readSlug(fileName.slice(0, -suffix.length));
  if (!("slug" in slugReading)) {
    const hint = "Rename it: letters, digits and hyphens, then .txt, .md or .json.";
    return refusedName("bad-name", `a file of this name cannot be an article: ${slugReading.message}`, hint);
  }
  return { kind: "article", slug: slugReading.slug, format };
}

/** The suffix of a file's name, with its dot; empty if there is none. */
function suffixOf(name: string): string {
  return /\.[^.]+$/.exec(name)?.[0] ?? "";
}

/** Suffixes of word processors' documents, in lower case. */
const DOCUMENT_SUFFIXES = [".doc", ".docm", ".docx", ".gdoc", ".odt", ".pages", ".rtf", ".rtfd"];

/** Differs when a file was changed or replaced. */
export type FileSignature = string;

export const ABSENT: FileSignature = "absent";

/** What `statFile` says of a missing file. */
export const MISSING = { signature: ABSENT, modified: 0 } as const;

/** The signature of a path, and its modification time in milliseconds since the epoch. */
export async function statFile(
  path: string,
): Promise<{ readonly signature: FileSignature; readonly modified: number }> {
  try {
    const link = await lstat(path, { bigint: true });
    // A link changes with its target. Without a target the link itself gets the fault.
    const file = link.isSymbolicLink() ? await target(path).catch(() => link) : link;
    return { signature: signatureOf(link, file), modified: Number(file.mtimeMs) };
  } catch (error) {
    if (isMissing(error)) return MISSING;
    return { signature: `unreadable ${errorCode(error)}`, modified: 0 };
  }
}

/** @param link what a path names, and what it leads to: the same unless it is a link */
export function signatureOf(link: BigIntStats, file: BigIntStats): FileSignature {
  return [link, file].map(({ ino, size, mtimeNs, ctimeNs }) => `${ino} ${size} ${mtimeNs} ${ctimeNs}`).join(" ");
}

async function target(path: string): Promise<BigIntStats> {
  return lstat(await realpath(path), { bigint: true });
}

export type TextReading = { readonly text: string; readonly modified: Date } | { readonly finding: Finding };

/**
 * Reads a text file of a folder. Its time is `ctime`: a file that is moved here keeps its older `mtime`.
 * @returns its text and time (UTC), or a fault: it is outside the folder, no regular file, too large, not UTF-8 or
 *   unreadable
 */
export async function readTextFile(folder: string, name: string): Promise<TextReading> {
  const path = join(folder, name);
  try {
    const real = await realpath(path);
    if (!real.startsWith((await realpath(folder)) + sep)) {
      return faulty(
        "outside-folder",
        "this is a link out of the folder",
        "Put the file itself here: links may only stay inside.",
      );
    }
    // O_NONBLOCK, as opening a pipe would wait for its writer.
    const file = await open(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    try {
      const stat = await file.stat();
      if (!stat.isFile()) return faulty("not-a-file", "this is not a regular file", "Put a text file here.");
      if (stat.size > MAX_ARTICLE_BYTES) return { finding: tooLarge(stat.size) };
      const decoded = decodeUtf8(await file.readFile());
      return "finding" in decoded ? decoded : { text: decoded.text, modified: stat.ctime };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (["ENXIO", "EISDIR"].includes(errorCode(error)))
      return faulty("not-a-file", "this is not a regular file", "Put a text file here.");
    if (isMissing(error)) return faulty("outside-folder", "this is a link to nothing", "Put the file itself here.");
    return faulty("unreadable", `the file cannot be read (${errorCode(error)})`, "Let the service's user read it.");
  }
}

function isMissing(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR", "ELOOP"].includes(errorCode(error));
}

function faulty(code: string, message: string, hint: string): { readonly finding: Finding } {
  return { finding: { line: 1, column: 1, code, message, hint, severity: "error" } };
}

function refusedName(
  code: string,
  message: string,
  hint: string,
  severity: Finding["severity"] = "error",
): NameReading {
  return { kind: "refused", finding: { line: 1, column: 1, code, message, hint, severity } };
}
