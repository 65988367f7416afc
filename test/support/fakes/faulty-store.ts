import type { ArticleStore } from "../../../src/store/article-store.ts";

/** What goes wrong at a call: it rejects, it never answers, or it answers something else. */
export type Mishap =
  | { readonly kind: "fails" }
  | { readonly kind: "hangs" }
  | { readonly kind: "lies"; readonly lie: (truth: unknown) => unknown };

/** A store whose calls, those for articles among them, are counted, and one of which goes wrong. */
export interface FaultyStore {
  readonly store: ArticleStore;
  /** How many calls there were since the last reset. */
  readonly calls: () => number;
  /** From now on the call of that number, counted from 1, goes wrong; none when it is missing. */
  readonly spoil: (call?: number, mishap?: Mishap) => void;
  version: number | null;
}

export function faulty(inner: ArticleStore): FaultyStore {
  let [calls, wrong] = [0, Number.POSITIVE_INFINITY];
  let mishap: Mishap = { kind: "fails" };
  const attempt = async <T>(action: () => Promise<T>): Promise<T> => {
    calls += 1;
    if (calls !== wrong) return action();
    if (mishap.kind === "fails") throw new Error("the disk is gone");
    if (mishap.kind === "hangs") return new Promise<T>(() => {});
    return mishap.lie(await action()) as T;
  };
  const readable = <T extends { articles: () => Promise<readonly unknown[]> }>(page: T | undefined) =>
    page && { ...page, articles: () => attempt(page.articles) };
  const faultyStore: FaultyStore = {
    version: 0,
    calls: () => calls,
    spoil(call = Number.POSITIVE_INFINITY, kind = { kind: "fails" }) {
      [calls, wrong, mishap] = [0, call, kind];
    },
    store: {
      changeCounter: () => faultyStore.version,
      newestPage: async (query) => readable(await attempt(() => inner.newestPage(query))) as never,
      archivePage: async (query) => readable(await attempt(() => inner.archivePage(query))) as never,
      updates: (scopes, limit, now) => attempt(() => inner.updates(scopes, limit, now)),
      article: (slug, now) => attempt(() => inner.article(slug, now)),
      removed: (slug) => attempt(() => inner.removed(slug)),
      neighbours: (scope, article, now) => attempt(() => inner.neighbours(scope, article, now)),
      version: (now) => attempt(() => inner.version(now)),
      taxonomyCounts: (now) => attempt(() => inner.taxonomyCounts(now)),
    },
  };
  return faultyStore;
}
