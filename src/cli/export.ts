import { copyFile, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { writeFolder } from "../export/write-folder.ts";
import { errorCode } from "../lib/error-code.ts";
import { countNoun } from "../lib/plural.ts";
import { SITE_FILE } from "../store/folder/folder.ts";
import { isAddress } from "../transfer/download.ts";
import { createHttpClient, NetError } from "../transfer/http-client.ts";
import { openServiceOrigin } from "../transfer/service.ts";
import type { Origin } from "../transfer/target.ts";
import { type Command, type Io, parseCommand, UsageError } from "./command.ts";
import { contentFolder, exists, type Place, readPath, readPlace } from "./places.ts";
import { createProgress } from "./progress.ts";

export const exportCommand: Command = {
  summary: "write everything that is stored into a folder",
  usage: `Usage: harkara export --to folder [--from database|address]

Writes every article into an empty folder, in the very bytes in which it was handed in, and site.json from CONTENT_DIR
(default: content) beside them: a content folder that can be served as it is. In export.ndjson stands what files cannot
say: when each article was stored, its place in the archives, and what was removed; harkara import reads it. A running
site does not tell the last two over HTTP.

  --to     the folder; made if there is none
  --from   path of a database, or address of a site; its token is HARKARA_TOKEN (default: DATABASE)
  --help   print this

Exit code: 0 written, 1 not written, 2 usage, 130 interrupted.`,

  async run(args, io) {
    const { values } = parseCommand(args, { to: { type: "string" }, from: { type: "string" } }, 0);
    if (!values.to) throw new UsageError("--to is missing");
    if (isAddress(values.to)) throw new UsageError("--to must be a folder, and not an address");
    const to = readPath(values.to, "--to");
    const place = readPlace(values.from, "--from", io);
    const signal = io.interrupt?.();
    const reason = await prepare(to);
    if (reason !== undefined) {
      io.err(`${to} ${reason}`);
      return 1;
    }
    const origin = await openOrigin(place, signal, io);
    if (origin === undefined) return 1;
    try {
      return await write(origin, to, signal, io);
    } catch (error) {
      if (error instanceof NetError && signal?.aborted === true) {
        io.err(`interrupted: this is not all. Empty ${to} and run it again`);
        return 130;
      }
      if (!(error instanceof NetError) && errorCode(error) === "unknown") throw error;
      io.err(`it ended early: ${(error as Error).message}. Empty ${to} and run it again`);
      return 1;
    } finally {
      await origin.close();
    }
  },
};

async function write(origin: Origin, folder: string, signal: AbortSignal | undefined, io: Io): Promise<number> {
  const site = join(contentFolder(io), SITE_FILE);
  if (await exists(site)) await copyFile(site, join(folder, SITE_FILE));
  else io.err(`warning: there is no ${site} to go with the articles: CONTENT_DIR says where it is`);
  const total = await origin.count();
  const progress = createProgress(io, () => total, "articles");
  progress.update(0);
  const { articles, removals, interrupted } = await writeFolder(origin, folder, {
    signal,
    onProgress: progress.update,
  }).finally(progress.clear);
  io.out(`${folder}: ${countNoun(articles, "article")}, ${countNoun(removals, "removal")}`);
  if (!interrupted) return 0;
  io.err(`interrupted: this is not all. Empty ${folder} and run it again`);
  return 130;
}

/** Makes the folder. @returns what is wrong with it, if anything is */
async function prepare(folder: string): Promise<string | undefined> {
  try {
    await mkdir(folder, { recursive: true });
    return (await readdir(folder)).length > 0 ? "is not empty: give another folder" : undefined;
  } catch (error) {
    return `cannot be written to (${errorCode(error)})`;
  }
}

async function openOrigin(place: Place, signal: AbortSignal | undefined, io: Io): Promise<Origin | undefined> {
  if (place.kind === "service") return openServiceOrigin(createHttpClient(io.now), place.address, place.token, signal);
  // Opening would make one.
  if (!(await exists(place.path))) {
    io.err(`there is no database ${place.path}`);
    return undefined;
  }
  try {
    const { openDatabaseOrigin } = await import("../transfer/database.ts");
    return openDatabaseOrigin(place.path);
  } catch (error) {
    io.err(`${place.path} cannot be opened: ${(error as Error).message}`);
    return undefined;
  }
}
