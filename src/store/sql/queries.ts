import { ARCHIVE_ENTRIES, MAX_TOMBSTONES } from "../article-store.ts";
import { MAX_ARCHIVE_PAGES, MAX_NEWEST_ENTRIES } from "./database.ts";

/*
 * The queries of a store. A poll runs one of them and, if it renders, `contentsOf`. Numbers in parentheses are those of
 * bound values; kind and slug of a collection are 1 and 2 unless stated otherwise. Those that end in `FROM_ENTRIES` are
 * for collections of which so many articles are scheduled that `newest_entries` does not hold a full page.
 *
 * `+published` keeps SQLite from the primary key: the index by position gives the order, and the first row is the answer.
 */

/** An entry of an article `a` at `p` in a collection, as `parseEntries` reads it. */
export const ENTRY_JSON =
  "json_array(a.id, a.slug, a.published, a.updated, a.modified, a.revision, p.position, p.name)";

/** A collection: one row. */
export const COLLECTION = `
SELECT article_count, older_position, membership_changed, modified, newest_entries, recent_removals
FROM collections WHERE kind = ?1 AND slug = ?2`;

const ENTRIES = "FROM collection_entries WHERE collection = s.id";

/** Entries of a collection `s` that are published by an instant, newest first. */
const publishedEntries = (now: string) => `${ENTRIES} AND published <= ${now} ORDER BY published DESC, slug`;

/** The highest position of what is published by now (3) and is not among the newest `count`. */
const olderPosition = (count: string) => `
  (SELECT position ${ENTRIES} AND +published <= ?3
      AND (-published, slug) > (SELECT -published, slug ${publishedEntries("?3")} LIMIT 1 OFFSET ${count} - 1)
    ORDER BY position DESC LIMIT 1) AS older_position`;

/** A collection with the newest entries published by now (3), at most as many as (4). */
export const NEWEST_FROM_ENTRIES = `
SELECT s.article_count, s.membership_changed, s.modified, s.recent_removals, (
  SELECT json_group_array(${ENTRY_JSON}) FROM (SELECT * ${publishedEntries("?3")} LIMIT ?4) p
  JOIN articles a ON a.id = p.article
) AS entries,
  (SELECT min(published) ${ENTRIES} AND published > ?3) AS next,
  (SELECT count(*) ${ENTRIES} AND published > ?3) AS scheduled, ${olderPosition("?4")}
FROM collections s WHERE s.kind = ?1 AND s.slug = ?2`;

/** Collections `s` by kind and slug, which are bound in pairs from `first` on. */
const collectionsFrom = (first: number, count: number) => {
  const keys = Array.from({ length: count }, (_, index) => `(?${first + 2 * index}, ?${first + 2 * index + 1})`);
  return `FROM (VALUES ${keys.join(", ")}) v JOIN collections s ON s.kind = v.column1 AND s.slug = v.column2`;
};

/** The newest entries of collections: one row each. */
export const newestEntriesOf = (count: number) =>
  `SELECT s.kind, s.slug, s.newest_entries ${collectionsFrom(1, count)}`;

/** Of each collection the count of the newest entries by now (1), at most (2), and their last update. */
export const updatesFromEntries = (count: number) => `
SELECT s.kind, s.slug, (
  SELECT json_array(count(*), max(a.updated)) FROM (SELECT * ${publishedEntries("?1")} LIMIT ?2) p
  JOIN articles a ON a.id = p.article
) AS feed_update ${collectionsFrom(3, count)}`;

/** The state of publication of a collection `s` at an instant: a row for each scheduled article, and three. */
const publicationState = (now: string) => `
  (SELECT count(*) ${ENTRIES} AND published > ${now}) AS scheduled,
  (SELECT min(published) ${ENTRIES} AND published > ${now}) AS next,
  (SELECT max(published) ${ENTRIES} AND published <= ${now}) AS newest,
  (SELECT position ${ENTRIES} AND +published <= ${now} ORDER BY position DESC LIMIT 1) AS published_position`;

