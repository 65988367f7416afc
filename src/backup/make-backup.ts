import { randomBytes } from "node:crypto";
import { mkdir, readdir, realpath, rename, rm } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { errorCode } from "../lib/error-code.ts";
import { VERSION } from "../lib/version.ts";
import { readName } from "../store/folder/files/read-file.ts";
import { SITE_FILE } from "../store/folder/folder.ts";
import { GOOD_VERSIONS_FILE } from "../store/folder/saved/good-versions.ts";
import { readSavedState, SAVED_STATE_FILE } from "../store/folder/saved/saved-state-file.ts";
import { DISK } from "../store/folder/writer/durable-disk.ts";
import { RESERVE_SUFFIX } from "../store/sqlite/disk-reserve.ts";
import { BackupError } from "./backup-error.ts";
import { isThere, listContent } from "./content-files.ts";
import { type ContentCopy, copyContent } from "./copy-content.ts";
import { copyFile, type FileDigest, syncFile } from "./copy-file.ts";
import { copyDatabase, type DatabaseSummary, summarise } from "./database-copy.ts";
import { BACKUP_MANIFEST_FILE, CONTENT_PART, DATABASE_PART, type Manifest } from "./manifest.ts";
import { stage } from "./stage.ts";

export interface BackupOptions {
  /** The content folder. */
  readonly folder: string;
  /** Path of the database, if the articles are in one. */
  readonly database: string | undefined;
  /** The folder that becomes the backup. It must not be there. */
  readonly to: string;
  /** UTC. */
  readonly now: () => Date;
  readonly signal: AbortSignal | undefined;
}

/** What was backed up. */
export interface BackupSummary {
  readonly manifest: Manifest;
  /** Paths of the content folder that are not in it. */
  readonly leftOut: readonly string[];
}

/**
 * Copies a content folder and a database while a service writes to them, restores the copy beside it, and compares. It
 * has its name once all that was found to be right and is durable; until then it lies in a hidden folder beside it.
 * @throws BackupError; the error of the file system
 */
export async function makeBackup(options: BackupOptions): Promise<BackupSummary> {
  const { now, signal } = options;
  const to = resolve(options.to);
  await refuseUnfit(options, to);
  await mkdir(dirname(to), { recursive: true });
  const part = join(dirname(to), `.${basename(to)}.${randomBytes(8).toString("hex")}.part`);
  await mkdir(part);
  try {
    const { files, leftOut, summary } = await copyParts(options, part);
    const place = join(part, "restored");
    await mkdir(place);
    await mkdir(join(place, CONTENT_PART));
    const restored = { content: join(place, CONTENT_PART), database: summary && join(place, DATABASE_PART) };
    const content = { files, ...(summary && { database: summary }) };
    const articles = await stage(part, content, restored, now, signal);
    await rm(place, { recursive: true });
    const manifest: Manifest = { backup: 1, version: VERSION, made: now().toISOString(), articles, ...content };
    await DISK.create(join(part, BACKUP_MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
    await syncFolders(part);
    signal?.throwIfAborted();
    // An empty folder would be replaced.
    if (await isThere(to)) throw new BackupError(`${to} is there already`);
    await rename(part, to);
    await DISK.sync(dirname(to));
    return { manifest, leftOut };
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
}

async function refuseUnfit({ folder, database }: BackupOptions, to: string): Promise<void> {
  if (await isThere(to)) throw new BackupError(`${to} is there already: give another name with --to`);
  if (!(await isThere(join(folder, SITE_FILE))))
    throw new BackupError(`there is no ${join(folder, SITE_FILE)}: --folder or CONTENT_DIR says where the content is`);
  if (database !== undefined && !(await isThere(database))) throw new BackupError(`there is no database ${database}`);
  const below = relative(resolve(folder), to);
  if (!below.startsWith("..")) throw new BackupError(`${to} lies in the content folder: give another place with --to`);
}

/** Times that content and saved state are copied until they agree; where that is never, a 410 may become a 404. @limit passes */
const MAX_STATE_PASSES = 20;

interface CopiedParts extends Pick<BackupSummary, "leftOut"> {
  readonly files: Record<string, FileDigest>;
  readonly summary: DatabaseSummary | undefined;
}

async function copyParts({ folder, database, signal }: BackupOptions, part: string): Promise<CopiedParts> {
  const content = join(part, CONTENT_PART);
  await mkdir(content);
  const files: Record<string, FileDigest> = {};
  // The versions first and the removals last: then an article that is published or removed meanwhile is not taken for
  // one that vanished or never was.
  const versions = join(folder, GOOD_VERSIONS_FILE);
  if (await isThere(versions)) {
    await copyDatabase(versions, join(content, GOOD_VERSIONS_FILE), () => undefined);
    files[`${CONTENT_PART}/${GOOD_VERSIONS_FILE}`] = await syncFile(join(content, GOOD_VERSIONS_FILE));
  }
  const omitted = new Set<string>();
  if (database !== undefined) {
    const path = await realpath(database);
    for (const end of ["", "-wal", "-shm", "-journal", RESERVE_SUFFIX]) omitted.add(path + end);
  }
  const { copy, state } = await copyWithState(folder, content, { omitted, signal });
  for (const [name, digest] of copy.files) files[`${CONTENT_PART}/${name}`] = digest;
  if (state !== undefined) files[`${CONTENT_PART}/${SAVED_STATE_FILE}`] = state;
  if (database === undefined) return { files, leftOut: copy.leftOut, summary: undefined };
  const summary = await copyDatabase(database, join(part, DATABASE_PART), summarise);
  files[DATABASE_PART] = await syncFile(join(part, DATABASE_PART));
  return { files, leftOut: copy.leftOut, summary };
}

/**
 * Copies the content, then the saved state. An article that is removed before its file is copied, and published anew before
 * the saved state is, is in neither: then both are copied again.
 */
async function copyWithState(
  folder: string,
  to: string,
  options: { readonly omitted: ReadonlySet<string>; readonly signal?: AbortSignal | undefined },
): Promise<{ readonly copy: ContentCopy; readonly state: FileDigest | undefined }> {
  for (let pass = 1; ; pass += 1) {
    const before = await knownSlugs(folder, (await listContent(folder, options.omitted)).files);
    const copy = await copyContent(folder, to, options);
    const state = await copySavedState(folder, to);
    const after = await knownSlugs(to, copy.files.keys());
    if (pass === MAX_STATE_PASSES || [...before].every((slug) => after.has(slug))) return { copy, state };
    for (const name of [...copy.files.keys(), SAVED_STATE_FILE]) await rm(join(to, name), { force: true });
  }
}

/** The slugs of files and of removals. A saved state that cannot be read is copied as it is, and knows none. */
async function knownSlugs(folder: string, files: Iterable<string>): Promise<ReadonlySet<string>> {
  const { removals } = await readSavedState(folder).catch(() => ({ removals: [] }));
  const names = [...files].map((path) => readName(basename(path)));
  return new Set([
    ...removals.map(({ slug }) => slug),
    ...names.flatMap((name) => (name.kind === "article" ? name.slug : [])),
  ]);
}

/** It is replaced as a whole: what is read is never half of it. */
async function copySavedState(folder: string, to: string): Promise<FileDigest | undefined> {
  try {
    return await copyFile(join(folder, SAVED_STATE_FILE), join(to, SAVED_STATE_FILE));
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

async function syncFolders(path: string): Promise<void> {
  for (const entry of await readdir(path, { withFileTypes: true }))
    if (entry.isDirectory()) await syncFolders(join(path, entry.name));
  await DISK.sync(path);
}
