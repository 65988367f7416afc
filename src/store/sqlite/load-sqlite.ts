/** This Node has no SQLite; the message says which has. */
export class SqliteMissing extends Error {
  override readonly name = "SqliteMissing";
}

/**
 * Node's own SQLite, loaded when it is first used: Node 20 runs everything else.
 * @throws SqliteMissing
 */
export function loadSqlite(): typeof import("node:sqlite") {
  const sqlite = process.getBuiltinModule?.("node:sqlite");
  // What is used of it came with `backup`.
  if (sqlite?.backup === undefined)
    throw new SqliteMissing(`SQLite needs Node 22.16 or newer, and this is Node ${process.versions.node}`);
  return sqlite;
}