const archivePageWith = (columns: string) => `
SELECT s.last_position, s.article_count, s.membership_changed, s.modified, t.modified AS page_modified, t.entries,
  ${columns}, (SELECT name ${publishedEntries("?3")} LIMIT 1) AS name
FROM collections s LEFT JOIN archive_pages t ON t.id = s.id * ${MAX_ARCHIVE_PAGES} + ?4
WHERE s.kind = ?1 AND s.slug = ?2`;

/** An archive page (4), and what the newest article by now (3) calls the collection: three rows. */
export const ARCHIVE_PAGE = archivePageWith("s.newest_entries, s.older_position");

/** The same with the highest position that is not among the newest (5). */
export const ARCHIVE_PAGE_FROM_ENTRIES = archivePageWith(`${publicationState("?3")}, ${olderPosition("?5")}`);

const versionWith = (columns: string) => `
SELECT s.article_count, s.membership_changed, s.modified, s.newest_entries,
  (SELECT value FROM state WHERE name = 'version') AS version, ${columns}
FROM collections s WHERE s.kind = 'all' AND s.slug = ''`;

/** The collection of all articles, and the version of the last change: two rows. */
export const VERSION = versionWith("s.older_position");

/** The same by an instant (1). */
export const VERSION_FROM_ENTRIES = versionWith(publicationState("?1"));

/** Where a condition holds, the version becomes a word that no state of any database had before. */
export const renewVersion = (condition: string) => `
INSERT INTO state (name, value) SELECT 'version', lower(hex(randomblob(16))) WHERE ${condition}
ON CONFLICT (name) DO UPDATE SET value = excluded.value`;

/** A link to the article of the first query that finds an id. */
const linkTo = (...queries: string[]) => `(
    SELECT json_array(slug, content ->> '$.headline', content ->> '$.language', published) FROM articles
    WHERE id = coalesce(${queries.map((query) => `(${query} LIMIT 1)`).join(", ")}, -1)
  )`;

/** An entry beside the entry `p`. Comparing two columns at once would walk through all of the same time. */
const neighbour = (condition: string) =>
  `SELECT article FROM collection_entries WHERE collection = p.collection AND published ${condition}`;

/**
 * The neighbours of an article by publication (3) and slug (4), if it is published by now (5). The newer one may be
 * scheduled. At most eight rows.
 */
export const NEIGHBOURS = `
SELECT s.membership_changed, s.modified, ${linkTo(
  neighbour("= p.published AND slug < p.slug ORDER BY slug DESC"),
  neighbour("> p.published ORDER BY published, slug DESC"),
)} AS newer, ${linkTo(
  neighbour("= p.published AND slug > p.slug ORDER BY slug"),
  neighbour("< p.published ORDER BY published DESC, slug"),
)} AS older
FROM collections s JOIN collection_entries p ON p.collection = s.id AND p.published = ?3 AND p.slug = ?4
WHERE s.kind = ?1 AND s.slug = ?2 AND p.published <= ?5`;

/** Articles by id, at most a page of them: one row each. D1 would bill the rows of a JSON array or of an IN, too. */
export function contentsOf(count: number): string {
  const ids = Array.from({ length: count }, (_, index) => `(?${index + 1})`).join(", ");
  return `SELECT a.id, a.slug, a.revision, a.modified, a.content FROM (VALUES ${ids}) v JOIN articles a ON a.id = v.column1`;
}

/** An article by slug (1). */
export const ARTICLE = "SELECT slug, revision, modified, published, content FROM articles WHERE slug = ?1";

/** When an article (1) was removed. */
export const REMOVED = "SELECT removed FROM removed_articles WHERE slug = ?1";

