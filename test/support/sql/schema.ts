/** The tables and indexes that a query of all schemas gives, without the shadow tables of the full text index. */
export const SCHEMA = String.raw`
SELECT name, sql FROM sqlite_schema
WHERE sql IS NOT NULL AND name NOT LIKE 'search\_index\_%' ESCAPE '\' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
  AND name NOT LIKE 'd1\_%' ESCAPE '\' AND name NOT LIKE '\_cf\_%' ESCAPE '\' ORDER BY name`;

/** Rows of `SCHEMA` as `test/store/sql/schema.sql` has them. */
export function schemaText(rows: readonly Readonly<Record<string, unknown>>[]): string {
  return rows.map(({ sql }) => `${sql};\n`).join("\n");
}
