import { asConflictError, type Database, type SqlRow, type Statement } from "../sql/database.ts";

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
  all(): Promise<{ readonly results: readonly SqlRow[] }>;
}

/**
 * A D1 database. Reads come from the nearest replica, but never from one that lacks what this isolate wrote or read
 * before: the newest bookmark that it has seen is handed on to later sessions. So no read is of an earlier state than
 * one that was answered before it began.
 */
export function openD1(binding: D1Binding): Database {
  let bookmark = FIRST_UNCONSTRAINED;
  /** Of two calls at the same time the earlier may be answered later. Bookmarks are in the order of their text. */
  const isBehind = (reached: string) => bookmark.startsWith("first-") || reached > bookmark;
  const bound = (queries: D1Queries, { sql, values }: Statement) => queries.prepare(sql).bind(...values);
  const readFrom = (constraint: string) => {
    const session = binding.withSession(constraint);
    return async (statement: Statement) => {
      const { results } = await bound(session, statement).all();
      const reached = session.getBookmark();
      // Where only the primary has what was written, a read that began before does not tell of it.
      if (reached && bookmark !== FIRST_PRIMARY && isBehind(reached)) bookmark = reached;
      return results;
    };
  };
  return {
    changeCounter: () => null,
    reader: () => readFrom(bookmark),
    search: (statement) => readFrom(bookmark)(statement),
    primaryReader: () => readFrom(FIRST_PRIMARY),
    async batch(statements) {
      const session = binding.withSession(FIRST_PRIMARY);
      try {
        await session.batch(statements.map((statement) => bound(session, statement)));
      } catch (error) {
        throw asConflictError(error);
      }
      const reached = session.getBookmark();
      // Where nothing tells how far that was, only the primary has it for sure.
      if (!reached) bookmark = FIRST_PRIMARY;
      else if (isBehind(reached)) bookmark = reached;
    },
  };
}

const FIRST_UNCONSTRAINED = "first-unconstrained";

const FIRST_PRIMARY = "first-primary";
