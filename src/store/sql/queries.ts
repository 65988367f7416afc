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
  "SELECT articles, below, changed, edited, head, removals FROM shelves WHERE kind = ?1 AND slug = ?2";

/** What of a shelf `s` is published by an instant, newest first. */
const newestFirst = (now: string) =>
  `FROM placings WHERE shelf = s.id AND published <= ${now} ORDER BY published DESC, slug`;

const NEWEST_FIRST = newestFirst("?3");

/** The highest position of what is published by now (3) and is not among so many of the newest. */
const restBehind = (count: string) => `
  (SELECT position FROM placings INDEXED BY placings_by_position
    WHERE shelf = s.id AND published <= ?3
      AND (-published, slug) > (SELECT -published, slug ${NEWEST_FIRST} LIMIT 1 OFFSET ${count} - 1)
    ORDER BY position DESC LIMIT 1) AS rest`;

/**
 * The same row with the newest that are published by now (3), at most so many (4), and the highest position of those
 * behind them: for when the head does not reach down to a full page.
 */
export const NEWEST = `
SELECT s.articles, s.changed, s.edited, s.removals, (
  SELECT json_group_array(${PACKED_ENTRY}) FROM (SELECT * ${NEWEST_FIRST} LIMIT ?4) p
  JOIN articles a ON a.id = p.article
) AS stamps,
  (SELECT min(published) FROM placings WHERE shelf = s.id AND published > ?3) AS next,
  (SELECT count(*) FROM placings WHERE shelf = s.id AND published > ?3) AS waiting, ${restBehind("?4")}
FROM shelves s WHERE s.kind = ?1 AND s.slug = ?2`;

/** So many shelves by kind and slug, which are bound in pairs behind so many other values. */
const shelvesNamed = (count: number, behind: number) => {
  const first = behind + 1;
  const keys = Array.from(
    { length: count },
    (_, index) => `(?${first + 2 * index}, ?${first + 2 * index + 1})`,
  );
  return `FROM (VALUES ${keys.join(", ")}) v JOIN shelves s ON s.kind = v.column1 AND s.slug = v.column2`;
};

/** The heads of so many shelves: one row each. */
export const heads = (count: number) => `SELECT s.kind, s.slug, s.head ${shelvesNamed(count, 0)}`;

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
  (SELECT count(*) FROM placings WHERE shelf = s.id AND published > ${now}) AS waiting,
  (SELECT min(published) FROM placings WHERE shelf = s.id AND published > ${now}) AS next,
  (SELECT max(published) FROM placings WHERE shelf = s.id AND published <= ${now}) AS newest,
  (SELECT position FROM placings INDEXED BY placings_by_position
    WHERE shelf = s.id AND published <= ${now} ORDER BY position DESC LIMIT 1) AS reach`;

const sheetWith = (reach: string) => `
SELECT s.last, s.articles, s.edited, s.changed AS moved, t.changed, t.stamps, ${reach},
  (SELECT name FROM placings WHERE shelf = s.id AND published <= ?3 ORDER BY published DESC, slug LIMIT 1) AS name
FROM shelves s LEFT JOIN sheets t ON t.id = s.id * ${MAX_ARCHIVE_PAGES} + ?4
WHERE s.kind = ?1 AND s.slug = ?2`;

/** A sheet (4) of a shelf by kind and slug, and what the newest article by now (3) calls the shelf: three rows. */
export const ARCHIVE_PAGE = sheetWith("s.head, s.below");

/** The same with the highest position behind so many of the newest (5), for when the head does not reach down to it. */
export const ARCHIVE_PAGE_FAR = sheetWith(`${reachBy("?3")}, ${restBehind("?5")}`);

const stateWith = (reach: string) => `
SELECT s.articles, s.changed, s.edited, (SELECT value FROM notes WHERE name = 'mark') AS mark, s.head, ${reach}
FROM shelves s WHERE s.kind = 'all' AND s.slug = ''`;

/** The shelf of all articles, and the mark of the last change: two rows. */
export const VERSION = stateWith("s.below");

/** The same by an instant (1), for when the head is all to come. */
export const VERSION_FAR = stateWith(reachBy("?1"));

/** Where a condition holds, the mark becomes a word that no state of any database had before. */
export const renewVersion = (condition: string) => `
INSERT INTO notes (name, value) SELECT 'mark', lower(hex(randomblob(16))) WHERE ${condition}
ON CONFLICT (name) DO UPDATE SET value = excluded.value`;

/** What a link to an article says, whose id is found by the first of some queries that finds one. */
const linkTo = (...queries: string[]) => `(
    SELECT json_array(slug, content ->> '$.headline', content ->> '$.language', published) FROM articles
    WHERE id = coalesce(${queries.map((query) => `(${query} LIMIT 1)`).join(", ")}, -1)
  )`;

/** The next place of a shelf, from that of an article `p`. A comparison of two columns would walk through all ties. */
const beside = (where: string) => `SELECT article FROM placings WHERE shelf = p.shelf AND published ${where}`;

/**
 * What stands beside an article that was published at an instant (3) with a slug (4) on a shelf by kind and slug, if it
 * is published by now (5); what is newer may be still to come. At most eight rows.
 */
export const NEIGHBOURS = `
SELECT s.changed, s.edited, ${linkTo(
  beside("= p.published AND slug < p.slug ORDER BY slug DESC"),
  beside("> p.published ORDER BY published, slug DESC"),
)} AS newer, ${linkTo(
  beside("= p.published AND slug > p.slug ORDER BY slug"),
  beside("< p.published ORDER BY published DESC, slug"),
)} AS older
FROM shelves s JOIN placings p ON p.shelf = s.id AND p.published = ?3 AND p.slug = ?4
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
export const REMOVED = "SELECT removed FROM removals WHERE slug = ?1";

