import { MAX_ARTICLES_A_SECOND, MAX_STORED_BYTES, type SqlValue, type Statement } from "../database.ts";
import { archivePageOf, renewVersion, UPDATE_ARCHIVE_PAGES, UPDATE_COLLECTIONS } from "../queries.ts";
import type { CollectionKey } from "../state.ts";
import { ADD_ENTRIES, column } from "./archive-positions.ts";

/** An entry that is replaced: its collection, when the article was published, its slug. */
export type ReplacedEntry = readonly [...CollectionKey, published: number, slug: string];

/** A new entry, and its position if that is restored. */
export type NewEntry = readonly [
  ...CollectionKey,
  published: number,
  slug: string,
  name: string,
  position: number | null,
];

/** A row of `articles`. */
export interface ArticleRow {
  /** `null` if the article needs a new one. */
  readonly id: number | null;
  /** The first id of the second of publication. */
  readonly base: number;
  readonly slug: string;
  readonly published: number;
  readonly updated: number;
  readonly modified: number;
  readonly revision: string;
  readonly format: string;
  readonly entity_tag: string;
  readonly written_by: string | null;
  readonly content: string;
}

/** A change of the database, worked out from what was read. Times are milliseconds since the epoch. */
export interface WritePlan {
  /** What was read of each slug: `null` where there was no article, `removed` 1 if it is a removed article's. */
  readonly preconditions: readonly (readonly [
    slug: string,
    entityTag: SqlValue,
    revision: SqlValue,
    id: SqlValue,
    removed: number,
  ])[];
  readonly replacedEntries: readonly ReplacedEntry[];
  readonly newEntries: readonly NewEntry[];
  /** Ids of the articles that are changed or removed. */
  readonly replacedIds: readonly number[];
  readonly articles: readonly ArticleRow[];
  readonly sources: readonly (readonly [slug: string, text: string])[];
  readonly searchTexts: readonly (readonly [slug: string, text: string, terms: string])[];
  /** By how many articles each collection grows, and when one left or was restored; 0 if none did. */
  readonly collections: readonly (readonly [...CollectionKey, growth: number, changed: number])[];
  readonly removals: readonly (readonly [slug: string, published: number, removed: number])[];
  /** Slugs of removed articles that are published again. */
  readonly republished: readonly string[];
  readonly notices: readonly (readonly [hub: string, topic: string, key: number, due: number])[];
  readonly now: number;
}

/** The statements of a change, for one transaction. Those with nothing to do are left out. */
export function statementsOf(plan: WritePlan): readonly Statement[] {
  const reusedIds = new Set(plan.articles.map(({ id }) => id));
  const unusedIds = plan.replacedIds.filter((id) => !reusedIds.has(id));
  const withId = plan.articles.filter(({ id }) => id !== null);
  const withoutId = plan.articles.filter(({ id }) => id === null);
  return [
    ...withList(CHECK_STORED, plan.preconditions),
    ...withList(ADD_COLLECTIONS, plan.newEntries),
    ...withList(MARK_TOMBSTONE_COLLECTIONS, plan.republished),
    ...withList(CHANGE_TOMBSTONE_COLLECTIONS, plan.republished, plan.now),
    ...withList(DELETE_COLLECTION_REMOVALS, plan.republished),
    ...withList(DELETE_REMOVED_ARTICLES, plan.republished),
    ...withList(COPY_REPLACED_ENTRIES, plan.replacedEntries),
    ...(plan.replacedEntries.length === 0 ? [] : [{ sql: DELETE_REPLACED_ENTRIES, values: [] }]),
    ...withList(DELETE_ARTICLES, unusedIds),
    ...withList(DELETE_SOURCES, unusedIds),
    ...withList(DELETE_SEARCH_TEXTS, plan.replacedIds),
    ...withList(PUT_ARTICLES, withId),
    // Where a second has no free id, the next one would be of another second.
    ...withList(ADD_ARTICLES, withoutId).flatMap((add) => [{ ...add, sql: CHECK_FREE_IDS }, add]),
    ...withList(PUT_SOURCES, plan.sources),
    ...withList(ADD_SEARCH_TEXTS, plan.searchTexts),
    ...withList(ADD_ENTRIES, plan.newEntries),
    ...withList(ADD_REMOVED_ARTICLES, plan.removals),
    ...withList(ADD_COLLECTION_REMOVALS, plan.removals),
    { sql: MARK_REPLACED_PAGES, values: [] },
    ...withList(MARK_NEW_PAGES, plan.newEntries),
    ...withList(CHANGE_COLLECTIONS, plan.collections, plan.now),
    { sql: UPDATE_ARCHIVE_PAGES, values: [plan.now] },
    { sql: UPDATE_COLLECTIONS, values: [] },
    { sql: renewVersion("true"), values: [] },
    ...withList(ADD_NOTICES, plan.notices),
    { sql: "DELETE FROM replaced_entries", values: [] },
    { sql: "DELETE FROM changed_pages", values: [] },
    { sql: "DELETE FROM preconditions", values: [] },
  ];
}

