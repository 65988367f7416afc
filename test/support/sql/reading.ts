import { vi } from "vitest";
import { revise } from "../../../src/article/article.ts";
import type { Log } from "../../../src/lib/log.ts";
import { conventionsOf, type Site } from "../../../src/site/site.ts";
import { parseSource } from "../../../src/source/parse-source.ts";
import type { Source } from "../../../src/source/source.ts";
import type { Change } from "../../../src/store/article-writer.ts";
import type { Database, Read, Statement } from "../../../src/store/sql/database.ts";
import { createSqlWriter } from "../../../src/store/sql/writer/sql-writer.ts";
import { createLog } from "../../../src/telemetry/log.ts";

// Where much else goes on, a disk takes its time; what has to be quick is measured elsewhere.
vi.setConfig({ testTimeout: 60_000 });

/** The change that publishes a source under the settings of a site. */
export async function putUnder(site: Site, source: Source, now: Date): Promise<Change & { readonly kind: "put" }> {
  const { article, findings } = await parseSource(source, conventionsOf(site));
  if (article === null) throw new Error(JSON.stringify(findings));
  return { kind: "put", slug: source.slug, source, article: await revise(article, now) };
}

/** Publishes sources under the settings of a site. */
export async function publishUnder(
  database: Database,
  site: Site,
  sources: readonly Source[],
  now: Date,
): Promise<void> {
  await createSqlWriter(database, site).writeChanges(
    await Promise.all(sources.map((source) => putUnder(site, source, now))),
    now,
  );
}

/** A database that notes the statements that are run in it. */
export function noting(database: Database): {
  readonly database: Database;
  readonly reads: Statement[];
  readonly batches: (readonly Statement[])[];
} {
  const reads: Statement[] = [];
  const batches: (readonly Statement[])[] = [];
  const noted = (read: Read): Read => {
    return (statement) => {
      reads.push(statement);
      return read(statement);
    };
  };
  return {
    reads,
    batches,
    database: {
      changeCounter: database.changeCounter,
      reader: () => noted(database.reader()),
      primaryReader: () => noted(database.primaryReader()),
      search: noted(database.search),
      batch: (statements) => {
        batches.push(statements);
        return database.batch(statements);
      },
    },
  };
}

/** A log whose lines are kept. */
export function keptLog(): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = [];
  return { log: createLog("debug", (line) => lines.push(line)), lines };
}
