import type { Page, Store } from "./article-store.ts";
import {
  fits,
  fitsArticle,
  fitsCensus,
  fitsNeighbours,
  fitsPage,
  fitsSheet,
  fitsState,
  fitsUpdates,
  isTime,
} from "./response-validation.ts";
import { StoreChanged, StoreFailure } from "./store-errors.ts";

/** Milliseconds that a store may take to answer before it counts as failed; a reader's own patience is 10 s or more. */
export const STORE_TIMEOUT_MS = 2_000;

/**
 * The same store, every failure of which is a `StoreFailure`, so that it is told from a fault of the program: it
 * rejects, it does not answer in time, or its answer cannot be true. A `StoreChanged` passes through.
 * @param timeout milliseconds that each call may take
 */
export function guard(store: Store, timeout: number = STORE_TIMEOUT_MS): Store {
  const ask = <T>(operation: string, action: () => Promise<T>, check: (answer: T) => boolean): Promise<T> =>
    attempt(operation, timeout, action, check);
  const readable = <T extends Page>(operation: string, page: T): T => ({
    ...page,
    articles: () => ask(`${operation}.articles`, page.articles, (articles) => fits(page.stamps, articles)),
  });
  return {
    version: () => versionOf(store),
    async page(query) {
      const page = await ask(
        "page",
        () => store.page(query),
        (answer) => fitsPage(answer, query),
      );
      return page && readable("page", page);
    },
    async sheet(query) {
      const sheet = await ask(
        "sheet",
        () => store.sheet(query),
        (answer) => fitsSheet(answer, query),
      );
      return sheet && readable("sheet", sheet);
    },
    updates: (scopes, limit, now) =>
      ask(
        "updates",
        () => store.updates(scopes, limit, now),
        (updates) => fitsUpdates(updates, scopes.length, limit),
      ),
    article: (slug, now) =>
      ask(
        "article",
        () => store.article(slug, now),
        (article) =>
          article === undefined ||
          (fitsArticle(article) && article.slug === slug && article.published <= now),
      ),
    removed: (slug) =>
      ask(
        "removed",
        () => store.removed(slug),
        (removed) => removed === undefined || isTime(removed),
      ),
    neighbours: (scope, article, now) =>
      ask(
        "neighbours",
        () => store.neighbours(scope, article, now),
        (neighbours) => fitsNeighbours(neighbours, article, now),
      ),
    state: (now) =>
      ask(
        "state",
        () => store.state(now),
        (state) => fitsState(state, now),
      ),
    census: (now) =>
      ask(
        "census",
        () => store.census(now),
        (census) => fitsCensus(census, now),
      ),
  };
}

/** The version of what a store answers; nothing when it cannot tell, whether it says so or fails. */
export function versionOf(store: Store): number | null {
  try {
    const version: unknown = store.version();
    return typeof version === "number" && !Number.isNaN(version) ? version : null;
  } catch {
    return null;
  }
}

async function attempt<T>(
  operation: string,
  timeout: number,
  action: () => Promise<T>,
  check: (answer: T) => boolean,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeout} ms`)), timeout);
  });
  try {
    const answer = await Promise.race([action(), late]);
    if (!isTrue(check, answer)) throw new Error("the answer cannot be true");
    return answer;
  } catch (error) {
    throw error instanceof StoreChanged ? error : new StoreFailure(operation, error);
  } finally {
    clearTimeout(timer);
  }
}

/** What is not even of the right shape may make the check itself fail. */
function isTrue<T>(check: (answer: T) => boolean, answer: T): boolean {
  try {
    return check(answer);
  } catch {
    return false;
  }
}