/** A statement with a list as JSON (1); several if the list is longer than a value may be. */
function withList(sql: string, list: readonly unknown[], ...more: SqlValue[]): Statement[] {
  const pieces: string[][] = [];
  let freeBytes = 0;
  for (const row of list) {
    const json = JSON.stringify(row);
    freeBytes -= MAX_UTF8_BYTES * json.length;
    if (freeBytes < 0) {
      pieces.push([]);
      freeBytes = MAX_STORED_BYTES - MAX_UTF8_BYTES * json.length;
    }
    pieces.at(-1)?.push(json);
  }
  return pieces.map((rows) => ({ sql, values: [`[${rows.join()}]`, ...more] }));
}

/** Bytes of a UTF-16 code unit in UTF-8, at most. */
const MAX_UTF8_BYTES = 3;

/** A member of an object of the list `j`. */
const member = (name: string) => `j.value ->> '${name}'`;

const CHECK_STORED = `
INSERT INTO preconditions (met) SELECT NOT EXISTS (
  SELECT 1 FROM json_each(?1) j
  LEFT JOIN articles a ON a.slug = ${column(0)} LEFT JOIN removed_articles r ON r.slug = ${column(0)}
  WHERE a.entity_tag IS NOT ${column(1)} OR a.revision IS NOT ${column(2)} OR a.id IS NOT ${column(3)}
    OR (r.slug IS NOT NULL) IS NOT ${column(4)}
)`;

/** Adds the collections of a list (1) that do not exist. */
export const ADD_COLLECTIONS = `
INSERT INTO collections (kind, slug) SELECT DISTINCT ${column(0)}, ${column(1)} FROM json_each(?1) j WHERE true
ON CONFLICT (kind, slug) DO NOTHING`;

const MARK_TOMBSTONE_COLLECTIONS = `
INSERT INTO changed_pages (collection, page)
SELECT d.collection, 0 FROM json_each(?1) j JOIN collection_removals d ON d.slug = j.value WHERE true
ON CONFLICT DO NOTHING`;

/** A tombstone that disappears changes its feeds. */
const CHANGE_TOMBSTONE_COLLECTIONS = `
UPDATE collections SET membership_changed = max(membership_changed, ?2)
WHERE id IN (SELECT collection FROM collection_removals WHERE slug IN (SELECT value FROM json_each(?1)))`;

const DELETE_COLLECTION_REMOVALS = "DELETE FROM collection_removals WHERE slug IN (SELECT value FROM json_each(?1))";

const DELETE_REMOVED_ARTICLES = "DELETE FROM removed_articles WHERE slug IN (SELECT value FROM json_each(?1))";

/** The entries `p` of a list (1), each in its collection `s`. */
export const LISTED_ENTRIES = `
FROM json_each(?1) j JOIN collections s ON s.kind = ${column(0)} AND s.slug = ${column(1)}
JOIN collection_entries p ON p.collection = s.id AND p.published = ${column(2)} AND p.slug = ${column(3)}`;

const COPY_REPLACED_ENTRIES = `
INSERT INTO replaced_entries (collection, slug, position) SELECT p.collection, p.slug, p.position ${LISTED_ENTRIES}`;

