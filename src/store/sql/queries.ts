import { ARCHIVE_ENTRIES, MAX_TOMBSTONES } from "../article-store.ts";
import { HEAD_ENTRIES, MAX_ARCHIVE_PAGES } from "./database.ts";

/**
 * The SQL that reads. Each poll runs one of these and, if it renders, `contents`. Every value is bound.
 */

/** The stamp of an article `a` placed by `p`; `unpackEntries` reads it. */
export const PACKED_ENTRY =
  "json_array(a.id, a.slug, a.published, a.updated, a.modified, a.revision, p.position, p.name)";

/** A shelf by kind and slug: one row. */
export const COLLECTION =
  "SELECT article_count, older_position, membership_changed, modified, newest_entries, recent_removals FROM collections WHERE kind = ?1 AND slug = ?2";

/** What of a shelf `s` is published by an instant, newest first. */
const newestFirst = (now: string) =>
  `FROM collection_entries WHERE collection = s.id AND published <= ${now} ORDER BY published DESC, slug`;

const NEWEST_FIRST = newestFirst("?3");

/** The highest position of what is published by now (3) and is not among so many of the newest. */
const restBehind = (count: string) => `
  (SELECT position FROM collection_entries
    WHERE collection = s.id AND +published <= ?3
      AND (-published, slug) > (SELECT -published, slug ${NEWEST_FIRST} LIMIT 1 OFFSET ${count} - 1)
    ORDER BY position DESC LIMIT 1) AS older_position`;

/**
 * The same row with the newest that are published by now (3), at most so many (4), and the highest position of those
 * behind them: for when the head does not reach down to a full page.
 */
export const NEWEST = `
SELECT s.article_count, s.membership_changed, s.modified, s.recent_removals, (
  SELECT json_group_array(${PACKED_ENTRY}) FROM (SELECT * ${NEWEST_FIRST} LIMIT ?4) p
  JOIN articles a ON a.id = p.article
) AS entries,
  (SELECT min(published) FROM collection_entries WHERE collection = s.id AND published > ?3) AS next,
  (SELECT count(*) FROM collection_entries WHERE collection = s.id AND published > ?3) AS waiting, ${restBehind("?4")}
FROM collections s WHERE s.kind = ?1 AND s.slug = ?2`;

/** So many shelves by kind and slug, which are bound in pairs behind so many other values. */
const shelvesNamed = (count: number, behind: number) => {
  const first = behind + 1;
  const keys = Array.from(
    { length: count },
    (_, index) => `(?${first + 2 * index}, ?${first + 2 * index + 1})`,
  );
  return `FROM (VALUES ${keys.join(", ")}) v JOIN collections s ON s.kind = v.column1 AND s.slug = v.column2`;
};

/** The heads of so many shelves: one row each. */
export const heads = (count: number) => `SELECT s.kind, s.slug, s.newest_entries ${shelvesNamed(count, 0)}`;

/**
 * How many there are among so many (2) of the newest that are published by now (1), and when one of them was last
 * updated, of so many shelves: for when a head does not reach down to a full page.
 */
export const updatesFar = (count: number) => `
SELECT s.kind, s.slug, (
  SELECT json_array(count(*), max(a.updated)) FROM (SELECT * ${newestFirst("?1")} LIMIT ?2) p
  JOIN articles a ON a.id = p.article
) AS tally ${shelvesNamed(count, 2)}`;

/** What of a shelf `s` is published by an instant: as many rows as articles are to come, and three. */
const reachBy = (now: string) => `
  (SELECT count(*) FROM collection_entries WHERE collection = s.id AND published > ${now}) AS waiting,
  (SELECT min(published) FROM collection_entries WHERE collection = s.id AND published > ${now}) AS next,
  (SELECT max(published) FROM collection_entries WHERE collection = s.id AND published <= ${now}) AS newest,
  (SELECT position FROM collection_entries
    WHERE collection = s.id AND +published <= ${now} ORDER BY position DESC LIMIT 1) AS last`;

