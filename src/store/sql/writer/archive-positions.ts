import { ARCHIVE_ENTRIES } from "../../article-store.ts";
import { MAX_ARCHIVE_PAGES } from "../database.ts";

/** A column of a row of the JSON in ?1, which is joined as `j`. */
export const column = (index: number) => `j.value ->> ${index}`;

/**
 * An article keeps its position; a new one is given the next; one that is brought back gets its own if that is free,
 * no other of the same change wants it or leaves it, and it is not the gap of a removed one.
 */
export const ADD_ENTRIES = `
INSERT INTO collection_entries (collection, published, slug, article, position, name)
SELECT n.collection, n.published, n.slug, a.id, coalesce(n.kept, n.own, n.last + row_number() OVER (
  PARTITION BY n.collection, coalesce(n.kept, n.own) IS NULL ORDER BY n.published, n.slug DESC
)), n.name
FROM (
  SELECT f.*, max(f.collection_last, coalesce(max(f.own) OVER (PARTITION BY f.collection), 0)) AS last FROM (
    SELECT w.collection, w.collection_last, w.published, w.slug, w.name, w.kept,
      CASE WHEN w.kept IS NULL AND w.wanted BETWEEN 1 AND ${MAX_ARCHIVE_PAGES - 1} * ${ARCHIVE_ENTRIES}
        AND row_number() OVER (PARTITION BY w.collection, w.wanted, w.kept IS NULL ORDER BY w.published, w.slug DESC) = 1
        AND NOT EXISTS (SELECT 1 FROM collection_entries x WHERE x.collection = w.collection AND x.position = w.wanted)
        AND NOT EXISTS (SELECT 1 FROM replaced_entries x WHERE x.collection = w.collection AND x.position = w.wanted)
        AND NOT EXISTS (SELECT 1 FROM collection_removals x WHERE x.collection = w.collection AND x.position = w.wanted)
      THEN w.wanted END AS own
    FROM (
      SELECT s.id AS collection,
        max(s.last_position, coalesce((SELECT max(position) FROM collection_entries y WHERE y.collection = s.id), 0)) AS collection_last,
        ${column(2)} AS published, ${column(3)} AS slug, ${column(4)} AS name, m.position AS kept, ${column(5)} AS wanted
      FROM json_each(?1) j
      JOIN collections s ON s.kind = ${column(0)} AND s.slug = ${column(1)}
      LEFT JOIN replaced_entries m ON m.collection = s.id AND m.slug = ${column(3)}
    ) w
  ) f
) n JOIN articles a ON a.slug = n.slug`;
