import { type FSWatcher, watch } from "node:fs";
import { join } from "node:path";
import { errorCode } from "../../lib/error-code.ts";
import { type Fault, formatFault } from "../../lib/fault.ts";
import type { Log } from "../../lib/log.ts";
import { ARTICLES_FOLDER, type Folder } from "./folder.ts";
import type { FolderListener } from "./folder-state.ts";
import { SETTLE_MS } from "./write-settling.ts";

/** Milliseconds between two looks at a whole content folder: with `SETTLE_MS`, changes show within a second. @limit ms */
export const SCAN_INTERVAL_MS = 500;

/** Share of the time that looking at a large folder may take: the rest is for polls. @limit share */
const MAX_SCAN_SHARE = 0.05;

/**
 * Keeps a folder's state up to date. The system tells of changes at once; besides, everything is looked at every
 * `SCAN_INTERVAL_MS`, as not every file system tells (network folders, containers' mounts) and folders may be replaced as a
 * whole. A look at a large folder takes long, so the pauses grow with it.
 * @param folder has been read once
 * @param onChange is called with each new state, whoever changed the folder, before a write of the press is answered
 * @returns a function that ends it
 */
export function watchFolder(
  path: string,
  folder: Folder,
  log: Log,
  onChange: FolderListener,
): () => Promise<void> {
  const dirty = new Set<string>();
  let nextLook = performance.now() + SCAN_INTERVAL_MS;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let closed = false;
  let told = folder.state.faults;
  const unlisten = folder.listen((state, touched) => {
    logNewFaults(state.faults, told, log);
    told = state.faults;
    onChange(state, touched);
  });

  const wake = (name: string | null) => {
    if (name === null) nextLook = performance.now();
    else dirty.add(name);
    schedule();
  };
  let watchers = watchFolders(path, wake, log);

  const schedule = () => {
    if (closed || running !== undefined) return;
    clearTimeout(timer);
    const delay = dirty.size > 0 ? SETTLE_MS : Math.max(0, nextLook - performance.now());
    timer = setTimeout(() => {
      running = pass().finally(() => {
        running = undefined;
        schedule();
      });
    }, delay);
  };

  const pass = async () => {
    const started = performance.now();
    const whole = started >= nextLook;
    const names = [...dirty];
    dirty.clear();
    let [changed, unsettled] = [false, false];
    try {
      ({ changed, unsettled } = await folder.scan(whole ? undefined : names));
    } catch (error) {
      log.error(`the content folder could not be read: ${error instanceof Error ? error.message : error}`);
    }
    if (unsettled && !whole) for (const name of names) dirty.add(name);
    const took = performance.now() - started;
    if (whole)
      nextLook =
        performance.now() + (unsettled ? SETTLE_MS : Math.max(SCAN_INTERVAL_MS, took / MAX_SCAN_SHARE));
    if (changed && whole && names.length === 0) {
      // Nobody told of this change: the watched folders may not be those that stand there now.
      for (const watcher of watchers) watcher.close();
      watchers = watchFolders(path, wake, log);
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

/** Logs the faults that were not there before. */
export function logNewFaults(faults: readonly Fault[], before: readonly Fault[], log: Log): void {
  const known = new Set(before.map(formatFault));
  for (const fault of faults) {
    if (!known.has(formatFault(fault))) log.warn(`${formatFault(fault)}. ${fault.hint}`);
  }
}

function watchFolders(path: string, wake: (name: string | null) => void, log: Log): FSWatcher[] {
  const watchers: FSWatcher[] = [];
  try {
    for (const [folder, tell] of [
      [path, (name: string | null) => wake(name === ARTICLES_FOLDER ? null : name)],
      [join(path, ARTICLES_FOLDER), wake],
    ] as const) {
      const watcher = watch(folder, (_, name) => tell(name));
      watcher.on("error", () => watcher.close());
      watchers.push(watcher);
    }
  } catch (error) {
    log.debug(
      `the system tells of no changes (${errorCode(error)}): they are found every ${SCAN_INTERVAL_MS} ms`,
    );
  }
  return watchers;
}
