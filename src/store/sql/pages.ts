import type { Article, ArticleContent, ArticleRef } from "../../article/article.ts";
import { MAX_ENTRIES } from "../../site/scope.ts";
import type { ArchivePage, ArchivePageQuery, NewestPage, NewestQuery } from "../article-store.ts";
import { ARCHIVE_ENTRIES } from "../article-store.ts";
import { StoreChanged } from "../store-errors.ts";
import type { Read, SqlRow } from "./database.ts";
import { HEAD_ENTRIES } from "./database.ts";
import { type PlacedRef, unpackEntries, unpackRemovals } from "./packed-entries.ts";
import { ARCHIVE_PAGE, ARCHIVE_PAGE_FAR, COLLECTION, contents, NEWEST, SEARCH } from "./queries.ts";
import { type FarCollections, type Reach, reachFar, reachIn } from "./state.ts";

/*
 * The pages of a store over a database. `settled` is when the settings last changed, in milliseconds since the epoch.
 */

/** Names a shelf: kind and slug. */
type ShelfKey = readonly [kind: string, slug: string];

/** The newest articles of a shelf. @param name what the settings call it */
export async function newestPage(
  read: Read,
  settled: number,
  { limit, now }: NewestQuery,
  [kind, slug]: ShelfKey,
  name: string | undefined,
): Promise<NewestPage | undefined> {
  let [row] = await read({ sql: COLLECTION, values: [kind, slug] });
  let newest = newestIn(row, now, limit);
  if (newest === undefined) {
    // All of it anew, so that the answer is of one state.
    [row] = await read({ sql: NEWEST, values: [kind, slug, now.getTime(), limit] });
    newest = newestFar(row);
  }
  if (row === undefined && kind === "all") throw new Error("the shelf of all articles is missing");
  const { shown, waiting, next, rest } = newest;
  const removals = unpackRemovals(String(row?.recent_removals ?? "[]"));
  // Who follows a feed that lost its last article is to hear of it; what it was called nobody remembers.
  const called = name ?? shown[0]?.name ?? (removals.length > 0 ? slug : undefined);
  if (called === undefined) return undefined;
  const all = Number(row?.article_count ?? 0) - waiting <= shown.length;
  // What is put in among older ones moves the position at which this page ends.
  const moved = Number(
    (all ? row?.membership_changed : Math.max(Number(row?.membership_changed), Number(row?.modified))) ?? 0,
  );
  return {
    name: called,
    refs: shown,
    modified: latest([settled, moved], shown),
    next,
    articles: () => contentsOf(read, shown),
    olderPosition: all ? 0 : rest,
    removals,
  };
}

interface Newest {
  readonly shown: readonly PlacedRef[];
  /** Articles that are still to come. */
  readonly waiting: number;
  readonly next: Date | null;
  /**
   * The highest position of what is there and not shown, so that whoever walks on from there misses nothing. Where
   * something was published with an older date that is above some that are shown: they are met again.
   */
  readonly rest: number;
}

/** The newest of a shelf by its row; nothing when so many are to come that its head does not reach down to a full page. */
export function newestIn(row: SqlRow | undefined, now: Date, limit: number): Newest | undefined {
  const head = unpackEntries(String(row?.newest_entries ?? "[]"));
  const waiting = head.filter(({ published }) => published > now).length;
  const shown = head.slice(waiting, waiting + limit);
  if (shown.length < limit && head.length === HEAD_ENTRIES) return undefined;
  const behind = head.slice(waiting + shown.length).map(({ position }) => position);
  return {
    shown,
    waiting,
    next: head[waiting - 1]?.published ?? null,
    rest: Math.max(Number(row?.older_position ?? 0), ...behind),
  };
}

function newestFar(row: SqlRow | undefined): Newest {
  return {
    shown: unpackEntries(String(row?.entries ?? "[]")),
    waiting: Number(row?.waiting ?? 0),
    next: row?.next == null ? null : new Date(Number(row.next)),
    rest: Number(row?.older_position ?? 0),
  };
}

