import type { Scope } from "../../site/scope.ts";
import type { FeedUpdate } from "../article-store.ts";
import type { Read, SqlRow } from "./database.ts";
import { newestIn } from "./pages.ts";
import { heads, updatesFar } from "./queries.ts";

type ShelfScope = Exclude<Scope, { kind: "search" }>;

/** Collections that one query asks for: D1 takes a hundred values, two for each of them, an instant and a limit. @limit collections */
const SHELVES_AT_ONCE = 49;

/** How much there is among so many of the newest of each shelf: a query for as many of them as it takes, or two. */
export async function updatesOf(
  read: Read,
  scopes: readonly ShelfScope[],
  limit: number,
  now: Date,
): Promise<readonly FeedUpdate[]> {
  const updates: FeedUpdate[] = [];
  for (let from = 0; from < scopes.length; from += SHELVES_AT_ONCE) {
    const some = scopes.slice(from, from + SHELVES_AT_ONCE);
    const keys = some.flatMap((scope) => [scope.kind, slugIn(scope)]);
    const near = await read({ sql: heads(some.length), values: keys });
    const found = near.map((row) => updateIn(row, now, limit));
    if (found.every((update) => update !== undefined)) updates.push(...inOrder(some, near, found));
    else {
      // All of them anew, so that the answer is of one state.
      const values = [now.getTime(), limit, ...keys];
      const far = await read({ sql: updatesFar(some.length), values });
      updates.push(...inOrder(some, far, far.map(tallyIn)));
    }
  }
  return updates;
}

function inOrder(
  scopes: readonly ShelfScope[],
  rows: readonly SqlRow[],
  found: readonly FeedUpdate[],
): readonly FeedUpdate[] {
  const known = new Map(rows.map(({ kind, slug }, index) => [`${kind} ${slug}`, found[index]]));
  return scopes.map((scope) => known.get(`${scope.kind} ${slugIn(scope)}`) ?? { entries: 0, updated: null });
}

function updateIn(row: SqlRow, now: Date, limit: number): FeedUpdate | undefined {
  const shown = newestIn(row, now, limit)?.shown;
  return shown && updateWith(shown.length, Math.max(...shown.map(({ updated }) => updated.getTime())));
}

function tallyIn({ tally }: SqlRow): FeedUpdate {
  const [entries, updated] = JSON.parse(String(tally)) as [number, number | null];
  return updateWith(entries, updated ?? 0);
}

function updateWith(entries: number, updated: number): FeedUpdate {
  return { entries, updated: entries === 0 ? null : new Date(updated) };
}

/** What a scope's shelf is called besides its kind. */
export function slugIn(scope: ShelfScope): string {
  return scope.kind === "all" ? "" : scope.slug;
}