const sheetWith = (reach: string) => `
SELECT s.last_position, s.article_count, s.membership_changed, s.modified, t.modified AS page_modified, t.entries, ${reach},
  (SELECT name FROM collection_entries WHERE collection = s.id AND published <= ?3 ORDER BY published DESC, slug LIMIT 1) AS name
FROM collections s LEFT JOIN archive_pages t ON t.id = s.id * ${MAX_ARCHIVE_PAGES} + ?4
WHERE s.kind = ?1 AND s.slug = ?2`;

/** A sheet (4) of a shelf by kind and slug, and what the newest article by now (3) calls the shelf: three rows. */
export const ARCHIVE_PAGE = sheetWith("s.newest_entries, s.older_position");

/** The same with the highest position behind so many of the newest (5), for when the head does not reach down to it. */
export const ARCHIVE_PAGE_FAR = sheetWith(`${reachBy("?3")}, ${restBehind("?5")}`);

const stateWith = (reach: string) => `
SELECT s.article_count, s.membership_changed, s.modified, s.newest_entries, (SELECT value FROM state WHERE name = 'version') AS version, ${reach}
FROM collections s WHERE s.kind = 'all' AND s.slug = ''`;

/** The shelf of all articles, and the mark of the last change: two rows. */
export const VERSION = stateWith("s.older_position");

/** The same by an instant (1), for when the head is all to come. */
export const VERSION_FAR = stateWith(reachBy("?1"));

/** Where a condition holds, the mark becomes a word that no state of any database had before. */
export const renewVersion = (condition: string) => `
INSERT INTO state (name, value) SELECT 'version', lower(hex(randomblob(16))) WHERE ${condition}
ON CONFLICT (name) DO UPDATE SET value = excluded.value`;

/** What a link to an article says, whose id is found by the first of some queries that finds one. */
const linkTo = (...queries: string[]) => `(
    SELECT json_array(slug, content ->> '$.headline', content ->> '$.language', published) FROM articles
    WHERE id = coalesce(${queries.map((query) => `(${query} LIMIT 1)`).join(", ")}, -1)
  )`;

/** The next place of a shelf, from that of an article `p`. A comparison of two columns would walk through all ties. */
const beside = (where: string) =>
  `SELECT article FROM collection_entries WHERE collection = p.collection AND published ${where}`;

/**
 * What stands beside an article that was published at an instant (3) with a slug (4) on a shelf by kind and slug, if it
 * is published by now (5); what is newer may be still to come. At most eight rows.
 */
export const NEIGHBOURS = `
SELECT s.membership_changed, s.modified, ${linkTo(
  beside("= p.published AND slug < p.slug ORDER BY slug DESC"),
  beside("> p.published ORDER BY published, slug DESC"),
)} AS newer, ${linkTo(
  beside("= p.published AND slug > p.slug ORDER BY slug"),
  beside("< p.published ORDER BY published DESC, slug"),
)} AS older
FROM collections s JOIN collection_entries p ON p.collection = s.id AND p.published = ?3 AND p.slug = ?4
WHERE s.kind = ?1 AND s.slug = ?2 AND p.published <= ?5`;

/**
 * So many articles by their ids, at most a page of them: one row each. The rows of a JSON list or of an IN would be
 * counted, too, and D1 bills those.
 */
export function contents(count: number): string {
  const ids = Array.from({ length: count }, (_, index) => `(?${index + 1})`).join(", ");
  return `SELECT a.id, a.slug, a.revision, a.modified, a.content FROM (VALUES ${ids}) v JOIN articles a ON a.id = v.column1`;
}

/** An article by slug. */
export const ARTICLE = "SELECT slug, revision, modified, published, content FROM articles WHERE slug = ?1";

/** When an article was removed. */
export const REMOVED = "SELECT removed FROM removed_articles WHERE slug = ?1";

/**
 * The articles that match (1), the latest ids first, at most so many (2), those to come among them; and when any article
 * changed last, as an edit may take one away from what is found. FTS5 walks down the
 * ids and stops early; with a bound from below it would walk through all that match, a million of them if need be.
 */
