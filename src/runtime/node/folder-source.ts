import { setTimeout as pause } from "node:timers/promises";
import { countFaults, countNoun } from "../../lib/counted.ts";
import { formatFault } from "../../lib/fault.ts";
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

/**
 * Serves the articles of a content folder and follows it.
 * @throws CannotServe
 */
export async function openFolderSource({
  path,
  siteUrl,
  settings,
  now,
  log,
  onPublished,
}: ContentSourceOptions): Promise<ContentSource> {
  const access = new FolderLock(path, now, log);
  await access.check();
  const versions = tryOpenGoodVersions(path, log);
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
  logNewFaults(folder.state.faults, [], log);
  const unfollow = watchFolder(path, folder, log, async (state, scopes) => {
    content = contentOf(state, writer) ?? content;
    if (scopes.length > 0) onPublished();
    const broken = state.faults.some(({ file, severity }) => file === SITE_FILE && severity === "error");
    if (broken) log.warn(`${SITE_FILE} is faulty: its last good version stays in force`);
    log.info(`content changed: ${await summary(state, now())}`);
  });

  const beat = setInterval(async () => {
    if (!(await access.check())) return;
    await folder.savedState.takeOver();
    onPublished();
  }, LOCK_BEAT_MS).unref();

  return {
    content: () => content,
    kind: "folder",
    place: path,
    faults: () => [...folder.state.faults, ...(access.fault === undefined ? [] : [access.fault])],
    outbox: createFolderOutbox(folder.savedState),
    summary: () => summary(folder.state, now()),
    heldRemovals: () => folder.state.heldRemovals,
    async stop() {
      clearInterval(beat);
      await unfollow();
      versions?.close();
      await access.release();
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
