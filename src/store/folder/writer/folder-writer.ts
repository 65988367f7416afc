import { lstat, mkdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { errorCode, isNoSpace } from "../../../lib/error-code.ts";
import { scopesOfArticle } from "../../../site/affected-scopes.ts";
import type { ArticleWriter, Change, ChangeLimit, Outcome } from "../../article-writer.ts";
import { isChange } from "../../change-brake.ts";
import { noticesOfChange } from "../../notices.ts";
import type { FileReading } from "../files/parsed-file.ts";
import { MAX_OPEN_FILES } from "../files/read-file.ts";
import type { Folder } from "../folder.ts";
import { foldSlug } from "../index/folder-index.ts";
import { createArticleList } from "./article-list.ts";
import { type Disk, removeLeftovers, replaceFile } from "./durable-disk.ts";
import { isNormalSlug, storedFilesOf } from "./stored-files.ts";
import { planChange, slugTaken, type WritePlan } from "./write-plan.ts";

/**
 * Publishes into a content folder. Only one process may do that at a time (`FolderLock`). A change takes these steps, each durable
 * before the next:
 * 1. The notices to hubs and a planned removal are recorded. After a crash here hubs hear of a change that was not made,
 *    and the planned removal is ignored, as the article exists.
 * 2. The file of the article is replaced. If the article changes its format, the old file is still served.
 * 3. Replaced and removed files are deleted, the served one last.
 * 4. The state of the folder has the change, who made it is recorded, and the notices are released. After a crash before
 *    that nobody knows who made it.
 * A crash leaves the old or the new article, never half of one. It may leave both files: `check` reports them, and the
 * next change of the article deletes the old one.
 * @param folder has been scanned once
 */
export async function createFolderWriter(folder: Folder): Promise<ArticleWriter> {
  // The temporary files of another service are not ours to remove.
  if (folder.isWritable) {
    for (const name of ["", ...folder.folders]) await removeLeftovers(folder.disk, join(folder.articlesPath, name));
    await removeLeftovers(folder.disk, folder.path);
  }

  return {
    list: createArticleList(folder),

    async source(slug) {
      if (!isNormalSlug(slug)) return undefined;
      return folder.withLock([slug], async () => (await storedFilesOf(folder, slug)).source);
    },

    async writeChanges(changes, now, limit) {
      const slugs = [...new Set(changes.map(({ slug }) => slug))];
      if (!folder.isWritable) return changes.map(() => NOT_OURS);
      if (slugs.length < changes.length) throw new Error("a slug occurs twice among the changes");
      return folder.withLock(slugs, () => writeChanges(folder, changes, now, limit));
    },
  };
}

const NOT_OURS: Outcome = {
  kind: "refused",
  message: "another service writes to this content folder",
  hint: "Publish through that service, or stop it: then this one takes over.",
};

async function writeChanges(
  folder: Folder,
  changes: readonly Change[],
  now: Date,
  limit: ChangeLimit | undefined,
): Promise<readonly Outcome[]> {
  const { site } = folder.state;
  if (site === undefined) throw new Error("the folder has no settings");
  const planned = refuseVariants(await forEachBounded(changes, (change) => planChange(folder, site, change, now)));
  const refusal = await limit?.(planned.map(({ outcome }) => outcome));
  const plans = planned.map((plan) =>
    refusal !== undefined && isChange(plan.outcome) ? refusePlan(plan, refusal) : plan,
  );
  const removals = plans.filter(isRemoval);
  for (const { slug, previous: before } of removals)
    if (before && before.published <= now)
      folder.savedState.planRemoval({
        slug,
        published: before.published,
        removed: now,
        scopes: scopesOfArticle(before),
      });
  const release = folder.savedState.recordNotices(
    plans
      .filter(({ previous: before, current: after }) => before?.revision !== after?.revision)
      .flatMap(({ previous: before, current: after }) => noticesOfChange(site, before, after, now)),
  );
  const written = new Map<string, FileReading | undefined>();
  const failures = new Map<string, unknown>();
  try {
    const noSpace = await flushOrNoSpace(folder);
    // A removal makes room: on a full disk it is recorded afterwards.
    for (const { slug, file } of noSpace === undefined ? [] : plans) if (file?.write) failures.set(slug, noSpace);
    await executePlans(folder, plans, written, failures);
  } finally {
    // Steps that were made count, even if a later one failed.
    for (const { slug, stale } of removals) {
      if (stale.every((name) => written.has(name))) folder.savedState.confirmRemoval(slug);
      else folder.savedState.cancelRemoval(slug);
    }
    // Nothing is awaited between the two: the writer and the source come into force together.
    for (const plan of plans) recordWriter(folder, plan, written);
    await folder.adopt(written, release);
    release();
  }
  const [first] = failures.values();
  if (failures.size > 0 && failures.size === plans.length) throw first;
  return plans.map(({ slug, outcome }) =>
    failures.has(slug) ? { kind: "failed", error: failures.get(slug) } : outcome,
  );
}

/** Records with which token a file was written. That of another source is forgotten when the state has it. */
function recordWriter(
  { savedState }: Folder,
  { slug, file }: WritePlan,
  written: ReadonlyMap<string, FileReading | undefined>,
): void {
  const tag = file && written.get(file.name)?.source?.tag;
  if (file?.write && file.writtenBy !== undefined && tag !== undefined)
    savedState.lastWriters.record({ slug, tag, name: file.writtenBy });
}

/** Makes the saved state durable. @returns the error if the disk is full @throws every other error */
async function flushOrNoSpace({ savedState }: Folder): Promise<unknown> {
  try {
    await savedState.flush();
    return undefined;
  } catch (error) {
    if (isNoSpace(error)) return error;
    throw error;
  }
}

/** Of new articles whose slugs differ only in case the first is written. */
function refuseVariants(plans: readonly WritePlan[]): readonly WritePlan[] {
  const owners = new Map<string, string>();
  return plans.map((plan) => {
    if (plan.file === undefined) return plan;
    const key = foldSlug(plan.slug);
    const owner = owners.get(key);
    if (owner !== undefined) return refusePlan(plan, slugTaken(owner));
    owners.set(key, plan.file.name);
    return plan;
  });
}

function refusePlan(plan: WritePlan, outcome: Outcome): WritePlan {
  return { ...plan, outcome, file: undefined, stale: [], current: plan.previous };
}

function isRemoval({ outcome }: WritePlan): boolean {
  return outcome.kind === "removed";
}

/** Writes and removes files. @param written gets the reading of each file once it is written, undefined for a removed one @param failures gets the error of each change that is not made, by slug */
async function executePlans(
  folder: Folder,
  plans: readonly WritePlan[],
  written: Map<string, FileReading | undefined>,
  failures: Map<string, unknown>,
): Promise<void> {
  const { disk, articlesPath } = folder;
  const unsynced = new Set<string>();
  const folderOf = (name: string) => dirname(join(articlesPath, name));
  const folders = new Set(plans.flatMap(({ file }) => (file?.write ? dirname(file.name) : [])));
  for (const subfolder of folders) await makeFolders(articlesPath, subfolder, unsynced);
  await forEachBounded(plans, async ({ slug, file }) => {
    if (failures.has(slug) || file === undefined || (!file.write && isIndexed(folder, file))) return;
    try {
      if (file.write) {
        await replaceFile(disk, folderOf(file.name), basename(file.name), file.text);
        unsynced.add(folderOf(file.name));
      }
    } catch (error) {
      failures.set(slug, error);
      return;
    }
    written.set(file.name, await withFileTime(join(articlesPath, file.name), file.reading));
  });
  await syncAll(disk, unsynced);
  await forEachBounded(plans, async ({ slug, stale }) => {
    if (failures.has(slug)) return;
    try {
      for (const name of stale) {
        await disk.remove(join(articlesPath, name)).then(() => unsynced.add(folderOf(name)), ignoreMissing);
        written.set(name, undefined);
      }
    } catch (error) {
      failures.set(slug, error);
    }
  });
  await syncAll(disk, unsynced);
}

/**
 * Makes a sub-folder and those that it is in, but not the content folder: without that, its disk is missing.
 * If one exists or cannot be made, the write reports the error.
 */
async function makeFolders(articlesPath: string, subfolder: string, unsynced: Set<string>): Promise<void> {
  let path = articlesPath;
  for (const part of ["", ...subfolder.split("/")]) {
    path = join(path, part);
    const made = await mkdir(path).then(
      () => true,
      () => false,
    );
    if (made) unsynced.add(dirname(path));
  }
}

/** Makes the names in folders durable, and empties the set. */
async function syncAll(disk: Disk, unsynced: Set<string>): Promise<void> {
  const folders = [...unsynced];
  unsynced.clear();
  for (const folder of folders) await disk.sync(folder);
}

/** The file of a held article is missing already. @throws all other errors */
function ignoreMissing(error: unknown): void {
  if (errorCode(error) !== "ENOENT") throw error;
}

/** Whether a file that is not rewritten is indexed already. */
function isIndexed(folder: Folder, { name, reading }: NonNullable<WritePlan["file"]>): boolean {
  return folder.index.get(name)?.source?.tag === reading.source?.tag;
}

/** The reading with the time of the file, so that a later scan gives the same. */
async function withFileTime(path: string, reading: FileReading): Promise<FileReading> {
  const modified = (await lstat(path).catch(() => undefined))?.ctime ?? reading.modified;
  const article = reading.article && Object.freeze({ ...reading.article, modified });
  return { ...reading, article, modified };
}

/** Runs an action for each item, `MAX_OPEN_FILES` at a time. @throws the first error, after all have ended */
async function forEachBounded<T, R>(items: readonly T[], action: (item: T) => Promise<R>): Promise<R[]> {
  const results: PromiseSettledResult<R>[] = [];
  for (let at = 0; at < items.length; at += MAX_OPEN_FILES)
    results.push(...(await Promise.allSettled(items.slice(at, at + MAX_OPEN_FILES).map(action))));
  return results.map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
}
