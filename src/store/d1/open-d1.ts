import { asConflictError, type Database, type SqlRow, type Statement } from "../sql/database.ts";

/** The part of a D1 binding (Cloudflare's `D1Database`) that is used. */
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

const FIRST_UNCONSTRAINED = "first-unconstrained";

const FIRST_PRIMARY = "first-primary";

/**
 * A D1 database. Reads go to the nearest replica that has everything that this isolate wrote or read before: each session
 * starts at the newest bookmark, so no read is of an earlier state than one that was answered before it began.
 */
export function openD1(binding: D1Binding): Database {
  let newestBookmark = FIRST_UNCONSTRAINED;
  /** Answers may arrive in another order than their requests. Bookmarks sort as texts. */
  const isNewer = (bookmark: string) => newestBookmark.startsWith("first-") || bookmark > newestBookmark;
  const bind = (queries: D1Queries, { sql, values }: Statement) => queries.prepare(sql).bind(...values);
  const readFrom = (constraint: string) => {
    const session = binding.withSession(constraint);
    return async (statement: Statement) => {
      const { results } = await bind(session, statement).all();
      const bookmark = session.getBookmark();
      // After a write without a bookmark, that of a read may be older than the write.
      if (bookmark && newestBookmark !== FIRST_PRIMARY && isNewer(bookmark)) newestBookmark = bookmark;
      return results;
    };
  };
  return {
    changeCounter: () => null,
    reader: () => readFrom(newestBookmark),
    search: (statement) => readFrom(newestBookmark)(statement),
    primaryReader: () => readFrom(FIRST_PRIMARY),
    async batch(statements) {
      const session = binding.withSession(FIRST_PRIMARY);
      try {
        await session.batch(statements.map((statement) => bind(session, statement)));
      } catch (error) {
        throw asConflictError(error);
      }
      const bookmark = session.getBookmark();
      // Without a bookmark only the primary certainly has what was written.
      if (!bookmark) newestBookmark = FIRST_PRIMARY;
      else if (isNewer(bookmark)) newestBookmark = bookmark;
    },
  };
}
