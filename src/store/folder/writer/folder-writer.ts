import { lstat, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { scopesOfArticle } from "../../../site/affected-scopes.ts";
import type { ArticleWriter, Change, Outcome } from "../../article-writer.ts";
import { noticesOfChange } from "../../notices.ts";
import type { Folder } from "../folder.ts";
import type { FileReading } from "../parsed-file.ts";
import { MAX_OPEN_FILES } from "../read-file.ts";
import { createArticleList } from "./article-list.ts";
import { removeLeftovers, replaceFile } from "./durable-disk.ts";
import { isNormalSlug, storedFilesOf } from "./stored-files.ts";
import { planChange, type WritePlan } from "./write-plan.ts";

/**
 * Publishes into a content folder, which only one process may do at a time. Every change takes these steps, each
 * durable before the next:
 * 1. The notices to hubs, and a removal, are noted. After a crash here hubs are told of a change that was not made,
 *    and the note of a removal counts for nothing, as the article is there.
 * 2. The article's file is put in place. If another file stands first by its name (the article changes its format),
 *    that one is still served; if not, the new one is from now on.
 * 3. The files that it replaces, or that are to be removed, are taken away, the one that is served last.
 * 4. The folder's state has the change, and the notices may go.
 * A crash never leaves an article that is neither the old nor the new one; two files of one article may be left, of
 * which `check` tells and which the next change of it mends.
 * @param folder has been read once
 */
export async function createFolderWriter(folder: Folder): Promise<ArticleWriter> {
  await removeLeftovers(folder.disk, folder.articlesPath);
  await removeLeftovers(folder.disk, folder.path);

  return {
    list: createArticleList(folder),

    async source(slug) {
      if (!isNormalSlug(slug)) return undefined;
      return folder.withLock([slug], async () => (await storedFilesOf(folder, slug)).source);
    },

    async write(changes, now) {
      const slugs = [...new Set(changes.map(({ slug }) => slug))];
      if (slugs.length < changes.length) throw new Error("a slug occurs twice among the changes");
      return folder.withLock(slugs, () => write(folder, changes, now));
    },
  };
}

async function write(folder: Folder, changes: readonly Change[], now: Date): Promise<readonly Outcome[]> {
  const { site } = folder.state;
  if (site === undefined) throw new Error("the folder has no settings");
  const plans = await each(changes, (change) => planChange(folder, site, change, now));
  const removals = plans.filter(isRemoval);
  for (const { slug, before } of removals)
    if (before && before.published <= now)
      folder.savedState.announce({
        slug,
        published: before.published,
        removed: now,
        scopes: scopesOfArticle(before),
      });
  const release = folder.savedState.recordNotices(
    plans
      .filter(({ before, after }) => before?.revision !== after?.revision)
      .flatMap(({ before, after }) => noticesOfChange(site, before, after, now)),
  );
  const done = new Map<string, FileReading | undefined>();
  try {
    await folder.savedState.flush();
    await carryOut(folder, plans, done);
  } finally {
    // Whatever was done is done, even if what was to follow failed.
    for (const { slug, stale } of removals) {
      if (stale.every((name) => done.has(name))) folder.savedState.confirm(slug);
      else folder.savedState.withdraw(slug);
    }
    await folder.adopt(done, release);
    release();
  }
  return plans.map(({ outcome }) => outcome);
}

function isRemoval({ outcome }: WritePlan): boolean {
  return outcome.kind === "removed";
}

/** Writes and takes away files. @param done gets, step by step, what came of each file */
async function carryOut(
  folder: Folder,
  plans: readonly WritePlan[],
  done: Map<string, FileReading | undefined>,
): Promise<void> {
  const { disk, articlesPath } = folder;
  // Where it is there already, or cannot be made, the writing itself says what is wrong.
  if (plans.some(({ file }) => file?.write)) await mkdir(articlesPath).catch(() => undefined);
  const written = await each(plans, async ({ file }) => {
    if (file === undefined || (!file.write && isKnown(folder, file))) return false;
    if (file.write) await replaceFile(disk, articlesPath, file.name, file.text);
    done.set(file.name, await dated(join(articlesPath, file.name), file.reading));
    return file.write;
  });
  if (written.includes(true)) await disk.sync(articlesPath);
  const taken = await each(plans, async ({ stale }) => {
    for (const name of stale) {
      await disk.remove(join(articlesPath, name));
      done.set(name, undefined);
    }
    return stale.length > 0;
  });
  if (taken.includes(true)) await disk.sync(articlesPath);
}

/** Whether a file that is to stay as it is has been taken in already. */
function isKnown(folder: Folder, { name, reading }: NonNullable<WritePlan["file"]>): boolean {
  return folder.index.get(name)?.source?.tag === reading.source?.tag;
}

/** The reading with the time that the file itself has, so that reading it again comes to the same. */
async function dated(path: string, reading: FileReading): Promise<FileReading> {
  const modified = (await lstat(path).catch(() => undefined))?.ctime ?? reading.modified;
  const article = reading.article && Object.freeze({ ...reading.article, modified });
  return { ...reading, article, modified };
}

/**
 * Does something with each of a list, some at a time.
 * @throws the first thing that went wrong, after all have ended
 */
async function each<T, R>(list: readonly T[], action: (item: T) => Promise<R>): Promise<R[]> {
  const results: PromiseSettledResult<R>[] = [];
  for (let at = 0; at < list.length; at += MAX_OPEN_FILES)
    results.push(...(await Promise.allSettled(list.slice(at, at + MAX_OPEN_FILES).map(action))));
  return results.map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
}
