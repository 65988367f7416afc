import { join } from "node:path";
import { revise } from "../../../article/article.ts";
import type { Finding } from "../../../lib/fault.ts";
import { conventionsOf, type Site } from "../../../site/site.ts";
import type { Conventions } from "../../../source/conventions.ts";
import { parseSource } from "../../../source/parse-source.ts";
import { type Source, sourceTag } from "../../../source/source.ts";
import type { IndexedFile } from "../index/folder-index.ts";
import { ARTICLES_FOLDER, articleFile, type NameReading, readTextFile } from "./read-file.ts";

/** A file that was read, without its signature. `text` is missing if it cannot be read as text. */
export type FileReading = Omit<IndexedFile, "signature"> & { readonly text?: string };

/**
 * Reads a file of a content folder.
 * @param folder the content folder
 * @param now UTC, for a file without a time
 */
export async function readArticleFile(
  folder: string,
  name: string,
  nameReading: Exclude<NameReading, { kind: "ignored" }>,
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
  if (nameReading.kind === "refused") return faulty(nameReading.finding);
  const result = await readTextFile(join(folder, ARTICLES_FOLDER), name);
  if ("finding" in result) return faulty(result.finding);
  const { slug, format } = nameReading;
  return parseArticleFile({ slug, format, text: result.text }, name, site, result.modified, conventions);
}

/**
 * Parses the source of a file.
 * @param name of the file
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
    text: source.text,
  };
}

/** Keeps the previous article object if the article is the same, so that caches keyed by it stay valid. */
export function reuseArticle(reading: FileReading, previous: FileReading | undefined): FileReading {
  const [article, previousArticle] = [reading.article, previous?.article];
  if (
    !article ||
    !previousArticle ||
    article.revision !== previousArticle.revision ||
    article.slug !== previousArticle.slug
  )
    return reading;
  return article.modified.getTime() === previousArticle.modified.getTime()
    ? { ...reading, article: previousArticle }
    : reading;
}
