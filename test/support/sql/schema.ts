/** The statements of a migration that make something, without comments and in one line each, in order. */
export function madeBy(migration: string): readonly string[] {
  return migration
    .replace(/--.*$/gm, "")
    .split(";")
    .map(inOneLine)
    .filter((statement) => statement.startsWith("CREATE"))
    .sort();
}

export function inOneLine(sql: string): string {
  return sql.replace(/--.*$/gm, "").replace(/\s+/g, " ").trim();
}
