import type { Article, ArticleContent, ArticleRef } from "../../article/article.ts";
import { MAX_ENTRIES } from "../../site/scope.ts";
import {
  ARCHIVE_ENTRIES,
  type ArchivePage,
  type ArchivePageQuery,
  type NewestPage,
  type NewestQuery,
} from "../article-store.ts";
import { StoreChanged } from "../store-errors.ts";
import { MAX_NEWEST_ENTRIES, type Read, type SqlRow } from "./database.ts";
import { type CollectionEntry, parseEntries, parseRemovals } from "./packed-entries.ts";
import {
  ARCHIVE_PAGE,
  ARCHIVE_PAGE_FROM_ENTRIES,
  COLLECTION,
  contentsOf,
  NEWEST_FROM_ENTRIES,
  SEARCH,
} from "./queries.ts";
import {
  type CollectionKey,
  type PublicationState,
  publicationStateFromEntries,
  publicationStateOf,
  type ScheduledOverflow,
} from "./state.ts";

/*
 * The pages of a store over a database. `siteModified` is when the settings last changed, in milliseconds since the
 * epoch; `configuredName` is the name of the collection in the settings, if it has one there.
 */

/** The newest articles of a collection; `undefined` if nothing says that it exists. */
export async function newestPage(
  read: Read,
  siteModified: number,
  { limit, now }: NewestQuery,
  [kind, slug]: CollectionKey,
  configuredName: string | undefined,
): Promise<NewestPage | undefined> {
  let [row] = await read({ sql: COLLECTION, values: [kind, slug] });
  let newest = newestFromRow(row, now, limit);
  if (newest === undefined) {
    // Everything is read again, so that the answer is of one state.
    [row] = await read({ sql: NEWEST_FROM_ENTRIES, values: [kind, slug, now.getTime(), limit] });
    newest = newestFromEntries(row);
  }
  if (row === undefined && kind === "all") throw new Error("the collection of all articles is missing");
  const { refs, scheduled, next, olderPosition } = newest;
  const removals = parseRemovals(String(row?.recent_removals ?? "[]"));
  // Subscribers of a feed that lost its last article must hear of the removal; its name is not stored.
  const name = configuredName ?? refs[0]?.name ?? (removals.length > 0 ? slug : undefined);
  if (name === undefined) return undefined;
  const isWhole = Number(row?.article_count ?? 0) - scheduled <= refs.length;
  const membershipChanged = Number(row?.membership_changed ?? 0);
  // An older article that is added changes the position at which this page ends.
  const changed = isWhole ? membershipChanged : Math.max(membershipChanged, Number(row?.modified ?? 0));
  return {
    name,
    refs,
    modified: latest([siteModified, changed], refs),
    next,
    articles: () => articlesOf(read, refs),
    olderPosition: isWhole ? 0 : olderPosition,
    repeated: repeatedBelow(isWhole ? 0 : olderPosition, refs),
    removals,
  };
}

interface Newest {
  readonly refs: readonly CollectionEntry[];
  /** Articles that are published later. */
  readonly scheduled: number;
  /** When the first of those is published, UTC. */
  readonly next: Date | null;
  /** The highest position of a published article that is not among `refs`. An archive that starts there misses none. */
  readonly olderPosition: number;
}

function repeatedBelow(olderPosition: number, refs: readonly CollectionEntry[]): readonly number[] {
  const positions = refs.map(({ position }) => position);
  return positions.filter((position) => position < olderPosition).sort((a, b) => a - b);
}

/** The newest articles by a row of `collections`; `undefined` if `newest_entries` does not hold a full page of them. */
export function newestFromRow(row: SqlRow | undefined, now: Date, limit: number): Newest | undefined {
  const entries = parseEntries(String(row?.newest_entries ?? "[]"));
  const scheduled = entries.filter(({ published }) => published > now).length;
  const refs = entries.slice(scheduled, scheduled + limit);
  if (refs.length < limit && entries.length === MAX_NEWEST_ENTRIES) return undefined;
  const older = entries.slice(scheduled + refs.length).map(({ position }) => position);
  return {
    refs,
    scheduled,
    next: entries[scheduled - 1]?.published ?? null,
    olderPosition: Math.max(Number(row?.older_position ?? 0), ...older),
  };
}

function newestFromEntries(row: SqlRow | undefined): Newest {
  return {
    refs: parseEntries(String(row?.entries ?? "[]")),
    scheduled: Number(row?.scheduled ?? 0),
    next: row?.next == null ? null : new Date(Number(row.next)),
    olderPosition: Number(row?.older_position ?? 0),
  };
}

