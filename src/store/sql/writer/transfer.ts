import { scopesOfArticle } from "../../../site/affected-scopes.ts";
import type { Scope } from "../../../site/scope.ts";
import type { SourceFormat } from "../../../source/source.ts";
import { MAX_BATCH_CHANGES } from "../../article-writer.ts";
import type { ArchivePosition, OutgoingArticle, RestoredRemoval } from "../../stored-article.ts";
import type { Database, Read, SqlRow } from "../database.ts";
import { renewVersion, UPDATE_COLLECTIONS } from "../queries.ts";
import { collectionKey } from "../state.ts";
import { column, isPosition } from "./archive-positions.ts";
import { parseTerms } from "./write-plan.ts";
import { ADD_COLLECTIONS, LISTED_ENTRIES } from "./write-statements.ts";

/** Every article with its source and its positions, by slug. */
export async function* outgoingArticles(database: Database): AsyncGenerator<OutgoingArticle> {
  const read = database.reader();
  for (let after = ""; ; ) {
    const rows = await read({ sql: ARTICLES, values: [after, MAX_BATCH_CHANGES] });
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

/** Every removed article with the positions that it left, by slug. */
export async function* outgoingRemovals(database: Database): AsyncGenerator<RestoredRemoval> {
  const read = database.reader();
  for (let after = ""; ; ) {
    const rows = await read({ sql: REMOVALS, values: [after, MAX_BATCH_CHANGES] });
    for (const { slug, published, removed, positions } of rows) {
      after = String(slug);
      const left = JSON.parse(String(positions)) as [string, string, number][];
      yield {
        slug: after,
        published: new Date(Number(published)),
        removed: new Date(Number(removed)),
        positions: left.map(([kind, scopeSlug, position]) => ({ scope: scopeOf(kind, scopeSlug), position })),
      };
    }
    if (rows.length < MAX_BATCH_CHANGES) return;
  }
}

/** The highest positions of archives that were given once, and that neither an article nor a removal has. */
export async function outgoingReserved(database: Database): Promise<readonly ArchivePosition[]> {
  const rows = await database.reader()({ sql: RESERVED, values: [] });
  return rows.map(({ kind, slug, last_position }) => ({
    scope: scopeOf(String(kind), String(slug)),
    position: Number(last_position),
  }));
}

/**
 * Stores removals of an export. Slugs of an article or of a removed article are skipped.
 * @param reserved positions up to which no later article gets one
 * @param now UTC
 */
export async function restoreRemovals(
  database: Database,
  removals: readonly RestoredRemoval[],
  reserved: readonly ArchivePosition[],
  now: Date,
): Promise<void> {
  if (removals.length === 0 && reserved.length === 0) return;
  const reservations = JSON.stringify(reserved.map(({ scope, position }) => [...collectionKey(scope), position]));
  const articles = JSON.stringify(
    removals.map(({ slug, published, removed }) => [slug, published.getTime(), removed.getTime()]),
  );
  const positions = JSON.stringify(
    removals.flatMap(({ slug, published, removed, positions }) =>
      positions.map(({ scope, position }) => [
        ...collectionKey(scope),
        removed.getTime(),
        slug,
        published.getTime(),
        position,
      ]),
    ),
  );
  await database.batch([
    { sql: ADD_COLLECTIONS, values: [positions] },
    { sql: renewVersion(`EXISTS (SELECT 1 ${NEW_REMOVALS})`), values: [articles] },
    { sql: ADD_REMOVED_ARTICLES, values: [articles] },
    { sql: MARK_COLLECTIONS, values: [positions] },
    { sql: ADD_COLLECTION_REMOVALS, values: [positions] },
    { sql: CHANGE_COLLECTIONS, values: [now.getTime()] },
    { sql: UPDATE_COLLECTIONS, values: [] },
    { sql: ADD_COLLECTIONS, values: [reservations] },
    { sql: RESERVE_POSITIONS, values: [reservations] },
    { sql: renewVersion("EXISTS (SELECT 1 FROM changed_pages)"), values: [] },
    { sql: "DELETE FROM changed_pages", values: [] },
  ]);
}

export async function countArticles(database: Database): Promise<number> {
  const [row] = await database.reader()({
    sql: "SELECT article_count FROM collections WHERE kind = 'all' AND slug = ''",
    values: [],
  });
  return Number(row?.article_count ?? 0);
}

/** The positions of articles in their collections, by slug. */
async function positionsOf(read: Read, rows: readonly SqlRow[]): Promise<Map<string, ArchivePosition[]>> {
  const entries = rows.flatMap((row) =>
    scopesOfArticle(parseTerms(row)).map((scope) => [...collectionKey(scope), row.published, row.slug]),
  );
  const positions = new Map<string, ArchivePosition[]>();
  for (const row of await read({ sql: POSITIONS, values: [JSON.stringify(entries)] })) {
    const list = positions.get(String(row.slug)) ?? [];
    list.push({ scope: scopeOf(String(row.kind), String(row.scope_slug)), position: Number(row.position) });
    positions.set(String(row.slug), list);
  }
  return positions;
}

function scopeOf(kind: string, slug: string): Scope {
  return kind === "category" || kind === "author" ? { kind, slug } : { kind: "all" };
}

const ARTICLES = `
SELECT a.slug, a.format, a.entity_tag, a.published, a.modified, s.text,
  a.content -> '$.categories' AS categories, a.content -> '$.authors' AS authors
FROM articles a JOIN sources s ON s.article = a.id WHERE a.slug > ?1 ORDER BY a.slug LIMIT ?2`;

const POSITIONS = `SELECT s.kind, s.slug AS scope_slug, p.slug, p.position ${LISTED_ENTRIES}`;

const RESERVED = `
SELECT kind, slug, last_position FROM collections s WHERE last_position > max(
  coalesce((SELECT max(position) FROM collection_entries WHERE collection = s.id), 0),
  coalesce((SELECT max(position) FROM collection_removals WHERE collection = s.id), 0)
) ORDER BY kind, slug`;

const RESERVE_POSITIONS = `
UPDATE collections SET last_position = max(last_position, ${column(2)}) FROM json_each(?1) j
WHERE kind = ${column(0)} AND slug = ${column(1)} AND ${isPosition(column(2))}`;

const REMOVALS = `
SELECT r.slug, r.published, r.removed, (
  SELECT json_group_array(json_array(kind, slug, position)) FROM (
    SELECT s.kind, s.slug, d.position FROM collection_removals d JOIN collections s ON s.id = d.collection
    WHERE d.slug = r.slug AND d.removed = r.removed ORDER BY s.kind, s.slug
  )
) AS positions
FROM removed_articles r WHERE r.slug > ?1 ORDER BY r.slug LIMIT ?2`;

/** Removals of the list that are to be stored. */
const NEW_REMOVALS = `
FROM json_each(?1) j
WHERE NOT EXISTS (SELECT 1 FROM articles a WHERE a.slug = ${column(0)})
  AND NOT EXISTS (SELECT 1 FROM removed_articles r WHERE r.slug = ${column(0)})`;

const ADD_REMOVED_ARTICLES = `
INSERT INTO removed_articles (slug, published, removed)
SELECT ${column(0)}, ${column(1)}, ${column(2)} ${NEW_REMOVALS} ON CONFLICT (slug) DO NOTHING`;

/** Removals of the list that are stored just so, with the collections that lack them. */
const MISSING_REMOVALS = `
FROM json_each(?1) j
JOIN removed_articles r ON r.slug = ${column(3)} AND r.removed = ${column(2)}
JOIN collections s ON s.kind = ${column(0)} AND s.slug = ${column(1)}
WHERE NOT EXISTS (
  SELECT 1 FROM collection_removals d WHERE d.collection = s.id AND d.removed = r.removed AND d.slug = r.slug
)`;

/** A position that another article has is replaced by the next free one. */
const ADD_COLLECTION_REMOVALS = `
INSERT INTO collection_removals (collection, removed, slug, published, position)
SELECT w.collection, w.removed, w.slug, w.published, coalesce(
  w.granted,
  max(w.last_position, coalesce(max(w.granted) OVER (PARTITION BY w.collection), 0))
    + row_number() OVER (PARTITION BY w.collection, w.granted IS NULL ORDER BY w.slug)
)
FROM (
  SELECT s.id AS collection, s.last_position, r.removed, r.slug, r.published, CASE
    WHEN ${isPosition(column(5))}
      AND NOT EXISTS (SELECT 1 FROM collection_entries p WHERE p.collection = s.id AND p.position = ${column(5)})
    THEN ${column(5)} END AS granted
  ${MISSING_REMOVALS}
) w WHERE true ON CONFLICT DO NOTHING`;

const MARK_COLLECTIONS = `
INSERT INTO changed_pages (collection, page) SELECT s.id, 0 ${MISSING_REMOVALS} ON CONFLICT DO NOTHING`;

/** No later article may get the position of a removed one. */
const CHANGE_COLLECTIONS = `
UPDATE collections SET membership_changed = max(membership_changed, ?1), last_position = max(last_position, coalesce((
  SELECT max(position) FROM collection_removals WHERE collection = collections.id
), 0)) WHERE id IN (SELECT collection FROM changed_pages)`;
