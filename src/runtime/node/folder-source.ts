import { setTimeout as pause } from "node:timers/promises";
import { type Fault, formatFault } from "../../lib/fault.ts";
import { countFaults, countNoun } from "../../lib/plural.ts";
import type { ArticleWriter } from "../../store/article-writer.ts";
import type { Content } from "../../store/content.ts";
import { SETTLE_MS } from "../../store/folder/files/write-settling.ts";
import { Folder, type FolderState, SITE_FILE } from "../../store/folder/folder.ts";
import { logNewFaults, watchFolder } from "../../store/folder/folder-watcher.ts";
import { FolderLock, LOCK_BEAT_MS } from "../../store/folder/saved/folder-lock.ts";
import { createFolderOutbox } from "../../store/folder/saved/folder-outbox.ts";
import { tryOpenGoodVersions } from "../../store/folder/saved/good-versions.ts";
import { createFolderWriter } from "../../store/folder/writer/folder-writer.ts";
import { type ContentSource, ContentSourceError, type ContentSourceOptions, MAX_START_MS } from "./content-source.ts";

export interface FolderSourceOptions extends ContentSourceOptions {
  /** Whether nothing is written into the folder, be it a lock, a removal or a notice to hubs. Default: it is written to. */
  readonly readOnly?: boolean;
  /** Is told the faults each time when the content was read. Default: new ones are logged. */
  readonly onFaults?: (faults: readonly Fault[], previous: readonly Fault[]) => void;
}

/**
 * Serves the articles of a content folder and follows it.
 * @throws CannotServe
 */
export async function openFolderSource(parts: FolderSourceOptions): Promise<ContentSource> {
  const { path, siteUrl, settings, now, log, onPublished, readOnly = false } = parts;
  const { onFaults = (faults, previous) => logNewFaults(faults, previous, log) } = parts;
  const lock = readOnly ? undefined : new FolderLock(path, now, log);
  await lock?.check();
  const versions = readOnly ? undefined : tryOpenGoodVersions(path, log);
  const access = lock ?? { owned: false };
  const folder = new Folder(path, { now, addressOverride: siteUrl, settings, log, versions, access });
  const deadline = performance.now() + MAX_START_MS;
  while ((await folder.scan()).unsettled && (folder.state.store === undefined || performance.now() < deadline)) {
    await pause(SETTLE_MS);
  }
  const writer = await createFolderWriter(folder);
  const first = contentOf(folder.state, writer);
  if (first === undefined) {
    const lines = folder.state.faults.map((fault) => `${formatFault(fault)}. ${fault.hint}`);
    throw new ContentSourceError(`${path} cannot be served:`, lines);
  }
  let content: Content = first;
  let faults = folder.state.faults;
  onFaults(faults, []);
  const unfollow = watchFolder(path, folder, log, async (state, scopes) => {
    onFaults(state.faults, faults);
    faults = state.faults;
    content = contentOf(state, writer) ?? content;
    if (scopes.length > 0) onPublished();
    const broken = state.faults.some(({ file, severity }) => file === SITE_FILE && severity === "error");
    if (broken) log.warn(`${SITE_FILE} is faulty: its last good version stays in force`);
    log.info(`content changed: ${await summary(state, now())}`);
  });

  const beat = setInterval(async () => {
    if (!(await lock?.check())) return;
    await folder.savedState.takeOver();
    onPublished();
  }, LOCK_BEAT_MS).unref();

  return {
    content: () => content,
    kind: "folder",
    place: path,
    faults: () => [...folder.state.faults, ...(lock?.fault === undefined ? [] : [lock.fault])],
    outbox: createFolderOutbox(folder.savedState),
    summary: () => summary(folder.state, now()),
    heldRemovals: () => folder.state.heldRemovals,
    async stop() {
      clearInterval(beat);
      await unfollow();
      versions?.close();
      await lock?.release();
    },
  };
}

function contentOf({ site, store }: FolderState, writer: ArticleWriter): Content | undefined {
  return site && store ? { site, store, writer } : undefined;
}

async function summary({ store, faults }: FolderState, now: Date): Promise<string> {
  const counts = await store?.taxonomyCounts(now);
  return [
    countNoun(counts?.articles ?? 0, "article"),
    countNoun(counts?.categories.length ?? 0, "category", "categories"),
    countFaults(faults),
  ].join(", ");
}
