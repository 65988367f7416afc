import { ARCHIVE_ENTRIES } from "../../article-store.ts";
import { MAX_ARCHIVE_PAGES } from "../database.ts";

/** A column of a row of the JSON in ?1, which is joined as `j`. */
export const column = (index: number) => `j.value ->> ${index}`;

/**
 * An article keeps its position; a new one is given the next; one that is brought back gets its own if that is free,
 * no other of the same change wants it or leaves it, and it is not the gap of a removed one.
 */
export const PLACE = `
INSERT INTO placings (shelf, published, slug, article, position, name)
SELECT n.shelf, n.published, n.slug, a.id, coalesce(n.kept, n.own, n.last + row_number() OVER (
  PARTITION BY n.shelf, coalesce(n.kept, n.own) IS NULL ORDER BY n.published, n.slug DESC
)), n.name
FROM (
  SELECT f.*, max(f.shelf_last, coalesce(max(f.own) OVER (PARTITION BY f.shelf), 0)) AS last FROM (
    SELECT w.shelf, w.shelf_last, w.published, w.slug, w.name, w.kept,
      CASE WHEN w.kept IS NULL AND w.wanted BETWEEN 1 AND ${MAX_ARCHIVE_PAGES - 1} * ${ARCHIVE_ENTRIES}
        AND row_number() OVER (PARTITION BY w.shelf, w.wanted, w.kept IS NULL ORDER BY w.published, w.slug DESC) = 1
        AND NOT EXISTS (SELECT 1 FROM placings x WHERE x.shelf = w.shelf AND x.position = w.wanted)
        AND NOT EXISTS (SELECT 1 FROM moved x WHERE x.shelf = w.shelf AND x.position = w.wanted)
        AND NOT EXISTS (SELECT 1 FROM departures x WHERE x.shelf = w.shelf AND x.position = w.wanted)
      THEN w.wanted END AS own
    FROM (
      SELECT s.id AS shelf,
        max(s.last, coalesce((SELECT max(position) FROM placings y WHERE y.shelf = s.id), 0)) AS shelf_last,
        ${column(2)} AS published, ${column(3)} AS slug, ${column(4)} AS name, m.position AS kept, ${column(5)} AS wanted
      FROM json_each(?1) j
      JOIN shelves s ON s.kind = ${column(0)} AND s.slug = ${column(1)}
      LEFT JOIN moved m ON m.shelf = s.id AND m.slug = ${column(3)}
    ) w
  ) f
) n JOIN articles a ON a.slug = n.slug`;
