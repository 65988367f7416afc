import type { SqlValue, Statement } from "../database.ts";
import { MAX_ARTICLES_A_SECOND, MAX_STORED_BYTES } from "../database.ts";
import { archivePageOf, renewVersion, UPDATE_ARCHIVE_PAGES, UPDATE_COLLECTIONS } from "../queries.ts";
import { ADD_ENTRIES, column } from "./archive-positions.ts";

/** Names a shelf: kind and slug. */
export type CollectionKey = readonly [kind: string, slug: string];

/** An article that stands on a shelf: kind, slug of the shelf, publication, slug. */
export type ReplacedEntry = readonly [...CollectionKey, published: number, slug: string];

/** An article that is to stand on a shelf, what it calls it, and its position if that is given. */
export type NewEntry = readonly [
  ...CollectionKey,
  published: number,
  slug: string,
  name: string,
  position: number | null,
];

/** An article as its row has it; the id is nothing where one is to be given, `base` the first of its second. */
export interface ArticleRow {
  readonly id: number | null;
  readonly base: number;
  readonly slug: string;
  readonly published: number;
  readonly updated: number;
  readonly modified: number;
  readonly revision: string;
  readonly format: string;
  readonly entity_tag: string;
  readonly content: string;
}

/** A change of the whole database, worked out from what was read. */
export interface WritePlan {
  /** What was read of each slug: tag, revision and id, nothing where there was no article; 1 if one was removed once. */
  readonly expected: readonly (readonly [
    slug: string,
    tag: SqlValue,
    revision: SqlValue,
    id: SqlValue,
    removed: number,
  ])[];
  readonly oldPlacings: readonly ReplacedEntry[];
  readonly newPlacings: readonly NewEntry[];
  /** Ids of the articles that stood there. */
  readonly oldIds: readonly number[];
  readonly articles: readonly ArticleRow[];
  readonly sources: readonly (readonly [slug: string, text: string])[];
  readonly words: readonly (readonly [slug: string, text: string, terms: string])[];
  /** By how many articles each shelf grows, and when one left it or came back, in milliseconds since the epoch, or 0. */
  readonly shelves: readonly (readonly [...CollectionKey, growth: number, left: number])[];
  /** Articles that are taken away. */
  readonly removals: readonly (readonly [slug: string, published: number, removed: number])[];
  /** Slugs that were removed once and are published again. */
  readonly lifted: readonly string[];
  readonly notices: readonly (readonly [hub: string, topic: string, key: number, due: number])[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The statements of a change, to be run in one transaction; those with nothing to do are left out. */
export function statementsOf(plan: WritePlan): readonly Statement[] {
  const kept = new Set(plan.articles.map(({ id }) => id));
  const left = plan.oldIds.filter((id) => !kept.has(id));
  const placed = plan.articles.filter(({ id }) => id !== null);
  const fresh = plan.articles.filter(({ id }) => id === null);
  return [
    ...given(EXPECT, plan.expected),
    ...given(MAKE_SHELVES, plan.newPlacings),
    ...given(TOUCH_LIFTED, plan.lifted),
    ...given(CHANGE_LIFTED, plan.lifted, plan.now),
    ...given(LIFT_DEPARTURES, plan.lifted),
    ...given(LIFT_REMOVALS, plan.lifted),
    ...given(MOVE, plan.oldPlacings),
    ...(plan.oldPlacings.length === 0 ? [] : [{ sql: UNPLACE, values: [] }]),
    ...given(DELETE_ARTICLES, left),
    ...given(DELETE_SOURCES, left),
    ...given(DELETE_WORDS, plan.oldIds),
    ...given(KEEP_ARTICLES, placed),
    // Without room an id would be one of the next second's: that is to be seen before.
    ...given(ADD_ARTICLES, fresh).flatMap((add) => [{ ...add, sql: EXPECT_ROOM }, add]),
    ...given(PUT_SOURCES, plan.sources),
    ...given(ADD_WORDS, plan.words),
    ...given(ADD_ENTRIES, plan.newPlacings),
    ...given(REMOVE, plan.removals),
    ...given(DEPART, plan.removals),
    { sql: TOUCH_MOVED, values: [] },
    ...given(TOUCH_PLACED, plan.newPlacings),
    ...given(GROW_SHELVES, plan.shelves, plan.now),
    { sql: UPDATE_ARCHIVE_PAGES, values: [plan.now] },
    { sql: UPDATE_COLLECTIONS, values: [] },
    { sql: renewVersion("true"), values: [] },
    ...given(NOTE, plan.notices),
    { sql: "DELETE FROM replaced_entries", values: [] },
    { sql: "DELETE FROM changed_pages", values: [] },
    { sql: "DELETE FROM preconditions", values: [] },
  ];
}

/** A statement over a list, which is handed in as JSON; in pieces, where it is longer than a value may be. */
function given(sql: string, list: readonly unknown[], ...more: SqlValue[]): Statement[] {
  const pieces: string[][] = [];
  let room = 0;
  for (const row of list) {
    const json = JSON.stringify(row);
    room -= MAX_UTF8_BYTES * json.length;
    if (room < 0) {
      pieces.push([]);
      room = MAX_STORED_BYTES - MAX_UTF8_BYTES * json.length;
    }
    pieces.at(-1)?.push(json);
  }
  return pieces.map((rows) => ({ sql, values: [`[${rows.join()}]`, ...more] }));
}

/** Of a UTF-16 code unit. */
const MAX_UTF8_BYTES = 3;

/** A member of an object of the JSON in ?1, which is joined as `j`. */
const member = (name: string) => `j.value ->> '${name}'`;

const EXPECT = `
INSERT INTO preconditions (met) SELECT NOT EXISTS (
  SELECT 1 FROM json_each(?1) j
  LEFT JOIN articles a ON a.slug = ${column(0)} LEFT JOIN removed_articles r ON r.slug = ${column(0)}
  WHERE a.entity_tag IS NOT ${column(1)} OR a.revision IS NOT ${column(2)} OR a.id IS NOT ${column(3)}
    OR (r.slug IS NOT NULL) IS NOT ${column(4)}
)`;

const MAKE_SHELVES = `
INSERT INTO collections (kind, slug) SELECT DISTINCT ${column(0)}, ${column(1)} FROM json_each(?1) j WHERE true
ON CONFLICT (kind, slug) DO NOTHING`;

const TOUCH_LIFTED = `
INSERT INTO changed_pages (collection, page) SELECT d.collection, 0 FROM json_each(?1) j JOIN collection_removals d ON d.slug = j.value WHERE true
ON CONFLICT DO NOTHING`;

/** A removal is not told any more: that changes the feeds that told of it. */
const CHANGE_LIFTED = `
UPDATE collections SET membership_changed = max(membership_changed, ?2)
WHERE id IN (SELECT collection FROM collection_removals WHERE slug IN (SELECT value FROM json_each(?1)))`;

const LIFT_DEPARTURES = "DELETE FROM collection_removals WHERE slug IN (SELECT value FROM json_each(?1))";

const LIFT_REMOVALS = "DELETE FROM removed_articles WHERE slug IN (SELECT value FROM json_each(?1))";

const MOVE = `
INSERT INTO replaced_entries (collection, slug, position)
SELECT p.collection, p.slug, p.position FROM json_each(?1) j
JOIN collections s ON s.kind = ${column(0)} AND s.slug = ${column(1)}
JOIN collection_entries p ON p.collection = s.id AND p.published = ${column(2)} AND p.slug = ${column(3)}`;

const UNPLACE =
  "DELETE FROM collection_entries WHERE (collection, position) IN (SELECT collection, position FROM replaced_entries)";

const DELETE_ARTICLES = "DELETE FROM articles WHERE id IN (SELECT value FROM json_each(?1))";

const DELETE_SOURCES = "DELETE FROM sources WHERE article IN (SELECT value FROM json_each(?1))";

const DELETE_WORDS = "DELETE FROM search_index WHERE rowid IN (SELECT value FROM json_each(?1))";

const ARTICLE_COLUMNS = "slug, published, updated, modified, revision, format, entity_tag, content";

const ARTICLE_VALUES = ARTICLE_COLUMNS.split(", ").map(member).join(", ");

const KEEP_ARTICLES = `
INSERT INTO articles (id, ${ARTICLE_COLUMNS}) SELECT ${member("id")}, ${ARTICLE_VALUES} FROM json_each(?1) j WHERE true
ON CONFLICT (id) DO UPDATE SET ${ARTICLE_COLUMNS.split(", ")
  .map((name) => `${name} = excluded.${name}`)
  .join(", ")}`;

const ADD_ARTICLES = `
INSERT INTO articles (id, ${ARTICLE_COLUMNS})
SELECT coalesce(
  (SELECT max(id) + 1 FROM articles WHERE id >= base AND id < base + ${MAX_ARTICLES_A_SECOND}), base
) + row_number() OVER (PARTITION BY base ORDER BY slug) - 1, ${ARTICLE_COLUMNS}
FROM (SELECT ${member("base")} AS base, ${ARTICLE_COLUMNS.split(", ")
  .map((name) => `${member(name)} AS ${name}`)
  .join(", ")} FROM json_each(?1) j)`;

const EXPECT_ROOM = `
INSERT INTO preconditions (met) SELECT NOT EXISTS (
  SELECT 1 FROM (SELECT ${member("base")} AS base, count(*) AS count FROM json_each(?1) j GROUP BY 1)
  WHERE coalesce((
    SELECT max(id) + 1 FROM articles WHERE id >= base AND id < base + ${MAX_ARTICLES_A_SECOND}
  ), base) + count > base + ${MAX_ARTICLES_A_SECOND}
)`;

const PUT_SOURCES = `
INSERT INTO sources (article, text)
SELECT a.id, ${column(1)} FROM json_each(?1) j JOIN articles a ON a.slug = ${column(0)} WHERE true
ON CONFLICT (article) DO UPDATE SET text = excluded.text`;

const ADD_WORDS = `
INSERT INTO search_index (rowid, text, terms)
SELECT a.id, ${column(1)}, ${column(2)} FROM json_each(?1) j JOIN articles a ON a.slug = ${column(0)}`;

const REMOVE = `
INSERT INTO removed_articles (slug, published, removed)
SELECT ${column(0)}, ${column(1)}, ${column(2)} FROM json_each(?1) j WHERE true
ON CONFLICT (slug) DO UPDATE SET published = excluded.published, removed = excluded.removed`;

const DEPART = `
INSERT INTO collection_removals (collection, removed, slug, published, position)
SELECT m.collection, ${column(2)}, m.slug, ${column(1)}, m.position
FROM json_each(?1) j JOIN replaced_entries m ON m.slug = ${column(0)}`;

const TOUCH_MOVED = `
INSERT INTO changed_pages (collection, page) SELECT collection, ${archivePageOf("position")} FROM replaced_entries WHERE true ON CONFLICT DO NOTHING`;

const TOUCH_PLACED = `
INSERT INTO changed_pages (collection, page)
SELECT p.collection, ${archivePageOf("p.position")} FROM json_each(?1) j
JOIN collections s ON s.kind = ${column(0)} AND s.slug = ${column(1)}
JOIN collection_entries p ON p.collection = s.id AND p.published = ${column(2)} AND p.slug = ${column(3)} WHERE true
ON CONFLICT DO NOTHING`;

const GROW_SHELVES = `
UPDATE collections SET article_count = article_count + (g.value ->> 2),
  membership_changed = max(membership_changed, g.value ->> 3), modified = max(modified, ?2)
FROM json_each(?1) g WHERE kind = g.value ->> 0 AND slug = g.value ->> 1`;

/** A version never comes back, not even after its notice was settled; a new change has tries of its own. */
const NOTE = `
INSERT INTO outbox (hub, topic, key, version, due)
SELECT ${column(0)}, ${column(1)}, ${column(2)}, random() >> 11, ${column(3)} FROM json_each(?1) j WHERE true
ON CONFLICT (hub, topic, key) DO UPDATE SET version = excluded.version, attempts = 0, due = min(due, excluded.due)`;

/** The first id of a second. @param published milliseconds since the epoch */
export function firstIdOf(published: number): number {
  return Math.floor(published / 1000) * MAX_ARTICLES_A_SECOND;
}
