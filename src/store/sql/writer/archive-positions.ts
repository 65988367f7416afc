import { ARCHIVE_ENTRIES } from "../../article-store.ts";
import { MAX_ARCHIVE_PAGES } from "../database.ts";

/** A column of a row of the list `j`, JSON in (1). */
export const column = (index: number) => `j.value ->> ${index}`;

/** Whether an article may take a position that it had in another database. */
export const isPosition = (position: string) =>
  `${position} BETWEEN 1 AND ${MAX_ARCHIVE_PAGES - 1} * ${ARCHIVE_ENTRIES}`;

/**
 * Adds entries (1). A changed article keeps its position; a new one gets the next. A restored article gets its former
 * position if that is free, no other article of the change has it or wants it, and no removed article left it.
 */
export const ADD_ENTRIES = `
INSERT INTO collection_entries (collection, published, slug, article, position, name)
SELECT n.collection, n.published, n.slug, a.id, coalesce(n.old_position, n.granted, n.highest + row_number() OVER (
  PARTITION BY n.collection, coalesce(n.old_position, n.granted) IS NULL ORDER BY n.published, n.slug DESC
)), n.name
FROM (
  SELECT f.*, max(f.last_position, coalesce(max(f.granted) OVER (PARTITION BY f.collection), 0)) AS highest FROM (
    SELECT w.collection, w.last_position, w.published, w.slug, w.name, w.old_position,
      CASE WHEN w.old_position IS NULL AND ${isPosition("w.requested")}
        AND row_number() OVER (
          PARTITION BY w.collection, w.requested, w.old_position IS NULL ORDER BY w.published, w.slug DESC
        ) = 1
        AND NOT EXISTS (SELECT 1 FROM collection_entries x WHERE x.collection = w.collection AND x.position = w.requested)
        AND NOT EXISTS (SELECT 1 FROM replaced_entries x WHERE x.collection = w.collection AND x.position = w.requested)
        AND NOT EXISTS (SELECT 1 FROM collection_removals x WHERE x.collection = w.collection AND x.position = w.requested)
      THEN w.requested END AS granted
    FROM (
      SELECT s.id AS collection,
        max(s.last_position, coalesce((
          SELECT max(position) FROM collection_entries y WHERE y.collection = s.id
        ), 0)) AS last_position,
        ${column(2)} AS published, ${column(3)} AS slug, ${column(4)} AS name, m.position AS old_position,
        ${column(5)} AS requested
      FROM json_each(?1) j
      JOIN collections s ON s.kind = ${column(0)} AND s.slug = ${column(1)}
      LEFT JOIN replaced_entries m ON m.collection = s.id AND m.slug = ${column(3)}
    ) w
  ) f
) n JOIN articles a ON a.slug = n.slug`;
