import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ArticleStore } from "../../../src/store/article-store.ts";
import type { ArticleWriter } from "../../../src/store/article-writer.ts";
import { Folder } from "../../../src/store/folder/folder.ts";
import { createFolderOutbox } from "../../../src/store/folder/saved/folder-outbox.ts";
import { tryOpenGoodVersions } from "../../../src/store/folder/saved/good-versions.ts";
import type { Disk } from "../../../src/store/folder/writer/durable-disk.ts";
import { createFolderWriter } from "../../../src/store/folder/writer/folder-writer.ts";
import type { Notice } from "../../../src/store/outbox.ts";
import { WRITE_TIME, WRITER_SETTINGS } from "../fixtures/drafts.ts";
import { temporaryFolder } from "./folder.ts";

/** A content folder that is published to. */
export interface PublishedFolder {
  readonly path: string;
  readonly folder: Folder;
  readonly writer: ArticleWriter;
  /** What was logged. */
  readonly lines: string[];
  readonly store: () => ArticleStore;
  /** What is served of a slug: its headline. */
  readonly shown: (slug: string) => Promise<string | undefined>;
  /** The notices that are due. */
  readonly due: (now?: Date) => Promise<readonly Notice[]>;
  /** The names in the folder of articles, in order. */
  readonly files: () => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

/** An empty content folder with the settings of these tests. */
export async function emptyFolder(settings: Readonly<Record<string, unknown>> = WRITER_SETTINGS): Promise<string> {
  const path = await temporaryFolder();
  await mkdir(join(path, "articles"));
  await writeFile(join(path, "site.json"), JSON.stringify(settings));
  return path;
}

/**
 * Opens a content folder as the service does.
 * @param patient it waits until files have settled
 */
export async function openPublishedFolder(
  path: string,
  { disk, patient = false, now = () => WRITE_TIME }: { disk?: Disk; patient?: boolean; now?: () => Date } = {},
): Promise<PublishedFolder> {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const log = { debug: write, info: write, warn: write, error: write };
  const versions = tryOpenGoodVersions(path, log);
  const folder = new Folder(path, { now, skipSettling: !patient, log, versions, ...(disk && { disk }) });
  while ((await folder.scan()).unsettled) await new Promise((later) => setTimeout(later, 20));
  const writer = await createFolderWriter(folder);
  const store = () => {
    if (folder.state.store === undefined) throw new Error("the folder has no store");
    return folder.state.store;
  };
  return {
    path,
    folder,
    writer: writer,
    lines,
    store,
    shown: async (slug) => (await store().article(slug, WRITE_TIME))?.headline,
    due: (at = WRITE_TIME) => createFolderOutbox(folder.savedState).due(at, 1_000),
    files: async () => (await readdir(folder.articlesPath)).sort(),
    close: async () => versions?.close(),
  };
}