/** A sheet of a shelf's archive. @param name what the settings call the shelf */
export async function archivePage(
  read: Read,
  settled: number,
  far: FarCollections,
  { page, to, after = 0, newest = 0, now }: ArchivePageQuery,
  [kind, slug]: ShelfKey,
  name: string | undefined,
): Promise<ArchivePage | undefined> {
  const values = [kind, slug, now.getTime(), page];
  let row: SqlRow | undefined;
  let [reach, rest]: [Reach?, number?] = [];
  if (!far.has([kind, slug])) {
    [row] = await read({ sql: ARCHIVE_PAGE, values });
    [reach, rest] = [reachIn(row, now), newestIn(row, now, newest)?.rest];
  }
  if (reach === undefined || rest === undefined) {
    // All of it anew, so that the answer is of one state.
    [row] = await read({ sql: ARCHIVE_PAGE_FAR, values: [...values, newest] });
    reach = reachFar(row);
    rest = newest === 0 ? reach.last : Number(row?.older_position ?? 0);
    far.note([kind, slug], reach);
  }
  const last = Number(row?.last_position ?? 0);
  const before = (page - 1) * ARCHIVE_ENTRIES;
  const end = Math.min(last, page * ARCHIVE_ENTRIES);
  // Nobody is to learn how many articles are to come.
  const there = to === undefined || to <= reach.last || reach.waiting === 0;
  const exists = page >= 1 && before <= last && there && (to === undefined || (to > before && to <= end));
  const known = name ?? row?.name;
  if (typeof known !== "string" || !exists) return undefined;
  const stamps = unpackEntries(String(row?.entries ?? "[]")).filter(
    ({ position }) => position > after && position <= (to ?? position),
  );
  const shown = stamps.filter(({ published }) => published <= now);
  return {
    name: name ?? shown[0]?.name ?? known,
    refs: shown,
    modified: latest([settled, Number(row?.page_modified ?? 0)], shown),
    next: stamps.filter(({ published }) => published > now).at(-1)?.published ?? null,
    articles: () => contentsOf(read, shown),
    full: last >= page * ARCHIVE_ENTRIES,
    last: reach.last,
    cursor: {
      modified: new Date(
        Math.max(settled, Number(row?.membership_changed ?? 0), Number(row?.modified ?? 0), reach.newest),
      ),
      next: reach.next,
      olderPosition: Number(row?.article_count ?? 0) - reach.waiting <= newest ? 0 : rest,
    },
  };
}

/** Matches of a search that are read beyond those asked for: articles to come stand before them. @limit matches */
const SLACK = 16;

/** The newest articles that match. @param look reads what may take long */
export async function searchPage(
  look: Read,
  read: Read,
  settled: number,
  { limit, now }: NewestQuery,
  match: string,
): Promise<NewestPage> {
  for (let most = limit + SLACK; ; most *= 2) {
    const [row] = await look({ sql: SEARCH, values: [match, most] });
    const found = unpackEntries(String(row?.entries ?? "[]"));
    const waiting = found.filter(({ published }) => published > now).length;
    const shown = found.slice(waiting, waiting + limit);
    // Within a second the order of ids is none of publication: it must have been looked through to its end.
    const [last, end] = [shown[limit - 1], found.at(-1)];
    const whole = last !== undefined && end !== undefined && secondOf(last) > secondOf(end);
    if (found.length === most && !whole) continue;
    return {
      name: "",
      refs: shown,
      modified: latest([settled, Number(row?.modified ?? 0)], shown),
      next: found[waiting - 1]?.published ?? null,
      articles: () => contentsOf(read, shown),
      olderPosition: 0,
      removals: [],
    };
  }
}

function secondOf({ published }: ArticleRef): number {
  return Math.floor(published.getTime() / 1000);
}

async function contentsOf(read: Read, stamps: readonly PlacedRef[]): Promise<readonly Article[]> {
  const articles = new Map<number, SqlRow>();
  // D1 takes a hundred values a query.
  for (let from = 0; from < stamps.length; from += MAX_ENTRIES) {
    const ids = stamps.slice(from, from + MAX_ENTRIES).map(({ id }) => id);
    for (const row of await read({ sql: contents(ids.length), values: ids }))
      articles.set(Number(row.id), row);
  }
  return stamps.map(({ id, slug, revision }) => {
    const row = articles.get(id);
    if (row?.slug !== slug || row.revision !== revision) throw new StoreChanged();
    return articleOf(row);
  });
}

/** An article as its row has it. */
export function articleOf({ content, revision, modified }: SqlRow): Article {
  const said = JSON.parse(String(content)) as ArticleContent;
  return Object.freeze({
    ...said,
    published: new Date(said.published),
    updated: new Date(said.updated),
    revision: String(revision),
    modified: new Date(Number(modified)),
  });
}

function latest(times: readonly number[], stamps: readonly ArticleRef[]): Date {
  const edits = stamps.map(({ modified }) => modified.getTime());
  return new Date(Math.max(...times, ...edits, stamps[0]?.published.getTime() ?? 0));
}
