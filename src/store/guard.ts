import type { Store } from "./store.ts";

/** A store did not answer: what was asked of it, and why it failed. */
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

/** The same store, every failure of which is a `StoreFailure`, so that it is told from a fault of the program. */
export function guard(store: Store): Store {
  return {
    immutable: store.immutable,
    async page(query) {
      const page = await attempt("page", () => store.page(query));
      return page && { ...page, articles: () => attempt("page.articles", page.articles) };
    },
    article: (slug, now) => attempt("article", () => store.article(slug, now)),
    census: (now) => attempt("census", () => store.census(now)),
  };
}

async function attempt<T>(operation: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw new StoreFailure(operation, error);
  }
}
