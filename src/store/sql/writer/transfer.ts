import type { Article } from "../../../article/article.ts";
import { scopesOfArticle } from "../../../site/affected-scopes.ts";
import type { Scope } from "../../../site/scope.ts";
import type { SourceFormat } from "../../../source/source.ts";
import { ARCHIVE_ENTRIES } from "../../article-store.ts";
import { MAX_BATCH_CHANGES } from "../../article-writer.ts";
import type { ArchivePosition, OutgoingArticle, RestoredRemoval } from "../../stored-article.ts";
import type { Database, Read, SqlRow } from "../database.ts";
import { MAX_ARCHIVE_PAGES } from "../database.ts";
import { renewVersion, UPDATE_COLLECTIONS } from "../queries.ts";

/** Every article of a database with its source and its places, by slug. */
export async function* outgoingArticles(database: Database): AsyncGenerator<OutgoingArticle> {
  const read = database.reader();
  for (let after = ""; ; ) {
    const rows = await read({ sql: OUTGOING, values: [after, MAX_BATCH_CHANGES] });
    const positions = await positionsOf(read, rows);
    for (const row of rows) {
      after = String(row.slug);
      yield {
        slug: after,
        format: row.format as SourceFormat,
        text: String(row.text),
        tag: String(row.entity_tag),
        modified: new Date(Number(row.modified)),
        positions: positions.get(after) ?? [],
      };
    }
    if (rows.length < MAX_BATCH_CHANGES) return;
  }
}

/** Every removal that a database remembers, with the feeds that tell of it, by slug. */
export async function* outgoingRemovals(database: Database): AsyncGenerator<RestoredRemoval> {
  const read = database.reader();
  for (let after = ""; ; ) {
    const rows = await read({ sql: REMOVALS, values: [after, MAX_BATCH_CHANGES] });
    for (const { slug, published, removed, places } of rows) {
      after = String(slug);
      const kept = JSON.parse(String(places)) as [string, string, number][];
      yield {
        slug: after,
        published: new Date(Number(published)),
        removed: new Date(Number(removed)),
        positions: kept.map(([kind, shelf, position]) => ({ scope: scopeOf(kind, shelf), position })),
      };
    }
    if (rows.length < MAX_BATCH_CHANGES) return;
  }
}

/**
 * Notes removals as an export has them; slugs under which there is an article, or a removal, are passed over.
 * @param now UTC
 */
export async function restoreRemovals(
  database: Database,
  removals: readonly RestoredRemoval[],
  now: Date,
): Promise<void> {
  if (removals.length === 0) return;
  const rows = removals.map(({ slug, published, removed }) => [slug, published.getTime(), removed.getTime()]);
  const places = removals.flatMap(({ slug, published, removed, positions }) =>
    positions.map(({ scope, position }) => [
      scope.kind,
      "slug" in scope ? scope.slug : "",
      removed.getTime(),
      slug,
      published.getTime(),
      position,
    ]),
  );
  await database.batch([
    { sql: RESTORE_SHELVES, values: [JSON.stringify(places)] },
    { sql: renewVersion(`EXISTS (SELECT 1 ${UNKNOWN})`), values: [JSON.stringify(rows)] },
    { sql: RESTORE_REMOVALS, values: [JSON.stringify(rows)] },
    { sql: TOUCH_DEPARTURES, values: [JSON.stringify(places)] },
    { sql: RESTORE_DEPARTURES, values: [JSON.stringify(places)] },
    { sql: EXTEND_SHELVES, values: [now.getTime()] },
    { sql: UPDATE_COLLECTIONS, values: [] },
    { sql: renewVersion("EXISTS (SELECT 1 FROM changed_pages)"), values: [] },
    { sql: "DELETE FROM changed_pages", values: [] },
  ]);
}

/** How many articles there are. */
export async function countArticles(database: Database): Promise<number> {
  const [row] = await database.reader()({
    sql: "SELECT article_count FROM collections WHERE kind = 'all' AND slug = ''",
    values: [],
  });
  return Number(row?.articles ?? 0);
}

async function positionsOf(read: Read, rows: readonly SqlRow[]): Promise<Map<string, ArchivePosition[]>> {
  const placings = rows.flatMap(({ slug, published, categories, authors }) =>
    scopesOfArticle({
      categories: JSON.parse(String(categories)) as Article["categories"],
      authors: JSON.parse(String(authors)) as Article["authors"],
    }).map((scope) => [scope.kind, "slug" in scope ? scope.slug : "", published, slug]),
  );
  const positions = new Map<string, ArchivePosition[]>();
  for (const row of await read({ sql: POSITIONS, values: [JSON.stringify(placings)] })) {
    const list = positions.get(String(row.slug)) ?? [];
    list.push({ scope: scopeOf(String(row.kind), String(row.collection)), position: Number(row.position) });
    positions.set(String(row.slug), list);
  }
  return positions;
}

