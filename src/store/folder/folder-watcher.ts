import { type FSWatcher, watch } from "node:fs";
import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { errorCode } from "../../lib/error-code.ts";
import { type Fault, formatFault } from "../../lib/fault.ts";
import type { Log } from "../../lib/log.ts";
import { readName } from "./files/read-file.ts";
import { SETTLE_MS } from "./files/write-settling.ts";
import { ARTICLES_FOLDER, type Folder } from "./folder.ts";
import type { FolderListener } from "./folder-state.ts";

/** Milliseconds between scans of the whole folder: with `SETTLE_MS`, changes show within a second. @limit ms */
export const SCAN_INTERVAL_MS = 500;

/** Sub-folders that file events are asked for; systems allow some thousands. What changes in others is found by scans. @limit folders */
export const MAX_WATCHED_FOLDERS = 1_000;

/** Share of the time that scans may take: the rest is for polls. @limit share */
const MAX_SCAN_SHARE = 0.05;

/**
 * Keeps a folder's state up to date. File events start a scan of the changed files at once. The whole folder is scanned
 * every `SCAN_INTERVAL_MS` as well: network folders and mounts of containers send no events, and a folder may be
 * replaced. A scan of a large folder takes long, so the intervals grow with it.
 * @param folder has been scanned once
 * @param onChange called with each new state, before a write through the API is answered
 * @returns a function that ends it
 */
export function watchFolder(path: string, folder: Folder, log: Log, onChange: FolderListener): () => Promise<void> {
  const dirty = new Set<string>();
  let nextScan = performance.now() + SCAN_INTERVAL_MS;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let closed = false;
  const unlisten = folder.listen(onChange);

  const onFileEvent = (name: string | null) => {
    if (name === null) nextScan = performance.now();
    else dirty.add(name);
    schedule();
  };
  let watched = folder.folders;
  let watchers = watchFolders(path, watched, onFileEvent, log);
  const rewatch = () => {
    for (const watcher of watchers) watcher.close();
    watched = folder.folders;
    watchers = watchFolders(path, watched, onFileEvent, log);
  };

  const schedule = () => {
    if (closed || running !== undefined) return;
    clearTimeout(timer);
    const delay = dirty.size > 0 ? SETTLE_MS : Math.max(0, nextScan - performance.now());
    timer = setTimeout(() => {
      running = scan().finally(() => {
        running = undefined;
        schedule();
      });
    }, delay);
  };

  const scan = async () => {
    const started = performance.now();
    const names = [...dirty];
    // A file that is gone may have moved to a sub-folder that tells nothing yet: then it must not be gone in between.
    const mayHaveMoved = folder.folders.length > 0 && (await isAnyMissing(path, names));
    const scansAll = started >= nextScan || mayHaveMoved;
    dirty.clear();
    let [changed, unsettled] = [false, false];
    try {
      ({ changed, unsettled } = await folder.scan(scansAll ? undefined : names));
    } catch (error) {
      log.error(`the content folder could not be read: ${error instanceof Error ? error.message : error}`);
    }
    if (unsettled && !scansAll) for (const name of names) dirty.add(name);
    const duration = performance.now() - started;
    if (scansAll)
      nextScan = performance.now() + (unsettled ? SETTLE_MS : Math.max(SCAN_INTERVAL_MS, duration / MAX_SCAN_SHARE));
    // Without an event for a change, the watched folders may have been replaced.
    const isUnexpected = changed && scansAll && names.length === 0;
    if (isUnexpected || folder.folders.join("\n") !== watched.join("\n")) rewatch();
  };

  schedule();
  return async () => {
    closed = true;
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
    await running;
    unlisten();
  };
}

async function isAnyMissing(path: string, names: readonly string[]): Promise<boolean> {
  const files = await Promise.all(
    names.map((name) =>
      lstat(join(path, ARTICLES_FOLDER, name)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return files.includes(false);
}

/** Logs new faults. */
export function logNewFaults(faults: readonly Fault[], previous: readonly Fault[], log: Log): void {
  for (const fault of newFaults(faults, previous)) log.warn(`${formatFault(fault)}. ${fault.hint}`);
}

/** The faults that were not there before. */
export function newFaults(faults: readonly Fault[], previous: readonly Fault[]): readonly Fault[] {
  const previousLines = new Set(previous.map(formatFault));
  return faults.filter((fault) => !previousLines.has(formatFault(fault)));
}

/**
 * Asks for the file events of a content folder. What systems offer for all sub-folders at once misses those that are made
 * later, so each is asked for by itself.
 * @param onFileEvent gets the name of the file, from the folder of articles on; null if all may have changed
 */
function watchFolders(
  path: string,
  folders: readonly string[],
  onFileEvent: (name: string | null) => void,
  log: Log,
): FSWatcher[] {
  const articles = join(path, ARTICLES_FOLDER);
  const onArticleEvent = async (name: string) => {
    // A folder that came may have what others lost: all is scanned, so that nothing is gone in between.
    const isArticle = readName(name).kind === "article";
    const isFolder = !isArticle && (await isFolderChange(join(articles, name), folders.includes(name)));
    onFileEvent(isFolder ? null : name);
  };
  const watched = [
    { path, listener: (name: string | null) => onFileEvent(name === ARTICLES_FOLDER ? null : name) },
    ...["", ...folders.slice(0, MAX_WATCHED_FOLDERS)].map((folder) => ({
      path: join(articles, folder),
      listener: (name: string | null) =>
        name === null ? onFileEvent(null) : onArticleEvent(folder === "" ? name : `${folder}/${name}`),
    })),
  ];
  return watched.flatMap(({ path, listener }) => {
    try {
      const watcher = watch(path, (_, name) => listener(name));
      watcher.on("error", () => watcher.close());
      return watcher;
    } catch (error) {
      const reason = errorCode(error);
      log.debug(`the system tells of no changes in ${path} (${reason}): they are found every ${SCAN_INTERVAL_MS} ms`);
      return [];
    }
  });
}

/** Whether a folder came or went. @param known whether there was a folder */
function isFolderChange(path: string, known: boolean): Promise<boolean> {
  return lstat(path).then(
    (stats) => (stats.isDirectory() || stats.isSymbolicLink()) && !known,
    () => known,
  );
}