export const SEARCH = `
SELECT (
  SELECT json_group_array(json_array(a.id, a.slug, a.published, a.updated, a.modified, a.revision, 0, ''))
  FROM (SELECT rowid AS id FROM search_index WHERE search_index MATCH ?1 ORDER BY rowid DESC LIMIT ?2) hits
  JOIN articles a ON a.id = hits.id
) AS entries, (
  SELECT max(membership_changed, modified) FROM collections WHERE kind = 'all' AND slug = ''
) AS modified`;

/** Every shelf, how many of its articles are published by now (1), and what the newest of them calls it. */
export const COLLECTIONS = `
SELECT s.kind, s.slug, s.membership_changed, s.modified,
  s.article_count - (SELECT count(*) FROM collection_entries p WHERE p.collection = s.id AND p.published > ?1) AS count,
  (SELECT p.name FROM collection_entries p WHERE p.collection = s.id AND p.published <= ?1 ORDER BY p.published DESC, p.slug LIMIT 1) AS name,
  CASE WHEN s.kind = 'all' THEN (SELECT min(p.published) FROM collection_entries p WHERE p.collection = s.id AND p.published > ?1) END AS next,
  CASE WHEN s.kind = 'all' THEN (SELECT max(p.published) FROM collection_entries p WHERE p.collection = s.id AND p.published <= ?1) END AS newest
FROM collections s`;

/** A stored source. */
export const SOURCE = `
SELECT a.slug, a.format, a.entity_tag, a.modified, s.text
FROM articles a JOIN sources s ON s.article = a.id WHERE a.slug = ?1`;

/** Articles behind a slug (1), at most so many (2). */
export const LIST = `
SELECT slug, format, entity_tag, published, updated, modified FROM articles WHERE slug > ?1 ORDER BY slug LIMIT ?2`;

/** The newest removals and stamps of the shelves that were touched, packed into their rows. */
export const PACK_HEADS = `
UPDATE collections SET newest_entries = (
  SELECT json_group_array(${PACKED_ENTRY}) FROM (
    SELECT * FROM collection_entries WHERE collection = collections.id ORDER BY published DESC, slug LIMIT ${HEAD_ENTRIES}
  ) p JOIN articles a ON a.id = p.article
), recent_removals = (
  SELECT json_group_array(json_array(slug, published, removed, position)) FROM (
    SELECT * FROM collection_removals WHERE collection = collections.id ORDER BY removed DESC, slug LIMIT ${MAX_TOMBSTONES}
  )
), older_position = coalesce((
  SELECT position FROM collection_entries WHERE collection = collections.id AND position NOT IN (
    SELECT position FROM collection_entries WHERE collection = collections.id ORDER BY published DESC, slug LIMIT ${HEAD_ENTRIES}
  ) ORDER BY position DESC LIMIT 1
), 0), last_position = max(last_position, coalesce((SELECT max(position) FROM collection_entries WHERE collection = collections.id), 0))
WHERE id IN (SELECT collection FROM changed_pages)`;

/** The sheets that were touched, at a time (1). */
export const PACK_ARCHIVE_PAGES = `
INSERT INTO archive_pages (id, modified, entries)
SELECT t.collection * ${MAX_ARCHIVE_PAGES} + t.page, ?1, (
  SELECT json_group_array(${PACKED_ENTRY}) FROM collection_entries p JOIN articles a ON a.id = p.article
  WHERE p.collection = t.collection AND p.position > (t.page - 1) * ${ARCHIVE_ENTRIES} AND p.position <= t.page * ${ARCHIVE_ENTRIES}
)
FROM changed_pages t WHERE t.page > 0
ON CONFLICT (id) DO UPDATE SET modified = max(modified, excluded.modified), entries = excluded.entries`;

/** The sheet of a position. */
export const ARCHIVE_PAGE_OF = (position: string) =>
  `(${position} + ${ARCHIVE_ENTRIES - 1}) / ${ARCHIVE_ENTRIES}`;
