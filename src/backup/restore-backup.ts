import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm, rmdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Log } from "../lib/log.ts";
import { SITE_FILE } from "../store/folder/folder.ts";
import { FolderLock, LOCK_BEAT_MS } from "../store/folder/saved/folder-lock.ts";
import { DISK } from "../store/folder/writer/durable-disk.ts";
import { BackupError } from "./backup-error.ts";
import { isContent, isThere } from "./content-files.ts";
import { closeDatabase } from "./database-copy.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { stage } from "./stage.ts";

export interface RestoreOptions {
  readonly backup: string;
  /** The content folder; made if there is none. */
  readonly folder: string;
  /** Path of the database; needed if there is one in the backup. */
  readonly database: string | undefined;
  /** Whether what is there may be set aside. */
  readonly replace: boolean;
  /** UTC. */
  readonly now: () => Date;
  readonly signal: AbortSignal | undefined;
}

/** What was restored. */
export interface RestoreSummary {
  readonly manifest: Manifest;
  /** Articles that the restored folder was found to have. */
  readonly articles: number;
  /** Where that is what was there before. */
  readonly aside: readonly string[];
}

/**
 * Puts a backup in the place of a content folder and a database. It is brought there and checked first; what was there is
 * then renamed. `site.json` goes first and comes last: no service starts on half of it.
 * @throws BackupError when the backup is damaged, something is there that may not be replaced, or a service uses it; the
 *   error of the file system. What was there is then as it was.
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreSummary> {
  const { backup, replace, now, signal } = options;
  const manifest = await readManifest(backup);
  const folder = resolve(options.folder);
  const database = manifest.database && options.database ? resolve(options.database) : undefined;
  if (manifest.database && database === undefined)
    throw new BackupError("there is a database in the backup: --database or DATABASE must say where it goes");
  await mkdir(folder, { recursive: true });
  const lock = new FolderLock(folder, now, SILENT);
  const owner = await lock.acquire();
  if (owner !== undefined) throw new BackupError(`${owner} writes to ${folder}: stop it first`);
  const beat = setInterval(() => lock.check(), LOCK_BEAT_MS);
  const id = randomBytes(8).toString("hex");
  const staging = join(folder, `.harkara-restore-${id}`);
  const stagedDatabase = database && `${database}.${id}.part`;
  try {
    const present = await contentOf(folder);
    if (!replace && present.length > 0) throw thereAlready(folder);
    if (database !== undefined && (await isThere(database))) {
      if (!replace) throw thereAlready(database);
      closeDatabase(database);
    }
    await mkdir(staging);
    if (database !== undefined) await mkdir(dirname(database), { recursive: true });
    const articles = await stage(backup, manifest, { content: staging, database: stagedDatabase }, now, signal);
    signal?.throwIfAborted();
    if (!lock.owned) throw new BackupError(`a service was started on ${folder}: stop it first`);
    const aside = await exchange({ folder, staging, database, stagedDatabase, suffix: suffixOf(now()) });
    return { manifest, articles, aside };
  } finally {
    clearInterval(beat);
    await rm(staging, { recursive: true, force: true });
    if (stagedDatabase !== undefined) await rm(stagedDatabase, { force: true });
    await lock.release();
  }
}

interface Exchange {
  readonly folder: string;
  readonly staging: string;
  readonly database: string | undefined;
  readonly stagedDatabase: string | undefined;
  readonly suffix: string;
}

/** Renames what is there, and what was staged into its place; undoes it when that fails. @returns where the former is */
async function exchange({ folder, staging, database, stagedDatabase, suffix }: Exchange): Promise<string[]> {
  const former = join(folder, `.harkara-${suffix}`);
  const undo: (() => Promise<void>)[] = [];
  const move = async (from: string, to: string) => {
    await rename(from, to);
    undo.unshift(() => rename(to, from));
  };
  const aside: string[] = [];
  try {
    const present = await contentOf(folder);
    if (present.length > 0) {
      await mkdir(former);
      aside.push(former);
      for (const name of present) await move(join(folder, name), join(former, name));
      await DISK.sync(folder);
    }
    if (database !== undefined && stagedDatabase !== undefined) {
      // A write-ahead log that was left behind would be taken for that of the new database.
      for (const end of ["", "-wal", "-shm", "-journal"]) {
        if (!(await isThere(database + end))) continue;
        await move(database + end, `${database}.${suffix}${end}`);
        aside.push(`${database}.${suffix}${end}`);
      }
      await move(stagedDatabase, database);
      await DISK.sync(dirname(database));
    }
    for (const name of (await contentOf(staging)).toReversed()) await move(join(staging, name), join(folder, name));
    await DISK.sync(folder);
    return aside;
  } catch (error) {
    for (const step of undo) await step();
    await rmdir(former).catch(() => undefined);
    throw error;
  }
}

/** The names of the content in a folder, `site.json` first. */
async function contentOf(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter(isContent);
  return names.sort((a, b) => Number(b === SITE_FILE) - Number(a === SITE_FILE));
}

function thereAlready(path: string): BackupError {
  return new BackupError(`${path} is not empty: with --yes what is there is set aside`);
}

/** `before-20261128T072433Z`. */
function suffixOf(now: Date): string {
  return `before-${now.toISOString().replace(/[-:]|\.\d+/g, "")}`;
}

const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} };
