import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { readSlug } from "../../article/slug.ts";
import { formatFault } from "../../lib/fault.ts";
import { conventionsOf, type Site } from "../../site/site.ts";
import { parseSource } from "../../source/parse-source.ts";
import type { SourceFormat } from "../../source/source.ts";
import { listDirectory } from "../../store/folder/files/directory-listing.ts";
import { articleFile, readName, readTextFile } from "../../store/folder/files/read-file.ts";
import { ARTICLES_FOLDER } from "../../store/folder/folder.ts";
import type { ArchivePosition, RestoredRemoval } from "../../store/stored-article.ts";
import {
  type ArticleRecord,
  digestOf,
  EXPORT_MANIFEST_FILE,
  parseManifestLine,
} from "../../transfer/export-manifest.ts";
import type { ImportEntry } from "../item.ts";
import { SourceError } from "../source-error.ts";

/** A folder of articles, looked through. */
export interface FolderSource {
  /** How many entries there will be. */
  readonly total: number;
  /** By publication, ties by slug, so that positions in the archive come in their order; what is left out comes first. */
  readonly entries: () => AsyncIterable<ImportEntry>;
  readonly removals: readonly RestoredRemoval[];
  /** Archive positions up to which no later article may get one. */
  readonly reserved: readonly ArchivePosition[];
  /** What is strange about the folder as a whole. */
  readonly warnings: readonly string[];
}

/** A file that will be read again when its turn comes: a large folder's texts need not all be in memory. */
interface Listed {
  readonly name: string;
  readonly slug: string;
  readonly format: SourceFormat;
  readonly published: number;
}

/**
 * Looks through a content folder, a folder of articles or an export, with its sub-folders.
 * @param folder the content folder, or one in which the articles lie themselves
 * @param signal raised when nobody waits for it any longer: then fewer files are read
 * @throws SourceError if the folder cannot be read
 */
export async function readFolder(folder: string, site: Site, signal?: AbortSignal): Promise<FolderSource> {
  const inner = join(folder, ARTICLES_FOLDER);
  const articles = (await isFolder(inner)) ? inner : folder;
  const { records, removals, reserved, warnings } = await readManifest(folder);
  const listed: Listed[] = [];
  const { names, faults } = await listDirectory(articles);
  if (names === undefined) throw new SourceError(faults.map(({ message }) => `${articles}: ${message}`).join());
  const leftOut: ImportEntry[] = faults.map((fault) => {
    const path = join(articles, fault.file.slice(articleFile("").length));
    return { kind: "left-out", name: path, reason: `${formatFault({ ...fault, file: path })}. ${fault.hint}` };
  });
  const slugs = new Map<string, string>();
  const conventions = conventionsOf(site);
  for (const name of names.toSorted()) {
    if (signal?.aborted === true) break;
    if (articles === folder && (name === EXPORT_MANIFEST_FILE || name === "site.json")) continue;
    const path = join(articles, name);
    const record = records.get(name.normalize("NFC"));
    const named = readName(name);
    if (named.kind === "ignored") continue;
    if (named.kind === "refused") {
      if (articles === inner || named.finding.severity === "error") {
        const reason = `${formatFault({ file: path, ...named.finding })}. ${named.finding.hint}`;
        leftOut.push({ kind: "left-out", name: path, reason });
      }
      continue;
    }
    const slug = record?.slug ?? named.slug;
    const other = slugs.get(slug);
    if (other !== undefined) {
      leftOut.push({ kind: "left-out", name: path, reason: `${path}: ${other} is the same article` });
      continue;
    }
    slugs.set(slug, path);
    const read = await readTextFile(articles, name);
    if ("finding" in read) {
      leftOut.push({ kind: "left-out", name: path, reason: formatFault({ file: path, ...read.finding }) });
      continue;
    }
    const { format } = named;
    const { article, findings } = await parseSource({ slug, format, text: read.text }, conventions);
    const wrong = findings.find(({ severity, code }) => severity === "error" || code === "draft");
    if (article === null) {
      const reason =
        wrong === undefined ? `${path}: it is no article` : `${formatFault({ file: path, ...wrong })}. ${wrong.hint}`;
      leftOut.push({ kind: "left-out", name: path, reason });
      continue;
    }
    listed.push({ name, slug, format, published: article.published.getTime() });
  }
  listed.sort((a, b) => a.published - b.published || (a.slug < b.slug ? -1 : 1));
  return {
    total: listed.length + leftOut.length,
    removals,
    reserved,
    warnings,
    async *entries() {
      yield* leftOut;
      for (const { name, slug, format } of listed)
        yield await readAgain(articles, name, slug, format, records.get(name.normalize("NFC")));
    },
  };
}

async function readAgain(
  folder: string,
  name: string,
  slug: string,
  format: SourceFormat,
  record: ArticleRecord | undefined,
): Promise<ImportEntry> {
  const path = join(folder, name);
  const read = await readTextFile(folder, name);
  if ("finding" in read) {
    return { kind: "left-out", name: path, reason: formatFault({ file: path, ...read.finding }) };
  }
  const same = record?.restored !== undefined && record.digest === digestOf(read.text);
  const incoming = { slug, format, text: read.text, ...(same && { restored: record.restored }) };
  return { kind: "article", name: path, incoming };
}

async function readManifest(folder: string): Promise<{
  readonly records: ReadonlyMap<string, ArticleRecord>;
  readonly removals: readonly RestoredRemoval[];
  readonly reserved: readonly ArchivePosition[];
  readonly warnings: readonly string[];
}> {
  const path = join(folder, EXPORT_MANIFEST_FILE);
  const records = new Map<string, ArticleRecord>();
  const removals: RestoredRemoval[] = [];
  const reserved: ArchivePosition[] = [];
  const warnings: string[] = [];
  if (!(await exists(path))) return { records, removals, reserved, warnings };
  let [number, ended] = [0, false];
  for await (const text of createInterface({
    input: createReadStream(path),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    number += 1;
    if (text.trim() === "") continue;
    const line = parseManifestLine(text);
    if (line === undefined || (line.kind === "article" && !("slug" in readSlug(line.record.slug)))) {
      warnings.push(`${path}:${number} is not understood and passed over`);
    } else if (line.kind === "article") records.set(line.record.file.normalize("NFC"), line.record);
    else if (line.kind === "removal") removals.push(line.removal);
    else if (line.kind === "reserved") reserved.push(line.reserved);
    else ended = true;
  }
  if (!ended) warnings.push(`${path} ends early: the export was interrupted, and articles may be missing`);
  return { records, removals, reserved, warnings };
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
