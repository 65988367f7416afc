import { join } from "node:path";
import { revise } from "../../article/article.ts";
import type { Finding } from "../../lib/fault.ts";
import { conventionsOf, type Site } from "../../site/site.ts";
import type { Conventions } from "../../source/conventions.ts";
import { parseSource } from "../../source/parse-source.ts";
import { type Source, sourceTag } from "../../source/source.ts";
import type { IndexedFile } from "./folder-index.ts";
import { type NameReading, readTextFile } from "./read-file.ts";

/** Name of the folder of articles, in the content folder. */
export const ARTICLES_FOLDER = "articles";

/** What a file of a name is called in faults. */
export function articleFile(name: string): string {
  return `${ARTICLES_FOLDER}/${name}`;
}

/** What comes of a file, but for what tells whether it is still the same. */
export type FileReading = Omit<IndexedFile, "signature">;

/**
 * Reads a file of a content folder.
 * @param folder the content folder
 * @param now UTC, for what has no time of its own
 */
export async function readArticleFile(
  folder: string,
  name: string,
  named: Exclude<NameReading, { kind: "ignored" }>,
  site: Site,
  conventions: Conventions,
  now: Date,
): Promise<FileReading> {
  const faulty = (finding: Finding): FileReading => ({
    site,
    source: undefined,
    article: null,
    faults: [{ file: articleFile(name), ...finding }],
    modified: now,
  });
  if (named.kind === "refused") return faulty(named.finding);
  const read = await readTextFile(join(folder, ARTICLES_FOLDER), name);
  if ("finding" in read) return faulty(read.finding);
  const { slug, format } = named;
  return parseArticleFile({ slug, format, text: read.text }, name, site, read.modified, conventions);
}

/**
 * What comes of a source.
 * @param name of its file
 * @param modified when it was stored, UTC
 */
export async function parseArticleFile(
  source: Source,
  name: string,
  site: Site,
  modified: Date,
  conventions = conventionsOf(site),
): Promise<FileReading> {
  const { article, findings } = await parseSource(source, conventions);
  return {
    site,
    source: { format: source.format, tag: await sourceTag(source.format, source.text) },
    article: article && (await revise(article, modified)),
    faults: findings.map((finding) => ({ file: articleFile(name), ...finding })),
    modified,
  };
}

/** The reading with the article of a former one in place of its own, where the two are the same. */
export function reuseArticle(reading: FileReading, former: FileReading | undefined): FileReading {
  const [own, other] = [reading.article, former?.article];
  if (!own || !other || own.revision !== other.revision || own.slug !== other.slug) return reading;
  return own.modified.getTime() === other.modified.getTime() ? { ...reading, article: other } : reading;
}