function scopeOf(kind: string, slug: string): Scope {
  return kind === "category" || kind === "author" ? { kind, slug } : { kind: "all" };
}

const OUTGOING = `
SELECT a.slug, a.format, a.entity_tag, a.published, a.modified, s.text,
  a.content -> '$.categories' AS categories, a.content -> '$.authors' AS authors
FROM articles a JOIN sources s ON s.article = a.id WHERE a.slug > ?1 ORDER BY a.slug LIMIT ?2`;

const POSITIONS = `
SELECT s.kind, s.slug AS collection, p.slug, p.position FROM json_each(?1) j
JOIN collections s ON s.kind = j.value ->> 0 AND s.slug = j.value ->> 1
JOIN collection_entries p ON p.collection = s.id AND p.published = j.value ->> 2 AND p.slug = j.value ->> 3`;

const REMOVALS = `
SELECT r.slug, r.published, r.removed, (
  SELECT json_group_array(json_array(kind, slug, position)) FROM (
    SELECT s.kind, s.slug, d.position FROM collection_removals d JOIN collections s ON s.id = d.collection
    WHERE d.slug = r.slug AND d.removed = r.removed ORDER BY s.kind, s.slug
  )
) AS places
FROM removed_articles r WHERE r.slug > ?1 ORDER BY r.slug LIMIT ?2`;

const RESTORE_SHELVES = `
INSERT INTO collections (kind, slug)
SELECT DISTINCT j.value ->> 0, j.value ->> 1 FROM json_each(?1) j WHERE true ON CONFLICT (kind, slug) DO NOTHING`;

/** Removals of the list that are not noted, of slugs under which there is no article. */
const UNKNOWN = `
FROM json_each(?1) j
WHERE NOT EXISTS (SELECT 1 FROM articles a WHERE a.slug = j.value ->> 0)
  AND NOT EXISTS (SELECT 1 FROM removed_articles r WHERE r.slug = j.value ->> 0)`;

const RESTORE_REMOVALS = `
INSERT INTO removed_articles (slug, published, removed)
SELECT j.value ->> 0, j.value ->> 1, j.value ->> 2 ${UNKNOWN} ON CONFLICT (slug) DO NOTHING`;

/** Removals of the list that were noted just so, and the shelves whose feeds are to tell of them and do not yet. */
const DEPARTING = `
FROM json_each(?1) j
JOIN removed_articles r ON r.slug = j.value ->> 3 AND r.removed = j.value ->> 2
JOIN collections s ON s.kind = j.value ->> 0 AND s.slug = j.value ->> 1
WHERE NOT EXISTS (SELECT 1 FROM collection_removals d WHERE d.collection = s.id AND d.removed = r.removed AND d.slug = r.slug)`;

/** A gap that one left in the archive stays one; where another article stands there is none, and a new one is made. */
const RESTORE_DEPARTURES = `
INSERT INTO collection_removals (collection, removed, slug, published, position)
SELECT w.collection, w.removed, w.slug, w.published, coalesce(
  w.own,
  max(w.last_position, coalesce(max(w.own) OVER (PARTITION BY w.collection), 0))
    + row_number() OVER (PARTITION BY w.collection, w.own IS NULL ORDER BY w.slug)
)
FROM (
  SELECT s.id AS collection, s.last_position, r.removed, r.slug, r.published, CASE
    WHEN j.value ->> 5 BETWEEN 1 AND ${MAX_ARCHIVE_PAGES - 1} * ${ARCHIVE_ENTRIES}
      AND NOT EXISTS (SELECT 1 FROM collection_entries p WHERE p.collection = s.id AND p.position = j.value ->> 5)
    THEN j.value ->> 5 END AS own
  ${DEPARTING}
) w WHERE true ON CONFLICT DO NOTHING`;

const TOUCH_DEPARTURES = `
INSERT INTO changed_pages (collection, page) SELECT s.id, 0 ${DEPARTING} ON CONFLICT DO NOTHING`;

/** No later article may get the position of one that was removed. */
const EXTEND_SHELVES = `
UPDATE collections SET membership_changed = max(membership_changed, ?1), last_position = max(last_position, coalesce((
  SELECT max(position) FROM collection_removals WHERE collection = collections.id
), 0)) WHERE id IN (SELECT collection FROM changed_pages)`;
