import type { ArticleStore, StoreVersion } from "../../store/article-store.ts";
import type { Content } from "../../store/content.ts";
import type { Backlog } from "../../store/outbox.ts";
import { StoreChanged } from "../../store/store-errors.ts";
import { STORE_TIMEOUT_MS, withTimeout } from "../../store/store-timeout.ts";
import type { Counters, CounterValues } from "../counters/counters.ts";
import type { Deployment } from "./deployment.ts";

/** Rows of each table of the status page; with all of them full it stays below 30 KB. @limit rows */
export const MAX_SHOWN_NOTICES = 5;

/** A value, or why there is none. */
export type Outcome<T> = { readonly value: T } | { readonly failure: string };

/** How much the store holds. */
export interface StoreSummary {
  readonly state: StoreVersion;
  readonly categories: number;
  readonly authors: number;
}

/** All that the status shows. A part that fails is missing; all others are there. */
export interface StatusReport {
  /** UTC. */
  readonly now: Date;
  /** What is published; nothing until it is loaded. */
  readonly content: Content | undefined;
  /** Nothing until the service is ready. */
  readonly deployment: Deployment | undefined;
  readonly counts: CounterValues;
  /** Nothing until the content is loaded. */
  readonly summary: Outcome<StoreSummary> | undefined;
  /** Undefined if hubs are never notified. */
  readonly backlog: Outcome<Backlog> | undefined;
}

export interface ReporterParts {
  readonly content: () => Content | undefined;
  readonly deployment: () => Deployment | undefined;
  readonly counters: Counters;
  /** UTC. */
  readonly now: () => Date;
  /** Milliseconds that the store and the outbox may take each. */
  readonly timeout?: number;
}

/** Creates the function that gathers the report. */
export function createReporter(parts: ReporterParts): () => Promise<StatusReport> {
  const { content, deployment, counters, now, timeout = STORE_TIMEOUT_MS } = parts;
  /** Categories and authors are counted one by one, so they are counted again only when something changed. */
  let last: { readonly store: ArticleStore; readonly mark: string; readonly stock: StoreSummary } | undefined;

  const stockOf = async ({ store }: Content, at: Date): Promise<StoreSummary> => {
    const timed = withTimeout(store, timeout);
    const state = await timed.version(at);
    // All else may be cached: only reading an article tells whether articles can be read.
    await readNewest(timed, at);
    if (last?.store === store && last.mark === state.version) return { ...last.stock, state };
    const { categories, authors } = await timed.taxonomyCounts(at);
    const stock = { state, categories: categories.length, authors: authors.length };
    last = { store, mark: state.version, stock };
    return stock;
  };

  return async () => {
    const [at, current, own] = [now(), content(), deployment()];
    const outbox = own?.outbox;
    const [stock, backlog] = await Promise.all([
      current && withDeadline(() => stockOf(current, at), timeout),
      outbox && withDeadline(() => outbox.backlog(MAX_SHOWN_NOTICES), timeout),
    ]);
    return { now: at, content: current, deployment: own, counts: counters.read(at), summary: stock, backlog };
  };
}

/** Reads the newest article. If it changes meanwhile, it could be read all the same. */
async function readNewest(store: ArticleStore, now: Date): Promise<void> {
  try {
    const page = await store.newestPage({ scope: { kind: "all" }, limit: 1, now });
    await page?.articles();
  } catch (error) {
    if (!(error instanceof StoreChanged)) throw error;
  }
}

/** @param timeout milliseconds */
async function withDeadline<T>(action: () => Promise<T>, timeout: number): Promise<Outcome<T>> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const deadline = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`there was no answer in ${timeout} ms`)), timeout);
    });
    return { value: await Promise.race([action(), deadline]) };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
