import { asBrokenExpectation, type Database, type Row, type Statement } from "./database.ts";

/** What is used of a D1 binding (Cloudflare's `D1Database`). */
export interface D1Binding extends D1Queries {
  withSession(constraint: string): D1Session;
}

interface D1Queries {
  prepare(sql: string): D1Statement;
  batch(statements: D1Statement[]): Promise<unknown>;
}

interface D1Session extends D1Queries {
  getBookmark(): string | null;
}

interface D1Statement {
  bind(...values: unknown[]): D1Statement;
  all(): Promise<{ readonly results: readonly Row[] }>;
}

/**
 * A D1 database. Reads come from the nearest replica, but never from one that lacks what this isolate wrote: the
 * bookmark of its last write is handed on to later sessions.
 */
export function openD1(binding: D1Binding): Database {
  let bookmark = "first-unconstrained";
  const bound = (queries: D1Queries, { sql, values }: Statement) => queries.prepare(sql).bind(...values);
  const readFrom = (constraint: string) => {
    const session = binding.withSession(constraint);
    return async (statement: Statement) => (await bound(session, statement).all()).results;
  };
  return {
    version: () => null,
    reader: () => readFrom(bookmark),
    aside: (statement) => readFrom(bookmark)(statement),
    newest: () => readFrom("first-primary"),
    async batch(statements) {
      const session = binding.withSession("first-primary");
      try {
        await session.batch(statements.map((statement) => bound(session, statement)));
      } catch (error) {
        throw asBrokenExpectation(error);
      }
      const reached = session.getBookmark() ?? "first-primary";
      // Of two batches at the same time the earlier may be answered later. Bookmarks are in the order of their text.
      if (bookmark.startsWith("first-") || reached.startsWith("first-") || reached > bookmark)
        bookmark = reached;
    },
  };
}
