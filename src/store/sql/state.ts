import { digest } from "../../lib/digest.ts";
import type { Scope } from "../../site/scope.ts";
import type { Neighbour, Neighbours, StoreVersion } from "../article-store.ts";
import { NO_NEIGHBOURS } from "../article-store.ts";
import type { Read, SqlRow } from "./database.ts";
import { HEAD_ENTRIES } from "./database.ts";
import { unpackEntries } from "./packed-entries.ts";
import { NEIGHBOURS, VERSION, VERSION_FAR } from "./queries.ts";

/** What of a shelf is published by an instant. */
export interface Reach {
  /** Articles that are still to come. */
  readonly waiting: number;
  /** When the first of those comes, UTC. */
  readonly next: Date | null;
  /** When the newest that is there was published, in milliseconds since the epoch; 0 when there is none. */
  readonly newest: number;
  /** The highest position that is taken by one that is there. */
  readonly last: number;
}

/**
 * What of a shelf is published by now, as its row tells by `newest_entries` and `older_position`; nothing when so many articles are to
 * come that it cannot tell.
 */
export function reachIn(row: SqlRow | undefined, now: Date): Reach | undefined {
  const head = unpackEntries(String(row?.newest_entries ?? "[]"));
  const waiting = head.filter(({ published }) => published > now).length;
  if (waiting === HEAD_ENTRIES) return undefined;
  const there = head.slice(waiting);
  return {
    waiting,
    next: head[waiting - 1]?.published ?? null,
    newest: there[0]?.published.getTime() ?? 0,
    last: Math.max(Number(row?.older_position ?? 0), ...there.map(({ position }) => position)),
  };
}

/** The same of a row that has it in columns: `waiting`, `next`, `newest` and `last`. */
export function reachFar(row: SqlRow | undefined): Reach {
  return {
    waiting: Number(row?.waiting ?? 0),
    next: row?.next == null ? null : new Date(Number(row.next)),
    newest: Number(row?.newest ?? 0),
    last: Number(row?.last ?? 0),
  };
}

/**
 * Which shelves were last found with so much to come that their heads do not tell: there the farther way is gone at
 * once, which answers the same and costs a row for each article to come.
 */
export class FarCollections {
  readonly #keys = new Set<string>();

  has(key: readonly [kind: string, slug: string]): boolean {
    return this.#keys.has(key.join(" "));
  }

  note(key: readonly [kind: string, slug: string], { waiting }: Reach): void {
    if (waiting >= HEAD_ENTRIES) this.#keys.add(key.join(" "));
    else this.#keys.delete(key.join(" "));
  }
}

const ALL = ["all", ""] as const;

/** @param settled when the settings last changed, in milliseconds since the epoch */
export async function versionAt(
  read: Read,
  settled: number,
  far: FarCollections,
  now: Date,
): Promise<StoreVersion> {
  let row: SqlRow | undefined;
  let reach: Reach | undefined;
  if (!far.has(ALL)) {
    [row] = await read({ sql: VERSION, values: [] });
    reach = reachIn(row, now);
  }
  if (reach === undefined) {
    // All of it anew, so that the answer is of one state.
    [row] = await read({ sql: VERSION_FAR, values: [now.getTime()] });
    reach = reachFar(row);
    far.note(ALL, reach);
  }
  if (row === undefined) throw new Error("the shelf of all articles is missing");
  const [changed, edited] = [Number(row.membership_changed), Number(row.modified)];
  const articles = Number(row.article_count) - reach.waiting;
  return {
    // What the time makes visible is a number of articles. Programs that know of no mark change the times or, where
    // their clocks are slow, at least what the newest say.
    version: [
      row.version ?? "",
      changed,
      edited,
      row.article_count,
      articles,
      await digest(String(row.newest_entries)),
    ].join(" "),
    articles,
    last: reach.last,
    modified: new Date(Math.max(settled, changed, edited, reach.newest)),
    next: reach.next,
  };
}

/** What stands beside an article on the shelf of a scope, newest first. */
export async function neighboursIn(
  read: Read,
  settled: number,
  scope: Exclude<Scope, { kind: "search" }>,
  { slug, published }: { readonly slug: string; readonly published: Date },
  now: Date,
): Promise<Neighbours> {
  const shelf = "slug" in scope ? scope.slug : "";
  const values = [scope.kind, shelf, published.getTime(), slug, now.getTime()];
  const [row] = await read({ sql: NEIGHBOURS, values });
  if (row === undefined) return NO_NEIGHBOURS;
  const [coming, older] = [linkIn(row.newer), linkIn(row.older)];
  const next = coming !== null && coming.published > now ? coming.published : null;
  const newer = next === null ? coming : null;
  const times = [
    settled,
    Number(row.membership_changed),
    Number(row.modified),
    newer?.published.getTime() ?? 0,
  ];
  return {
    newer: besides(newer),
    older: besides(older),
    modified: new Date(Math.max(...times)),
    next,
  };
}

type Link = Neighbour & { readonly published: Date };

function linkIn(json: SqlRow[string] | undefined): Link | null {
  if (json == null) return null;
  const [slug, headline, language, published] = JSON.parse(String(json)) as [string, string, string, number];
  return { slug, headline, language, published: new Date(published) };
}

function besides(link: Link | null): Neighbour | null {
  return link && { slug: link.slug, headline: link.headline, language: link.language };
}