const DELETE_REPLACED_ENTRIES =
  "DELETE FROM collection_entries WHERE (collection, position) IN (SELECT collection, position FROM replaced_entries)";

const DELETE_ARTICLES = "DELETE FROM articles WHERE id IN (SELECT value FROM json_each(?1))";

const DELETE_SOURCES = "DELETE FROM sources WHERE article IN (SELECT value FROM json_each(?1))";

const DELETE_SEARCH_TEXTS = "DELETE FROM search_index WHERE rowid IN (SELECT value FROM json_each(?1))";

const ARTICLE_COLUMNS = "slug published updated modified revision format entity_tag written_by content".split(" ");

const PUT_ARTICLES = `
INSERT INTO articles (id, ${ARTICLE_COLUMNS.join(", ")})
SELECT ${["id", ...ARTICLE_COLUMNS].map(member).join(", ")} FROM json_each(?1) j WHERE true
ON CONFLICT (id) DO UPDATE SET ${ARTICLE_COLUMNS.map((name) => `${name} = excluded.${name}`).join(", ")}`;

const ADD_ARTICLES = `
INSERT INTO articles (id, ${ARTICLE_COLUMNS.join(", ")})
SELECT coalesce(
  (SELECT max(id) + 1 FROM articles WHERE id >= base AND id < base + ${MAX_ARTICLES_A_SECOND}), base
) + row_number() OVER (PARTITION BY base ORDER BY slug) - 1, ${ARTICLE_COLUMNS.join(", ")}
FROM (SELECT ${["base", ...ARTICLE_COLUMNS].map((name) => `${member(name)} AS ${name}`).join(", ")} FROM json_each(?1) j)`;

const CHECK_FREE_IDS = `
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

const ADD_SEARCH_TEXTS = `
INSERT INTO search_index (rowid, text, terms)
SELECT a.id, ${column(1)}, ${column(2)} FROM json_each(?1) j JOIN articles a ON a.slug = ${column(0)}`;

const ADD_REMOVED_ARTICLES = `
INSERT INTO removed_articles (slug, published, removed)
SELECT ${column(0)}, ${column(1)}, ${column(2)} FROM json_each(?1) j WHERE true
ON CONFLICT (slug) DO UPDATE SET published = excluded.published, removed = excluded.removed`;

const ADD_COLLECTION_REMOVALS = `
INSERT INTO collection_removals (collection, removed, slug, published, position)
SELECT m.collection, ${column(2)}, m.slug, ${column(1)}, m.position
FROM json_each(?1) j JOIN replaced_entries m ON m.slug = ${column(0)}`;

const MARK_REPLACED_PAGES = `
INSERT INTO changed_pages (collection, page)
SELECT collection, ${archivePageOf("position")} FROM replaced_entries WHERE true ON CONFLICT DO NOTHING`;

const MARK_NEW_PAGES = `
INSERT INTO changed_pages (collection, page)
SELECT p.collection, ${archivePageOf("p.position")} ${LISTED_ENTRIES} WHERE true ON CONFLICT DO NOTHING`;

const CHANGE_COLLECTIONS = `
UPDATE collections SET article_count = article_count + (g.value ->> 2),
  membership_changed = max(membership_changed, g.value ->> 3), modified = max(modified, ?2)
FROM json_each(?1) g WHERE kind = g.value ->> 0 AND slug = g.value ->> 1`;

/** A version never comes back, not even after its notice was delivered. A new change starts with no attempts. */
const ADD_NOTICES = `
INSERT INTO outbox (hub, topic, key, version, due)
SELECT ${column(0)}, ${column(1)}, ${column(2)}, random() >> 11, ${column(3)} FROM json_each(?1) j WHERE true
ON CONFLICT (hub, topic, key) DO UPDATE SET version = excluded.version, attempts = 0, due = min(due, excluded.due)`;

/** The first id of a second. @param published milliseconds since the epoch */
export function firstIdOf(published: number): number {
  return Math.floor(published / 1000) * MAX_ARTICLES_A_SECOND;
}
