import { digest } from "../../lib/digest.ts";
import type { Scope } from "../../site/scope.ts";
import { type Neighbour, type Neighbours, NO_NEIGHBOURS, type StoreVersion } from "../article-store.ts";
import { MAX_NEWEST_ENTRIES, type Read, type SqlRow } from "./database.ts";
import { parseEntries } from "./packed-entries.ts";
import { NEIGHBOURS, VERSION, VERSION_FROM_ENTRIES } from "./queries.ts";

/** The kind and the slug of a collection. */
export type CollectionKey = readonly [kind: string, slug: string];

/** The key of a scope's collection. */
export function collectionKey(scope: Scope): CollectionKey {
  return [scope.kind, "slug" in scope ? scope.slug : ""];
}

/** What of a collection is published by an instant. */
export interface PublicationState {
  /** Articles that are published later. */
  readonly scheduled: number;
  /** When the first of those is published, UTC. */
  readonly next: Date | null;
  /** When the newest published article was published, in milliseconds since the epoch; 0 if there is none. */
  readonly newest: number;
  /** The highest position of a published article. */
  readonly lastPosition: number;
}

/** The state by a row of `collections`; `undefined` if `newest_entries` holds scheduled articles only. */
export function publicationStateOf(row: SqlRow | undefined, now: Date): PublicationState | undefined {
  const entries = parseEntries(String(row?.newest_entries ?? "[]"));
  const scheduled = entries.filter(({ published }) => published > now).length;
  if (scheduled === MAX_NEWEST_ENTRIES) return undefined;
  const published = entries.slice(scheduled);
  return {
    scheduled,
    next: entries[scheduled - 1]?.published ?? null,
    newest: published[0]?.published.getTime() ?? 0,
    lastPosition: Math.max(Number(row?.older_position ?? 0), ...published.map(({ position }) => position)),
  };
}

/** The state by a row of a query `FROM_ENTRIES`. */
export function publicationStateFromEntries(row: SqlRow | undefined): PublicationState {
  return {
    scheduled: Number(row?.scheduled ?? 0),
    next: row?.next == null ? null : new Date(Number(row.next)),
    newest: Number(row?.newest ?? 0),
    lastPosition: Number(row?.published_position ?? 0),
  };
}

/**
 * Collections whose `newest_entries` held scheduled articles only when they were last read. Their queries go to the
 * entries at once: that gives the same answer, and reads a row for each scheduled article.
 */
export class ScheduledOverflow {
  readonly #keys = new Set<string>();

  has(key: CollectionKey): boolean {
    return this.#keys.has(key.join(" "));
  }

  update(key: CollectionKey, { scheduled }: PublicationState): void {
    if (scheduled >= MAX_NEWEST_ENTRIES) this.#keys.add(key.join(" "));
    else this.#keys.delete(key.join(" "));
  }
}

const ALL: CollectionKey = ["all", ""];

/** @param siteModified when the settings last changed, in milliseconds since the epoch */
export async function versionAt(
  read: Read,
  siteModified: number,
  overflow: ScheduledOverflow,
  now: Date,
): Promise<StoreVersion> {
  let row: SqlRow | undefined;
  let state: PublicationState | undefined;
  if (!overflow.has(ALL)) {
    [row] = await read({ sql: VERSION, values: [] });
    state = publicationStateOf(row, now);
  }
  if (state === undefined) {
    // Everything is read again, so that the answer is of one state.
    [row] = await read({ sql: VERSION_FROM_ENTRIES, values: [now.getTime()] });
    state = publicationStateFromEntries(row);
    overflow.update(ALL, state);
  }
  if (row === undefined) throw new Error("the collection of all articles is missing");
  const [changed, modified] = [Number(row.membership_changed), Number(row.modified)];
  const articles = Number(row.article_count) - state.scheduled;
  const newest = await digest(String(row.newest_entries));
  return {
    // The count of published articles changes with time alone. Programs older than `version` change the times or, where
    // their clocks are slow, at least the newest entries.
    version: [row.version ?? "", changed, modified, row.article_count, articles, newest].join(" "),
    articles,
    last: state.lastPosition,
    modified: new Date(Math.max(siteModified, changed, modified, state.newest)),
    next: state.next,
  };
}

/** The neighbours of an article in the collection of a scope. */
export async function neighboursIn(
  read: Read,
  siteModified: number,
  scope: Exclude<Scope, { kind: "search" }>,
  { slug, published }: { readonly slug: string; readonly published: Date },
  now: Date,
): Promise<Neighbours> {
  const values = [...collectionKey(scope), published.getTime(), slug, now.getTime()];
  const [row] = await read({ sql: NEIGHBOURS, values });
  if (row === undefined) return NO_NEIGHBOURS;
  const [following, older] = [parseLink(row.newer), parseLink(row.older)];
  const next = following !== null && following.published > now ? following.published : null;
  const newer = next === null ? following : null;
  const changed = Math.max(Number(row.membership_changed), Number(row.modified));
  return {
    newer: neighbourOf(newer),
    older: neighbourOf(older),
    modified: new Date(Math.max(siteModified, changed, newer?.published.getTime() ?? 0)),
    next,
  };
}

type Link = Neighbour & { readonly published: Date };

function parseLink(json: SqlRow[string] | undefined): Link | null {
  if (json == null) return null;
  const [slug, headline, language, published] = JSON.parse(String(json)) as [string, string, string, number];
  return { slug, headline, language, published: new Date(published) };
}

function neighbourOf(link: Link | null): Neighbour | null {
  return link && { slug: link.slug, headline: link.headline, language: link.language };
}
