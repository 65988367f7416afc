/** Article references that the row of a feed holds: a full page, and articles to come in front of it. @limit entries */
export const HEAD_ENTRIES = 120;

/** Articles that may be published within one second in a database, so that ids stay exact numbers until the year 9999. @limit articles */
export const MAX_ARTICLES_A_SECOND = 32_768;

/** Pages of one feed's archive in a database, some 1.6 billion articles: the id of a page is its collection's times this, plus its number. @limit archive pages */
export const MAX_ARCHIVE_PAGES = 16_777_216;

/** Bytes of what is stored of one article in a database: D1 takes 2 MB a value and a row. @limit bytes */
export const MAX_STORED_BYTES = 1_900_000;

/** What SQL takes and gives. Whole numbers stay below 2^53. */
export type SqlValue = string | number | null;

export type SqlRow = Readonly<Record<string, SqlValue>>;

/** A statement of SQL; every value in it is bound. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** Reads of one state or of later ones, never of an earlier one. */
export type Read = (statement: Statement) => Promise<readonly SqlRow[]>;

/** What D1 and SQLite have in common. Both fail by rejecting. */
export interface Database {
  /** Differs when anything stored may differ; nothing when that cannot be told cheaply. */
  readonly changeCounter: () => number | null;
  /** Begins to read at a state that has at least all that this process wrote. */
  readonly reader: () => Read;
  /** Reads like `reader` what may take long, where that can be done so that it holds up nothing else. */
  readonly search: Read;
  /** Begins to read at the newest state, whoever wrote it: what is about to change must be known as it is. */
  readonly primaryReader: () => Read;
  /**
   * Runs statements in one transaction, durably.
   * @throws BrokenExpectation when a statement found that what it expects does not hold: nothing was changed
   */
  readonly batch: (statements: readonly Statement[]) => Promise<void>;
}

/** Something changed between reading and writing. */
export class ConflictError extends Error {
  override readonly name = "BrokenExpectation";
}

/** Name of the constraint in `migrations` by which a transaction is given up. */
const CONSTRAINT = "expectations_met";

/** The same error, or, if it tells of a broken expectation, that. */
export function asConflictError(error: unknown): unknown {
  const broken = error instanceof Error && error.message.includes(CONSTRAINT);
  return broken ? new ConflictError(error.message, { cause: error }) : error;
}