/**
 * The articles that match (1), the latest ids first, at most so many (2), those to come among them; and when any article
 * changed last, as an edit may take one away from what is found. FTS5 walks down the
 * ids and stops early; with a bound from below it would walk through all that match, a million of them if need be.
 */
export const SEARCH = `
SELECT (
  SELECT json_group_array(json_array(a.id, a.slug, a.published, a.updated, a.modified, a.revision, 0, ''))
  FROM (SELECT rowid AS id FROM words WHERE words MATCH ?1 ORDER BY rowid DESC LIMIT ?2) hits
  JOIN articles a ON a.id = hits.id
) AS stamps, (
  SELECT max(changed, edited) FROM shelves WHERE kind = 'all' AND slug = ''
) AS changed`;

/** Every shelf, how many of its articles are published by now (1), and what the newest of them calls it. */
export const COLLECTIONS = `
SELECT s.kind, s.slug, s.changed, s.edited,
  s.articles - (SELECT count(*) FROM placings p WHERE p.shelf = s.id AND p.published > ?1) AS count,
  (SELECT p.name FROM placings p WHERE p.shelf = s.id AND p.published <= ?1 ORDER BY p.published DESC, p.slug LIMIT 1) AS name,
  CASE WHEN s.kind = 'all' THEN (SELECT min(p.published) FROM placings p WHERE p.shelf = s.id AND p.published > ?1) END AS next,
  CASE WHEN s.kind = 'all' THEN (SELECT max(p.published) FROM placings p WHERE p.shelf = s.id AND p.published <= ?1) END AS newest
FROM shelves s`;

/** A stored source. */
export const SOURCE = `
SELECT a.slug, a.format, a.tag, a.modified, s.text
FROM articles a JOIN sources s ON s.article = a.id WHERE a.slug = ?1`;

/** Articles behind a slug (1), at most so many (2). */
export const LIST = `
SELECT slug, format, tag, published, updated, modified FROM articles WHERE slug > ?1 ORDER BY slug LIMIT ?2`;

/** The newest removals and stamps of the shelves that were touched, packed into their rows. */
export const PACK_HEADS = `
UPDATE shelves SET head = (
  SELECT json_group_array(${PACKED_ENTRY}) FROM (
    SELECT * FROM placings WHERE shelf = shelves.id ORDER BY published DESC, slug LIMIT ${HEAD_ENTRIES}
  ) p JOIN articles a ON a.id = p.article
), removals = (
  SELECT json_group_array(json_array(slug, published, removed, position)) FROM (
    SELECT * FROM departures WHERE shelf = shelves.id ORDER BY removed DESC, slug LIMIT ${MAX_TOMBSTONES}
  )
), below = coalesce((
  SELECT position FROM placings WHERE shelf = shelves.id AND position NOT IN (
    SELECT position FROM placings WHERE shelf = shelves.id ORDER BY published DESC, slug LIMIT ${HEAD_ENTRIES}
  ) ORDER BY position DESC LIMIT 1
), 0), last = max(last, coalesce((SELECT max(position) FROM placings WHERE shelf = shelves.id), 0))
WHERE id IN (SELECT shelf FROM touched)`;

/** The sheets that were touched, at a time (1). */
export const PACK_ARCHIVE_PAGES = `
INSERT INTO sheets (id, changed, stamps)
SELECT t.shelf * ${MAX_ARCHIVE_PAGES} + t.sheet, ?1, (
  SELECT json_group_array(${PACKED_ENTRY}) FROM placings p JOIN articles a ON a.id = p.article
  WHERE p.shelf = t.shelf AND p.position > (t.sheet - 1) * ${ARCHIVE_ENTRIES} AND p.position <= t.sheet * ${ARCHIVE_ENTRIES}
)
FROM touched t WHERE t.sheet > 0
ON CONFLICT (id) DO UPDATE SET changed = max(changed, excluded.changed), stamps = excluded.stamps`;

/** The sheet of a position. */
export const ARCHIVE_PAGE_OF = (position: string) =>
  `(${position} + ${ARCHIVE_ENTRIES - 1}) / ${ARCHIVE_ENTRIES}`;
