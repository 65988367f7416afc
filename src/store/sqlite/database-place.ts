import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { errorCode } from "../../lib/error-code.ts";
import type { Fault } from "../../lib/fault.ts";
import type { ArticleWriter } from "../article-writer.ts";
import { StoreFailure } from "../store-errors.ts";

/**
 * Looks whether an open database is still the file at its path. An unmounted disk or a file that was moved leaves an open
 * one that nobody finds again: what is written to it would be lost with the process.
 * @param path of a database that is open
 */
export async function createPlaceCheck(path: string): Promise<() => Promise<Fault | undefined>> {
  const opened = await identityOf(path);
  return async () => {
    try {
      if ((await identityOf(path)) === opened) return undefined;
      return displaced(path, "is another file than the one that is open");
    } catch (error) {
      return displaced(path, `cannot be found any more (${errorCode(error)})`);
    }
  };
}

/** The same writer, which refuses changes while its database is not at its path. */
export function writerInPlace(writer: ArticleWriter, check: () => Promise<Fault | undefined>): ArticleWriter {
  return {
    ...writer,
    async writeChanges(changes, now, limit) {
      const fault = await check();
      if (fault !== undefined) throw new StoreFailure("writeChanges", fault.message);
      return writer.writeChanges(changes, now, limit);
    },
  };
}

async function identityOf(path: string): Promise<string> {
  const { dev, ino } = await stat(path, { bigint: true });
  return `${dev} ${ino}`;
}

function displaced(path: string, what: string): Fault {
  return {
    file: basename(path),
    line: 1,
    column: 1,
    code: "database-displaced",
    message: `the database ${what}: the last state is served, and nothing is published`,
    hint: "Put the file back, or start the service again to serve the one that is there.",
    severity: "error",
  };
}
