/** Newest entries that the row of a collection holds: a full page, and scheduled articles before it. @limit entries */
export const MAX_NEWEST_ENTRIES = 120;

/** Articles that may be published within one second in a database, so that ids stay exact numbers until the year 9999. @limit articles */
export const MAX_ARTICLES_A_SECOND = 32_768;

/** Pages of one feed's archive in a database, some 1.6 billion articles: the id of a page is its collection's times this, plus its number. @limit archive pages */
export const MAX_ARCHIVE_PAGES = 16_777_216;

/** Bytes of one value of an article in a database: D1 takes 2 MB a value and a row. @limit bytes */
export const MAX_STORED_BYTES = 1_900_000;

/** A bound value or a value of a row. Integers stay below 2^53. */
export type SqlValue = string | number | null;

export type SqlRow = Readonly<Record<string, SqlValue>>;

/** An SQL statement; every value in it is bound. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** Runs a query. A later call never sees an earlier state. */
export type Read = (statement: Statement) => Promise<readonly SqlRow[]>;

/** What D1 and SQLite have in common. Both reject when they fail. */
export interface Database {
  /** Differs after any change; `null` where that cannot be found out cheaply. */
  readonly changeCounter: () => number | null;
  /** Starts reading at a state that has at least everything that this process wrote. */
  readonly reader: () => Read;
  /** Reads like `reader` what may take long; on Node it blocks nothing else. */
  readonly search: Read;
  /** Starts reading at the newest state, whoever wrote it. Changes are worked out from this. */
  readonly primaryReader: () => Read;
  /**
   * Runs statements in one transaction, durably.
   * @param makesRoom whether they only remove: then they may use what is reserved on a full disk
   * @throws ConflictError when a precondition of a statement is not met: nothing was changed
   */
  readonly batch: (statements: readonly Statement[], makesRoom?: boolean) => Promise<void>;
}

/** An article changed between reading and writing. */
export class ConflictError extends Error {
  override readonly name = "ConflictError";
}

/** The constraint in `migrations` that abandons a transaction. */
const PRECONDITION_CONSTRAINT = "preconditions_met";

/** A `ConflictError` if a precondition was not met; otherwise the error itself. */
export function asConflictError(error: unknown): unknown {
  const isConflict = error instanceof Error && error.message.includes(PRECONDITION_CONSTRAINT);
  return isConflict ? new ConflictError(error.message, { cause: error }) : error;
}
