import type { DatabaseSync } from "node:sqlite";

/** What a query finds. */
export function rows<T>(database: DatabaseSync, sql: string): T[] {
  return database.prepare(sql).all() as unknown as T[];
}

/** Says how a thing is otherwise than it should be; nothing when it is not. */
export function same(what: string, expected: unknown, found: unknown): string[] {
  const [a, b] = [JSON.stringify(expected), JSON.stringify(found)];
  return a === b ? [] : [`${what}: ${b.slice(0, 200)} for ${a.slice(0, 200)}`];
}

/** What two lists have not in common, whatever their order. */
export function differences(what: string, expected: readonly unknown[], found: readonly unknown[]): string[] {
  const required = new Set(expected.map((each) => JSON.stringify(each)));
  const had = new Set(found.map((each) => JSON.stringify(each)));
  const missing = [...required].filter((each) => !had.has(each));
  const odd = [...had].filter((each) => !required.has(each));
  return [
    ...missing.slice(0, 3).map((each) => `${what}: ${each.slice(0, 200)} is missing`),
    ...odd.slice(0, 3).map((each) => `${what}: ${each.slice(0, 200)} is too much`),
    ...(had.size < found.length ? [`${what}: ${found.length - had.size} are there twice`] : []),
  ];
}
