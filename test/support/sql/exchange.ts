import type { Site } from "../../../src/site/site.ts";
import type { Change } from "../../../src/store/article-writer.ts";
import type { Database } from "../../../src/store/sql/database.ts";
import { createSqlWriter } from "../../../src/store/sql/writer/sql-writer.ts";
import { outgoingArticles, outgoingRemovals, outgoingReserved } from "../../../src/store/sql/writer/transfer.ts";
import { openSqlite, type SqliteDatabase } from "../../../src/store/sqlite/open-sqlite.ts";
import type { ArchivePosition, OutgoingArticle, RestoredRemoval } from "../../../src/store/stored-article.ts";
import { openDatabaseTarget } from "../../../src/transfer/database.ts";
import type { Delivery } from "../../../src/transfer/target.ts";
import { databasePath } from "../stores/sqlite.ts";
import { type Deed, FIRST, MINUTE, type Piece, writtenAt } from "./history.ts";
import { putUnder } from "./reading.ts";

/** A database in a file of its own. */
export async function opened(): Promise<{ readonly path: string; readonly database: SqliteDatabase }> {
  const path = await databasePath();
  return { path, database: openSqlite(path) };
}

/** Everything that a database gives away. */
export interface Exported {
  readonly articles: readonly OutgoingArticle[];
  readonly removals: readonly RestoredRemoval[];
  readonly reserved?: readonly ArchivePosition[];
}

export async function exported(database: Database): Promise<Exported> {
  return {
    articles: await all(outgoingArticles(database)),
    removals: await all(outgoingRemovals(database)),
    reserved: await outgoingReserved(database),
  };
}

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** Brings an export into a file as the command does. */
export async function restore(
  path: string,
  site: Site,
  { articles, removals, reserved = [] }: Exported,
  now: Date,
): Promise<readonly Delivery[]> {
  const target = openDatabaseTarget(path, site, () => now);
  try {
    const incoming = articles.map(({ slug, format, text, modified, positions }) => ({
      ...{ slug, format, text },
      restored: { modified, positions },
    }));
    const deliveries = await target.put(incoming);
    await target.note(removals, reserved);
    return deliveries;
  } finally {
    await target.close();
  }
}

/** A source that can be read again. */
export function putReadable(site: Site, { slug, at, labels, names, word }: Piece, now: Date): Promise<Change> {
  const said = {
    headline: `Of ${slug}`,
    published: new Date(FIRST + at).toISOString(),
    categories: labels,
    ...(names.length > 0 && { authors: names }),
    text: `About a ${word}.`,
  };
  return putUnder(site, { slug, format: "json", text: JSON.stringify(said) }, now);
}

/** Carries out a history behind so many articles that were published in order. */
export async function playReadable(
  database: Database,
  site: Site,
  before: number,
  history: readonly (readonly Deed[])[],
): Promise<void> {
  const writer = createSqlWriter(database, site);
  const first = Array.from({ length: before }, (_, index) =>
    putReadable(
      site,
      { slug: `old-${index}`, at: -1e10 + index * MINUTE, labels: ["India"], names: [], word: "ferry" },
      writtenAt(-1),
    ),
  );
  await writer.writeChanges(await Promise.all(first), writtenAt(-1));
  for (const [index, deeds] of history.entries()) {
    const changes = deeds.map((each): Change | Promise<Change> =>
      each.kind === "put" ? putReadable(site, each.piece, writtenAt(index)) : { kind: "remove", slug: each.slug },
    );
    await writer.writeChanges(await Promise.all(changes), writtenAt(index));
  }
}
