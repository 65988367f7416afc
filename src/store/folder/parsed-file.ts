import { join } from "node:path";
import { revise } from "../../article/article.ts";
import type { Finding } from "../../lib/fault.ts";
import { conventionsOf, type Site } from "../../site/site.ts";
import { readSource } from "../../source/parse-source.ts";
import { type Source, tagOf } from "../../source/source.ts";
import type { Entry } from "./folder-index.ts";
import { type NameReading, readText } from "./read-file.ts";

/** Name of the folder of articles, in the content folder. */
export const ARTICLES_FOLDER = "articles";

/** What a file of a name is called in faults. */
export function fileOf(name: string): string {
  return `${ARTICLES_FOLDER}/${name}`;
}

/** What comes of a file, but for what tells whether it is still the same. */
export type Reading = Omit<Entry, "signature">;

/**
 * Reads a file of a content folder.
 * @param folder the content folder
 * @param now UTC, for what has no time of its own
 */
export async function readEntry(
  folder: string,
  name: string,
  named: Exclude<NameReading, { kind: "ignored" }>,
  site: Site,
  now: Date,
): Promise<Reading> {
  const faulty = (finding: Finding): Reading => ({
    site,
    source: undefined,
    article: null,
    faults: [{ file: fileOf(name), ...finding }],
    modified: now,
  });
  if (named.kind === "refused") return faulty(named.finding);
  const read = await readText(join(folder, ARTICLES_FOLDER), name);
  if ("finding" in read) return faulty(read.finding);
  const { slug, format } = named;
  return entryOf({ slug, format, text: read.text }, name, site, read.modified);
}

/**
 * What comes of a source.
 * @param name of its file
 * @param modified when it was stored, UTC
 */
export async function entryOf(source: Source, name: string, site: Site, modified: Date): Promise<Reading> {
  const { article, findings } = await readSource(source, conventionsOf(site));
  return {
    site,
    source: { format: source.format, tag: await tagOf(source.format, source.text) },
    article: article && (await revise(article, modified)),
    faults: findings.map((finding) => ({ file: fileOf(name), ...finding })),
    modified,
  };
}

/** The reading with the article of a former one in place of its own, where the two are the same. */
export function sameArticle(reading: Reading, former: Reading | undefined): Reading {
  const [own, other] = [reading.article, former?.article];
  if (!own || !other || own.revision !== other.revision || own.slug !== other.slug) return reading;
  return own.modified.getTime() === other.modified.getTime() ? { ...reading, article: other } : reading;
}
