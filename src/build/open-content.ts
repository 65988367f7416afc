import type { Fault } from "../lib/fault.ts";
import type { Site } from "../site/site.ts";
import type { Content } from "../store/content.ts";
import { ARTICLES_FOLDER, articleFile, readName } from "../store/folder/files/read-file.ts";
import { createSqlStore } from "../store/sql/sql-store.ts";
import { openSqlite } from "../store/sqlite/open-sqlite.ts";
import { scopeFingerprints } from "./fingerprints.ts";
import { readContentFolder } from "./readings.ts";

/** What is built from. */
export interface BuildContent {
  /** Undefined if nothing can be built; the faults say why. */
  readonly content: Content | undefined;
  readonly faults: readonly Fault[];
  /** Slugs of the articles that have a fault, so that they are left out. */
  readonly faulty: readonly string[];
  /** By the path of a scope; empty if they would cost more than they save. */
  readonly fingerprints: ReadonlyMap<string, string>;
  readonly close: () => void;
}

/**
 * Reads a content folder.
 * @param cache the file that keeps what was read
 * @param now UTC
 */
export async function openFolderContent(
  path: string,
  cache: string,
  siteUrl: string | undefined,
  now: Date,
): Promise<BuildContent> {
  const { site, store, articles, removals, faults } = await readContentFolder(path, cache, siteUrl, () => now);
  const errors = faults.filter(({ severity }) => severity === "error").map(({ file }) => file);
  const faulty = errors.flatMap((file) => {
    const reading = readName(file.slice(articleFile("").length));
    return reading.kind === "article" ? [reading.slug] : [];
  });
  const isReadable = site !== undefined && store !== undefined && !errors.includes(ARTICLES_FOLDER);
  return {
    content: isReadable ? { site, store } : undefined,
    faults,
    faulty,
    fingerprints: scopeFingerprints(articles, removals, now),
    close: () => undefined,
  };
}

/** Opens a database under the settings of a site. @throws what SQLite throws */
export function openDatabaseContent(file: string, site: Site): BuildContent {
  const database = openSqlite(file);
  return {
    content: { site, store: createSqlStore(database, site) },
    faults: [],
    faulty: [],
    fingerprints: new Map(),
    close: () => database.close(),
  };
}
