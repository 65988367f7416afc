import { ARCHIVE_ENTRIES, HEAD_STAMPS, MAX_SHEETS, MAX_TOMBSTONES } from "../limits.ts";

/**
 * The SQL that reads. Each poll runs one of these and, if it renders, `contents`. Every value is bound.
 */

/** The stamp of an article `a` placed by `p`; `readStamps` reads it. */
export const STAMP_COLUMNS =
  "json_array(a.id, a.slug, a.published, a.updated, a.modified, a.revision, p.position, p.name)";

/** A shelf by kind and slug: one row. */
export const SHELF =
  "SELECT id, articles, last, below, changed, edited, head, removals FROM shelves WHERE kind = ?1 AND slug = ?2";

/** The newest of a shelf (1) that are published by now (2), at most so many (3): for when the head is all to come. */
export const NEWEST = `
SELECT json_group_array(${STAMP_COLUMNS}) AS stamps,
  (SELECT min(published) FROM placings WHERE shelf = ?1 AND published > ?2) AS next,
  (SELECT count(*) FROM placings WHERE shelf = ?1 AND published > ?2) AS waiting
FROM (
  SELECT * FROM placings WHERE shelf = ?1 AND published <= ?2 ORDER BY published DESC, slug LIMIT ?3
) p JOIN articles a ON a.id = p.article`;

/** A sheet (4) of a shelf by kind and slug, and what the newest article by now (3) calls the shelf: three rows. */
export const SHEET = `
SELECT s.last, t.changed, t.stamps,
  (SELECT name FROM placings WHERE shelf = s.id AND published <= ?3 ORDER BY published DESC, slug LIMIT 1) AS name
FROM shelves s LEFT JOIN sheets t ON t.id = s.id * ${MAX_SHEETS} + ?4
WHERE s.kind = ?1 AND s.slug = ?2`;

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
export const SHELVES = `
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
  SELECT json_group_array(${STAMP_COLUMNS}) FROM (
    SELECT * FROM placings WHERE shelf = shelves.id ORDER BY published DESC, slug LIMIT ${HEAD_STAMPS}
  ) p JOIN articles a ON a.id = p.article
), removals = (
  SELECT json_group_array(json_array(slug, published, removed, position)) FROM (
    SELECT * FROM departures WHERE shelf = shelves.id ORDER BY removed DESC, slug LIMIT ${MAX_TOMBSTONES}
  )
), below = coalesce((
  SELECT position FROM placings WHERE shelf = shelves.id AND position NOT IN (
    SELECT position FROM placings WHERE shelf = shelves.id ORDER BY published DESC, slug LIMIT ${HEAD_STAMPS}
  ) ORDER BY position DESC LIMIT 1
), 0), last = max(last, coalesce((SELECT max(position) FROM placings WHERE shelf = shelves.id), 0))
WHERE id IN (SELECT shelf FROM touched)`;

/** The sheets that were touched, at a time (1). */
export const PACK_SHEETS = `
INSERT INTO sheets (id, changed, stamps)
SELECT t.shelf * ${MAX_SHEETS} + t.sheet, ?1, (
  SELECT json_group_array(${STAMP_COLUMNS}) FROM placings p JOIN articles a ON a.id = p.article
  WHERE p.shelf = t.shelf AND p.position > (t.sheet - 1) * ${ARCHIVE_ENTRIES} AND p.position <= t.sheet * ${ARCHIVE_ENTRIES}
)
FROM touched t WHERE t.sheet > 0
ON CONFLICT (id) DO UPDATE SET changed = max(changed, excluded.changed), stamps = excluded.stamps`;

/** The sheet of a position. */
export const SHEET_OF = (position: string) => `(${position} + ${ARCHIVE_ENTRIES - 1}) / ${ARCHIVE_ENTRIES}`;
