import { createHash } from "node:crypto";
import { mkdir, open, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SOURCE_SUFFIXES } from "../source/source.ts";
import { readName } from "../store/folder/files/read-file.ts";
import { ARTICLES_FOLDER } from "../store/folder/folder.ts";
import type { OutgoingArticle } from "../store/stored-article.ts";
import { articleLine, EXPORT_MANIFEST_FILE, endLine, removalLine, reservedLine } from "../transfer/export-manifest.ts";
import type { Origin } from "../transfer/target.ts";

/** What came of an export. */
export interface ExportSummary {
  readonly articles: number;
  readonly removals: number;
  /** Whether it ended before everything was written. */
  readonly interrupted: boolean;
}

/**
 * Writes everything of an origin as a content folder: each article's source in a file of its own, and beside them a
 * manifest with what the files do not say.
 * @param folder that is there and empty
 * @param onProgress told after each article how many there were
 */
export async function writeFolder(
  origin: Origin,
  folder: string,
  { signal, onProgress }: { signal?: AbortSignal | undefined; onProgress: (articles: number) => void },
): Promise<ExportSummary> {
  const articles = join(folder, ARTICLES_FOLDER);
  await mkdir(articles, { recursive: true });
  const manifest = join(folder, EXPORT_MANIFEST_FILE);
  const lines = await open(`${manifest}.part`, "wx");
  const write = (line: string) => lines.write(`${line}\n`);
  const count = { articles: 0, removals: 0 };
  const takenNames = new Set<string>();
  let interrupted = false;
  try {
    for await (const article of origin.articles()) {
      if (signal?.aborted === true) {
        interrupted = true;
        break;
      }
      const name = freeName(article, takenNames);
      await writeWhole(articles, name, article.text);
      await write(articleLine(article, name));
      count.articles += 1;
      onProgress(count.articles);
    }
    if (!interrupted) {
      for await (const removal of origin.removals()) {
        await write(removalLine(removal));
        count.removals += 1;
      }
      for (const reserved of await origin.reserved()) await write(reservedLine(reserved));
      await write(endLine(count.articles, count.removals));
    }
  } finally {
    await lines.close();
  }
  await rename(`${manifest}.part`, manifest);
  return { ...count, interrupted };
}

/**
 * The article's slug with its suffix, where that can be a file's name and is no other's; else one that is made of it.
 * @param takenNames names that are given, folded; this one is added
 */
function freeName({ slug, format }: OutgoingArticle, takenNames: Set<string>): string {
  const suffix = SOURCE_SUFFIXES[format];
  const plain = `${slug}${suffix}`;
  // The folder may be copied to a system on which letters of two cases are one name: no two may differ by that alone.
  if (isPlain(plain, slug) && !takenNames.has(folded(plain))) {
    takenNames.add(folded(plain));
    return plain;
  }
  const digest = createHash("sha256").update(slug).digest("hex").slice(0, 16);
  const readable = slug.replace(/[^\p{L}\p{M}\p{N}-]+/gu, "_");
  let cut = "";
  for (const character of readable) {
    if (Buffer.byteLength(cut + character) > 100) break;
    cut += character;
  }
  const name = `${cut}_${digest}${suffix}`;
  takenNames.add(folded(name));
  return name;
}

/** The same for all names that any system takes for one: `ſ`, `ς` and `ß` have no capitals of their own. */
function folded(name: string): string {
  return name.toUpperCase().toLowerCase().normalize("NFC");
}

/** Whether every system takes a name as it is, and it reads as the same slug again. */
function isPlain(name: string, slug: string): boolean {
  const named = readName(name);
  return (
    named.kind === "article" &&
    named.slug === slug &&
    !/[<>:"|?*]/.test(name) &&
    !/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(name)
  );
}

/** Under another name first, so that a file is there as a whole or not at all. */
async function writeWhole(folder: string, name: string, text: string): Promise<void> {
  const temporary = join(folder, ".article.part");
  await writeFile(temporary, text);
  await rename(temporary, join(folder, name));
}