/**
 * The articles that match (1), the highest ids first, at most (2), scheduled ones among them; and when any article changed
 * last, as an edit may end a match. FTS5 walks down the ids and stops early; with a lower bound it would walk through all
 * matches.
 */
export const SEARCH = `
SELECT (
  SELECT json_group_array(json_array(a.id, a.slug, a.published, a.updated, a.modified, a.revision, 0, ''))
  FROM (SELECT rowid AS id FROM search_index WHERE search_index MATCH ?1 ORDER BY rowid DESC LIMIT ?2) hits
  JOIN articles a ON a.id = hits.id
) AS entries, (
  SELECT max(membership_changed, modified) FROM collections WHERE kind = 'all' AND slug = ''
) AS modified`;

/** Every collection, its count of articles by now (1), and what the newest of them calls it. */
export const COLLECTIONS = `
SELECT s.kind, s.slug, s.membership_changed, s.modified,
  s.article_count - (SELECT count(*) ${ENTRIES} AND published > ?1) AS count,
  (SELECT name ${publishedEntries("?1")} LIMIT 1) AS name,
  CASE WHEN s.kind = 'all' THEN (SELECT min(published) ${ENTRIES} AND published > ?1) END AS next,
  CASE WHEN s.kind = 'all' THEN (SELECT max(published) ${ENTRIES} AND published <= ?1) END AS newest
FROM collections s`;

/** A stored source by slug (1). */
export const SOURCE = `
SELECT a.slug, a.format, a.entity_tag, a.modified, a.written_by, s.text
FROM articles a JOIN sources s ON s.article = a.id WHERE a.slug = ?1`;

/** Articles after a slug (1), at most (2). */
export const LIST_AFTER = `
SELECT slug, format, entity_tag, published, updated, modified, written_by FROM articles
WHERE slug > ?1 ORDER BY slug LIMIT ?2`;

const newestOfUpdated = (columns: string) => `
    SELECT ${columns} FROM collection_entries WHERE collection = collections.id
    ORDER BY published DESC, slug LIMIT ${MAX_NEWEST_ENTRIES}`;

/** Writes the rows of the changed collections anew. */
export const UPDATE_COLLECTIONS = `
UPDATE collections SET newest_entries = (
  SELECT json_group_array(${ENTRY_JSON}) FROM (${newestOfUpdated("*")}
  ) p JOIN articles a ON a.id = p.article
), recent_removals = (
  SELECT json_group_array(json_array(slug, published, removed, position)) FROM (
    SELECT * FROM collection_removals WHERE collection = collections.id ORDER BY removed DESC, slug LIMIT ${MAX_TOMBSTONES}
  )
), older_position = coalesce((
  SELECT position FROM collection_entries WHERE collection = collections.id AND position NOT IN (${newestOfUpdated("position")}
  ) ORDER BY position DESC LIMIT 1
), 0), last_position = max(last_position, coalesce((
  SELECT max(position) FROM collection_entries WHERE collection = collections.id
), 0))
WHERE id IN (SELECT collection FROM changed_pages)`;

/** Writes the changed archive pages anew, at a time (1). */
export const UPDATE_ARCHIVE_PAGES = `
INSERT INTO archive_pages (id, modified, entries)
SELECT t.collection * ${MAX_ARCHIVE_PAGES} + t.page, ?1, (
  SELECT json_group_array(${ENTRY_JSON}) FROM collection_entries p JOIN articles a ON a.id = p.article
  WHERE p.collection = t.collection
    AND p.position > (t.page - 1) * ${ARCHIVE_ENTRIES} AND p.position <= t.page * ${ARCHIVE_ENTRIES}
)
FROM changed_pages t WHERE t.page > 0
ON CONFLICT (id) DO UPDATE SET modified = max(modified, excluded.modified), entries = excluded.entries`;

/** The archive page of a position. */
export const archivePageOf = (position: string) => `(${position} + ${ARCHIVE_ENTRIES - 1}) / ${ARCHIVE_ENTRIES}`;
