import type { Scope } from "../../site/scope.ts";
import type { FeedUpdate } from "../article-store.ts";
import type { Read, SqlRow } from "./database.ts";
import { newestFromRow } from "./pages.ts";
import { newestEntriesOf, updatesFromEntries } from "./queries.ts";
import { collectionKey } from "./state.ts";

type CollectionScope = Exclude<Scope, { kind: "search" }>;

/** Collections in one query: D1 takes a hundred values, two for each collection, an instant and a limit. @limit collections */
const MAX_QUERY_COLLECTIONS = 49;

/** The count and the last update of the newest articles of each scope, at most `limit` each. */
export async function updatesOf(
  read: Read,
  scopes: readonly CollectionScope[],
  limit: number,
  now: Date,
): Promise<readonly FeedUpdate[]> {
  const updates: FeedUpdate[] = [];
  for (let from = 0; from < scopes.length; from += MAX_QUERY_COLLECTIONS) {
    const batch = scopes.slice(from, from + MAX_QUERY_COLLECTIONS);
    const keys = batch.flatMap(collectionKey);
    let rows = await read({ sql: newestEntriesOf(batch.length), values: keys });
    let found = rows.map((row) => updateFromRow(row, now, limit));
    if (found.includes(undefined)) {
      // Everything is read again, so that the answer is of one state.
      rows = await read({ sql: updatesFromEntries(batch.length), values: [now.getTime(), limit, ...keys] });
      found = rows.map(updateFromEntries);
    }
    const byKey = new Map(rows.map(({ kind, slug }, index) => [`${kind} ${slug}`, found[index]]));
    for (const scope of batch) {
      const update = byKey.get(collectionKey(scope).join(" "));
      updates.push(update ?? { entries: 0, updated: null });
    }
  }
  return updates;
}

function updateFromRow(row: SqlRow, now: Date, limit: number): FeedUpdate | undefined {
  const refs = newestFromRow(row, now, limit)?.refs;
  return refs && feedUpdate(refs.length, Math.max(...refs.map(({ updated }) => updated.getTime())));
}

function updateFromEntries({ feed_update }: SqlRow): FeedUpdate {
  const [entries, updated] = JSON.parse(String(feed_update)) as [number, number | null];
  return feedUpdate(entries, updated ?? 0);
}

function feedUpdate(entries: number, updated: number): FeedUpdate {
  return { entries, updated: entries === 0 ? null : new Date(updated) };
}
