/** A store did not answer, or with nonsense: what was asked of it, and why it failed. */
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

/** A page's articles changed before they were read: whoever asks for the page anew gets them as they are now. */
export class StoreChanged extends Error {
  override readonly name = "StoreChanged";

  constructor() {
    super("the articles changed while they were read");
  }
}
