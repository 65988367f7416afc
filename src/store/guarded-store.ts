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

/** Milliseconds that a store may take to answer before it counts as failed; a reader's own patience is 10 s or more. @limit ms */
export const STORE_TIMEOUT_MS = 2_000;

/**
 * The same store, every failure of which is a `StoreFailure`, so that it is told from a fault of the program: it
 * rejects, it does not answer in time, or its answer cannot be true. A `StoreChanged` passes through.
 * @param timeout milliseconds that each call may take
 */
export function withTimeout(store: ArticleStore, timeout: number = STORE_TIMEOUT_MS): ArticleStore {
  const ask = <T>(operation: string, action: () => Promise<T>, check: (answer: T) => boolean): Promise<T> =>
    attempt(operation, timeout, action, check);
  const readable = <T extends EntryPage>(operation: string, page: T): T => ({
    ...page,
    articles: () =>
      ask(`${operation}.articles`, page.articles, (articles) => matchesRefs(page.refs, articles)),
  });
  return {
    changeCounter: () => changeCounterOf(store),
    async newestPage(query) {
      const page = await ask(
        "newestPage",
        () => store.newestPage(query),
        (answer) => isValidPage(answer, query),
      );
      return page && readable("newestPage", page);
    },
    async archivePage(query) {
      const sheet = await ask(
        "archivePage",
        () => store.archivePage(query),
        (answer) => isValidArchivePage(answer, query),
      );
      return sheet && readable("archivePage", sheet);
    },
    updates: (scopes, limit, now) =>
      ask(
        "updates",
        () => store.updates(scopes, limit, now),
        (updates) => isValidUpdates(updates, scopes.length, limit),
      ),
    article: (slug, now) =>
      ask(
        "article",
        () => store.article(slug, now),
        (article) =>
          article === undefined ||
          (isValidArticle(article) && article.slug === slug && article.published <= now),
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
        (neighbours) => isValidNeighbours(neighbours, article, now),
      ),
    version: (now) =>
      ask(
        "version",
        () => store.version(now),
        (state) => isValidVersion(state, now),
      ),
    taxonomyCounts: (now) =>
      ask(
        "taxonomyCounts",
        () => store.taxonomyCounts(now),
        (census) => isValidTaxonomyCounts(census, now),
      ),
  };
}

/** The version of what a store answers; nothing when it cannot tell, whether it says so or fails. */
export function changeCounterOf(store: ArticleStore): number | null {
  try {
    const version: unknown = store.changeCounter();
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
