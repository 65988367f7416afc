import { setTimeout as pause } from "node:timers/promises";
import { type Fault, formatFault } from "../../lib/fault.ts";
import { countNoun } from "../../lib/plural.ts";
import type { Site } from "../../site/site.ts";
import type { Content } from "../../store/content.ts";
import { SETTLE_MS, WriteSettling } from "../../store/folder/files/write-settling.ts";
import { logNewFaults, SCAN_INTERVAL_MS } from "../../store/folder/folder-watcher.ts";
import { SITE_FILE, SiteFile } from "../../store/folder/site-file.ts";
import { createSqlStore } from "../../store/sql/sql-store.ts";
import { reparseArticles } from "../../store/sql/writer/reparse.ts";
import { createSqlOutbox } from "../../store/sql/writer/sql-outbox.ts";
import { createSqlWriter } from "../../store/sql/writer/sql-writer.ts";
import { createPlaceCheck, writerInPlace } from "../../store/sqlite/database-place.ts";
import { openSqlite, type SqliteDatabase } from "../../store/sqlite/open-sqlite.ts";
import { type ContentSource, ContentSourceError, type ContentSourceOptions, MAX_START_MS } from "./content-source.ts";

/** Milliseconds between two batches of articles that are read again after a change of the settings: polls go first. @limit ms */
const REREAD_PAUSE_MS = 20;

/** Milliseconds after which articles are read again where that failed: another process may have been writing for long, and that passes. @limit ms */
const REREAD_RETRY_MS = 1_000;

/**
 * Serves the articles of a SQLite database under the settings of a content folder, which it follows.
 * @param file path of the database, which is made if there is none
 * @throws CannotServe
 */
export async function openDatabaseSource(file: string, parts: ContentSourceOptions): Promise<ContentSource> {
  const { path, siteUrl, now, log, onPublished } = parts;
  const siteFile = new SiteFile(path, siteUrl, new WriteSettling(now, false));
  const deadline = performance.now() + MAX_START_MS;
  while ((await siteFile.scan()).unsettled && performance.now() < deadline) await pause(SETTLE_MS);
  const { site } = siteFile;
  if (site === undefined) {
    const lines = siteFile.faults.map((fault) => `${formatFault(fault)}. ${fault.hint}`);
    throw new ContentSourceError(`${path} cannot be served:`, lines);
  }
  const database = open(file);
  const checkPlace = await createPlaceCheck(file);
  const outbox = createSqlOutbox(database);
  let content = contentOf(database, site, checkPlace);
  let placeFault: Fault | undefined;
  let stopped = false;

  const readAgain = async () => {
    const { site: current, writer } = content;
    for (let failed = false; !stopped && content.site === current; ) {
      try {
        if (await reparseArticles(database, writer, current, now(), log, onPublished)) return;
        failed = false;
        await pause(REREAD_PAUSE_MS);
      } catch (error) {
        // Another process may have been writing for long: that passes.
        if (!failed && !stopped)
          log.warn(`articles are read again later: ${error instanceof Error ? error.message : error}`);
        failed = true;
        await pause(REREAD_RETRY_MS);
      }
    }
  };
  // It may take minutes, in which the settings may change once more: the former reading then ends with its batch.
  let rereading = readAgain();
  const look = async () => {
    const before = placeFault;
    placeFault = await checkPlace();
    if (placeFault !== undefined && before === undefined) log.error(`${placeFault.message}. ${placeFault.hint}`);
    if (placeFault === undefined && before !== undefined) log.info("the database is in its place again");
    const previous = siteFile.faults;
    const { changed } = await siteFile.scan();
    if (!changed || stopped) return;
    logNewFaults(siteFile.faults, previous, log);
    if (siteFile.faults.length > 0) {
      log.warn(`${SITE_FILE} is faulty: its last good version stays in force`);
    } else if (siteFile.site !== undefined && siteFile.site !== content.site) {
      content = contentOf(database, siteFile.site, checkPlace);
      log.info("the settings changed");
      rereading = rereading.then(readAgain);
    }
  };
  const follow = async () => {
    let failed = false;
    while (!stopped) {
      await pause(SCAN_INTERVAL_MS);
      try {
        await look();
        failed = false;
      } catch (error) {
        // A disk that answers again is followed again.
        if (!failed)
          log.error(`the settings cannot be followed now: ${error instanceof Error ? error.message : error}`);
        failed = true;
      }
    }
  };
  const work = follow();

  return {
    content: () => content,
    kind: "SQLite",
    place: file,
    faults: () => [...siteFile.faults, ...(placeFault === undefined ? [] : [placeFault])],
    outbox,
    async summary() {
      const { articles, categories } = await content.store.taxonomyCounts(now());
      return `${countNoun(articles, "article")}, ${countNoun(categories.length, "category", "categories")} in ${file}`;
    },
    async stop() {
      stopped = true;
      await Promise.race([Promise.all([work, rereading]), pause(SCAN_INTERVAL_MS)]);
      database.close();
    },
  };
}

function open(file: string): SqliteDatabase {
  try {
    return openSqlite(file, true);
  } catch (error) {
    throw new ContentSourceError(`the database ${file} cannot be opened:`, [
      `${error instanceof Error ? error.message : error}. DATABASE says where it is.`,
    ]);
  }
}

function contentOf(
  database: SqliteDatabase,
  site: Site,
  checkPlace: () => Promise<Fault | undefined>,
): Required<Content> {
  const writer = writerInPlace(createSqlWriter(database, site), checkPlace);
  return { site, store: createSqlStore(database, site), writer };
}
