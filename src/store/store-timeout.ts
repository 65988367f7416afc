import type { ArticleStore, EntryPage } from "./article-store.ts";
import {
  isTime,
  isValidArchivePage,
  isValidArticle,
  isValidNeighbours,
  isValidPage,
  isValidTaxonomyCounts,
  isValidUpdates,
  isValidVersion,
  matchesRefs,
} from "./response-validation.ts";
import { StoreChanged, StoreFailure } from "./store-errors.ts";

/** Milliseconds that a store may take to answer. Feed readers wait 10 s or more. @limit ms */
export const STORE_TIMEOUT_MS = 2_000;

/**
 * The same store with a timeout and validated answers. Each failure is a `StoreFailure`: the store rejects, is too slow,
 * or its answer cannot be true. A `StoreChanged` passes through.
 * @param timeout milliseconds that each call may take
 */
export function withTimeout(store: ArticleStore, timeout: number = STORE_TIMEOUT_MS): ArticleStore {
  const run = <T>(operation: string, action: () => Promise<T>, check: (answer: T) => boolean): Promise<T> =>
    runChecked(operation, timeout, action, check);
  const withCheckedArticles = <T extends EntryPage>(operation: string, page: T): T => ({
    ...page,
    articles: () => run(`${operation}.articles`, page.articles, (articles) => matchesRefs(page.refs, articles)),
  });
  return {
    changeCounter: () => changeCounterOf(store),
    async newestPage(query) {
      const page = await run(
        "newestPage",
        () => store.newestPage(query),
        (answer) => isValidPage(answer, query),
      );
      return page && withCheckedArticles("newestPage", page);
    },
    async archivePage(query) {
      const page = await run(
        "archivePage",
        () => store.archivePage(query),
        (answer) => isValidArchivePage(answer, query),
      );
      return page && withCheckedArticles("archivePage", page);
    },
    updates: (scopes, limit, now) =>
      run(
        "updates",
        () => store.updates(scopes, limit, now),
        (updates) => isValidUpdates(updates, scopes.length, limit),
      ),
    article: (slug, now) =>
      run(
        "article",
        () => store.article(slug, now),
        (article) =>
          article === undefined || (isValidArticle(article) && article.slug === slug && article.published <= now),
      ),
    removed: (slug) =>
      run(
        "removed",
        () => store.removed(slug),
        (removed) => removed === undefined || isTime(removed),
      ),
    neighbours: (scope, article, now) =>
      run(
        "neighbours",
        () => store.neighbours(scope, article, now),
        (neighbours) => isValidNeighbours(neighbours, article, now),
      ),
    version: (now) =>
      run(
        "version",
        () => store.version(now),
        (state) => isValidVersion(state, now),
      ),
    taxonomyCounts: (now) =>
      run(
        "taxonomyCounts",
        () => store.taxonomyCounts(now),
        (counts) => isValidTaxonomyCounts(counts, now),
      ),
  };
}

/** The change counter of a store. Null if the store cannot tell or fails. */
export function changeCounterOf(store: ArticleStore): number | null {
  try {
    const version: unknown = store.changeCounter();
    return typeof version === "number" && !Number.isNaN(version) ? version : null;
  } catch {
    return null;
  }
}

async function runChecked<T>(
  operation: string,
  timeout: number,
  action: () => Promise<T>,
  check: (answer: T) => boolean,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeoutError = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeout} ms`)), timeout);
  });
  try {
    const answer = await Promise.race([action(), timeoutError]);
    if (!passes(check, answer)) throw new Error("the answer cannot be true");
    return answer;
  } catch (error) {
    throw error instanceof StoreChanged ? error : new StoreFailure(operation, error);
  } finally {
    clearTimeout(timer);
  }
}

/** Runs a check, which may throw at an answer of the wrong shape. */
function passes<T>(check: (answer: T) => boolean, answer: T): boolean {
  try {
    return check(answer);
  } catch {
    return false;
  }
}
