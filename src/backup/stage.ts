import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { errorCode } from "../lib/error-code.ts";
import { forEachConcurrently } from "../lib/parallel.ts";
import { ARTICLES_FOLDER, MAX_OPEN_FILES } from "../store/folder/files/read-file.ts";
import { DISK } from "../store/folder/writer/durable-disk.ts";
import { BackupError } from "./backup-error.ts";
import { copyFile } from "./copy-file.ts";
import { checkDatabase } from "./database-copy.ts";
import { CONTENT_PART, DATABASE_PART, type Manifest } from "./manifest.ts";
import { countArticles } from "./read-content.ts";

/** Where the parts of a backup are brought. */
export interface Place {
  /** A folder that is there and empty. */
  readonly content: string;
  /** Path of a database that is not there; undefined if there is none in the backup. */
  readonly database: string | undefined;
}

/**
 * Brings a backup to a place, durably, and checks it there: the digest of each file, what the database says of its
 * articles, and that the folder can be read.
 * @param now UTC
 * @returns articles in the folder
 * @throws BackupError that names what is damaged or missing; the error of the file system
 */
export async function stage(
  backup: string,
  { files, database }: Pick<Manifest, "files" | "database">,
  place: Place,
  now: () => Date,
  signal: AbortSignal | undefined,
): Promise<number> {
  await mkdir(join(place.content, ARTICLES_FOLDER));
  const folders = new Set([place.content, join(place.content, ARTICLES_FOLDER)]);
  await forEachConcurrently(Object.entries(files), MAX_OPEN_FILES, async ([name, digest]) => {
    signal?.throwIfAborted();
    const target = name === DATABASE_PART ? place.database : join(place.content, name.slice(CONTENT_PART.length + 1));
    if (target === undefined) return;
    await mkdir(dirname(target), { recursive: true });
    folders.add(dirname(target));
    const path = join(backup, name);
    const copy = await copyFile(path, target).catch((error) => {
      if (errorCode(error) === "ENOENT") throw new BackupError(`${path} is missing`);
      throw error;
    });
    if (copy?.sha256 !== digest.sha256)
      throw new BackupError(`${path} is damaged: its SHA-256 is not that of the list`);
  });
  for (const folder of folders) await DISK.sync(folder);
  if (place.database !== undefined) await checkDatabase(place.database, database);
  return countArticles(place.content, now);
}
