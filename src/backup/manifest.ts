import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { errorCode } from "../lib/error-code.ts";
import { BackupError } from "./backup-error.ts";

/** Name of the file, in a backup, that lists what is in it. It is written last. */
export const BACKUP_MANIFEST_FILE = "backup.json";

/** The folder of a backup that holds the content folder. */
export const CONTENT_PART = "content";

/** The file of a backup that holds the database. */
export const DATABASE_PART = "articles.db";

/** A path below the backup. What could lead out of it is refused. */
const Path = z
  .string()
  .refine((path) => path === DATABASE_PART || path.startsWith(`${CONTENT_PART}/`))
  .refine((path) => !path.includes("\0") && path.split("/").every((name) => !["", ".", ".."].includes(name)));

const Manifest = z.strictObject({
  /** Of the form of backups, not of the program. */
  backup: z.literal(1),
  /** The version of the program that made it. */
  version: z.string(),
  /** When it was made, UTC. */
  made: z.iso.datetime(),
  /** Articles of the folder, with those whose last good version is kept. */
  articles: z.int().nonnegative(),
  /** What the database says of its articles; missing without a database. */
  database: z.strictObject({ articles: z.int().nonnegative(), revisions: z.string() }).optional(),
  files: z.record(Path, z.strictObject({ bytes: z.int().nonnegative(), sha256: z.string() })),
});

/** What a backup holds. */
export type Manifest = z.infer<typeof Manifest>;

/** @throws BackupError when there is none that can be read */
export async function readManifest(backup: string): Promise<Manifest> {
  const path = join(backup, BACKUP_MANIFEST_FILE);
  try {
    return Manifest.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    const reason = ["ENOENT", "ENOTDIR"].includes(errorCode(error))
      ? `${backup} is no backup: there is no ${path}`
      : `${path} is damaged, or made by a newer version`;
    throw new BackupError(reason, { cause: error });
  }
}
