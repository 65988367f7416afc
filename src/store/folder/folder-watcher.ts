import { type FSWatcher, watch } from "node:fs";
import { join } from "node:path";
import { errorCode } from "../../lib/error-code.ts";
import { type Fault, formatFault } from "../../lib/fault.ts";
import type { Log } from "../../lib/log.ts";
import { SETTLE_MS } from "./files/write-settling.ts";
import { ARTICLES_FOLDER, type Folder } from "./folder.ts";
import type { FolderListener } from "./folder-state.ts";

/** Milliseconds between scans of the whole folder: with `SETTLE_MS`, changes show within a second. @limit ms */
export const SCAN_INTERVAL_MS = 500;

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
  let loggedFaults = folder.state.faults;
  const unlisten = folder.listen((state, scopes) => {
    logNewFaults(state.faults, loggedFaults, log);
    loggedFaults = state.faults;
    onChange(state, scopes);
  });

  const onFileEvent = (name: string | null) => {
    if (name === null) nextScan = performance.now();
    else dirty.add(name);
    schedule();
  };
  let watchers = watchFolders(path, onFileEvent, log);

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
    const scansAll = started >= nextScan;
    const names = [...dirty];
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
    if (changed && scansAll && names.length === 0) {
      // There was no event for this change: the watched folders may have been replaced.
      for (const watcher of watchers) watcher.close();
      watchers = watchFolders(path, onFileEvent, log);
    }
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

/** Logs new faults. */
export function logNewFaults(faults: readonly Fault[], previous: readonly Fault[], log: Log): void {
  const previousLines = new Set(previous.map(formatFault));
  for (const fault of faults) {
    if (!previousLines.has(formatFault(fault))) log.warn(`${formatFault(fault)}. ${fault.hint}`);
  }
}

function watchFolders(path: string, onFileEvent: (name: string | null) => void, log: Log): FSWatcher[] {
  const watchers: FSWatcher[] = [];
  try {
    for (const [folder, listener] of [
      [path, (name: string | null) => onFileEvent(name === ARTICLES_FOLDER ? null : name)],
      [join(path, ARTICLES_FOLDER), onFileEvent],
    ] as const) {
      const watcher = watch(folder, (_, name) => listener(name));
      watcher.on("error", () => watcher.close());
      watchers.push(watcher);
    }
  } catch (error) {
    log.debug(`the system tells of no changes (${errorCode(error)}): they are found every ${SCAN_INTERVAL_MS} ms`);
  }
  return watchers;
}
