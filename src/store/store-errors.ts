/** An operation of a store failed, was too slow or gave an impossible answer. */
export class StoreFailure extends Error {
  override readonly name = "StoreFailure";
  readonly operation: string;

  constructor(operation: string, cause: unknown) {
    super(`the store failed at ${operation}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
    this.operation = operation;
  }
}

/** The articles of a page changed before they were read. Retry with a new page. */
export class StoreChanged extends Error {
  override readonly name = "StoreChanged";

  constructor() {
    super("the articles changed while they were read");
  }
}