/** An archive page of a collection (RFC 5005, section 4); `undefined` if there is no such page. */
export async function archivePage(
  read: Read,
  siteModified: number,
  overflow: ScheduledOverflow,
  { page, to, except = [], after = 0, newest = 0, now }: ArchivePageQuery,
  key: CollectionKey,
  configuredName: string | undefined,
): Promise<ArchivePage | undefined> {
  const values = [...key, now.getTime(), page];
  let row: SqlRow | undefined;
  let [state, olderPosition]: [PublicationState?, number?] = [];
  if (!overflow.has(key)) {
    [row] = await read({ sql: ARCHIVE_PAGE, values });
    [state, olderPosition] = [publicationStateOf(row, now), newestFromRow(row, now, newest)?.olderPosition];
  }
  if (state === undefined || olderPosition === undefined) {
    // Everything is read again, so that the answer is of one state.
    [row] = await read({ sql: ARCHIVE_PAGE_FROM_ENTRIES, values: [...values, newest] });
    state = publicationStateFromEntries(row);
    olderPosition = newest === 0 ? state.lastPosition : Number(row?.older_position ?? 0);
    overflow.update(key, state);
  }
  const last = Number(row?.last_position ?? 0);
  const before = (page - 1) * ARCHIVE_ENTRIES;
  const end = Math.min(last, page * ARCHIVE_ENTRIES);
  // The positions of scheduled articles stay secret.
  const isPublic = to === undefined || to <= state.lastPosition || state.scheduled === 0;
  const exists = page >= 1 && before <= last && isPublic && (to === undefined || (to > before && to <= end));
  const name = configuredName ?? row?.name;
  if (typeof name !== "string" || !exists) return undefined;
  const entries = parseEntries(String(row?.entries ?? "[]")).filter(
    ({ position }) => position > after && position <= (to ?? position) && !except.includes(position),
  );
  const refs = entries.filter(({ published }) => published <= now);
  const changed = [Number(row?.membership_changed ?? 0), Number(row?.modified ?? 0)];
  return {
    name: configuredName ?? refs[0]?.name ?? name,
    refs,
    modified: latest([siteModified, Number(row?.page_modified ?? 0)], refs),
    next: entries.filter(({ published }) => published > now).at(-1)?.published ?? null,
    articles: () => articlesOf(read, refs),
    full: last >= page * ARCHIVE_ENTRIES,
    last: state.lastPosition,
    cursor: {
      modified: new Date(Math.max(siteModified, ...changed, state.newest)),
      next: state.next,
      olderPosition: Number(row?.article_count ?? 0) - state.scheduled <= newest ? 0 : olderPosition,
    },
  };
}

/** Matches of a search that are read beyond the limit, as scheduled articles stand before the others. @limit matches */
const MAX_EXTRA_MATCHES = 16;

/** The newest articles that match. @param search reads what may take long */
export async function searchPage(
  search: Read,
  read: Read,
  siteModified: number,
  { limit, now }: NewestQuery,
  match: string,
): Promise<NewestPage> {
  for (let most = limit + MAX_EXTRA_MATCHES; ; most *= 2) {
    const [row] = await search({ sql: SEARCH, values: [match, most] });
    const matches = parseEntries(String(row?.entries ?? "[]"));
    const scheduled = matches.filter(({ published }) => published > now).length;
    const refs = matches.slice(scheduled, scheduled + limit);
    // Ids of the same second are in no order of publication: all matches of the page's last second are needed.
    const [last, end] = [refs[limit - 1], matches.at(-1)];
    const isComplete = last !== undefined && end !== undefined && secondOf(last) > secondOf(end);
    if (matches.length === most && !isComplete) continue;
    return {
      name: "",
      refs,
      modified: latest([siteModified, Number(row?.modified ?? 0)], refs),
      next: matches[scheduled - 1]?.published ?? null,
      articles: () => articlesOf(read, refs),
      olderPosition: 0,
      removals: [],
    };
  }
}

function secondOf({ published }: ArticleRef): number {
  return Math.floor(published.getTime() / 1000);
}

/** @throws StoreChanged when one of the articles is no longer stored in this revision */
async function articlesOf(read: Read, refs: readonly CollectionEntry[]): Promise<readonly Article[]> {
  const rows = new Map<number, SqlRow>();
  // D1 takes a hundred values a query.
  for (let from = 0; from < refs.length; from += MAX_ENTRIES) {
    const ids = refs.slice(from, from + MAX_ENTRIES).map(({ id }) => id);
    for (const row of await read({ sql: contentsOf(ids.length), values: ids })) rows.set(Number(row.id), row);
  }
  return refs.map(({ id, slug, revision }) => {
    const row = rows.get(id);
    if (row?.slug !== slug || row.revision !== revision) throw new StoreChanged();
    return articleOf(row);
  });
}

/** The article of a row of `articles`. */
export function articleOf({ content, revision, modified }: SqlRow): Article {
  const fields = JSON.parse(String(content)) as ArticleContent;
  return Object.freeze({
    ...fields,
    published: new Date(fields.published),
    updated: new Date(fields.updated),
    revision: String(revision),
    modified: new Date(Number(modified)),
  });
}

function latest(times: readonly number[], refs: readonly ArticleRef[]): Date {
  const edits = refs.map(({ modified }) => modified.getTime());
  return new Date(Math.max(...times, ...edits, refs[0]?.published.getTime() ?? 0));
}
