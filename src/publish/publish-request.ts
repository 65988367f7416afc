import type { ArticleContent } from "../article/article.ts";
import type { Problem } from "../http/problem.ts";
import type { Finding } from "../lib/fault.ts";
import type { Log } from "../lib/log.ts";
import type { Scope } from "../site/scope.ts";
import { conventionsOf, type Site } from "../site/site.ts";
import type { Conventions } from "../source/conventions.ts";
import type { ArticleWriter } from "../store/article-writer.ts";
import { STORE_TIMEOUT_MS } from "../store/guarded-store.ts";
import { StoreFailure } from "../store/store-errors.ts";
import { applyChanges, type ChangeResult } from "./apply-changes.ts";
import { type RequestedChange, sentences } from "./requested-change.ts";

/** Milliseconds that a change may take until the client is told to try again: a hundred articles on a slow disk take less. @limit ms */
const WRITE_TIMEOUT_MS = 10_000;

/** Told once a request has changed something: whose feeds and pages, which articles, and which of them are removed. */
export type OnPublished = (
  touched: readonly Scope[],
  slugs: readonly string[],
  removed: readonly string[],
) => void;

/** Where one request is served: what it may use, and what it has changed. */
export interface PublishRequest {
  readonly site: Site;
  readonly conventions: Conventions;
  readonly writer: ArticleWriter;
  /** UTC. */
  readonly now: () => Date;
  readonly log: Log;
  /** Carries out orders, no two of the same slug. @throws StoreFailure */
  readonly applyChanges: (orders: readonly RequestedChange[]) => Promise<readonly ChangeReply[]>;
  /** Tells of all that was changed. Called once, at the end of the request. */
  readonly notifyPublished: () => void;
}

/** What came of an order, as it is told: of its own request or of its line in a bulk request. */
export type ChangeReply = ChangeDone | Problem;

/** What was done. */
export interface ChangeDone {
  readonly status: 200 | 201 | 204;
  readonly outcome: "created" | "changed" | "same" | "removed";
  /** Of what is stored now; empty when nothing is. */
  readonly tag: string;
  readonly article?: ArticleContent;
  readonly warnings?: readonly Finding[];
}

/** Serves a request. @param now UTC */
export function createPublishRequest(
  site: Site,
  store: ArticleWriter,
  now: () => Date,
  log: Log,
  published: OnPublished,
): PublishRequest {
  const touched = new Map<string, Scope>();
  const slugs = new Set<string>();
  const removed = new Set<string>();
  let ended = false;

  const tell = () => {
    ended = true;
    if (slugs.size === 0) return;
    const [scopes, named, gone] = [[...touched.values()], [...slugs], [...removed]];
    removed.clear();
    touched.clear();
    slugs.clear();
    try {
      published(scopes, named, gone);
    } catch (error) {
      // What was changed is changed and durable: the client must not be told otherwise.
      log.error(`what was published could not be told: ${describeError(error)}`);
    }
  };

  const write: ArticleWriter["write"] = async (changes, at) => {
    const outcomes = await store.write(changes, at);
    if (outcomes.length !== changes.length) throw new Error("not every change has an outcome");
    for (const [index, outcome] of outcomes.entries()) {
      if (!("touched" in outcome) || outcome.kind === "same" || outcome.kind === "absent") continue;
      const slug = changes[index]?.slug ?? "";
      slugs.add(slug);
      if (outcome.kind === "removed") removed.add(slug);
      else removed.delete(slug);
      for (const scope of outcome.touched) touched.set(JSON.stringify(scope), scope);
    }
    // The request gave up on it, and yet it was made.
    if (ended) tell();
    return outcomes;
  };

  const press: ArticleWriter = {
    source: (slug) => attempt("source", STORE_TIMEOUT_MS, () => store.source(slug)),
    list: (after, limit) => attempt("list", STORE_TIMEOUT_MS, () => store.list(after, limit)),
    write: (changes, at) => attempt("write", WRITE_TIMEOUT_MS, () => write(changes, at)),
  };

  return {
    site,
    conventions: conventionsFor(site),
    writer: press,
    now,
    log,
    notifyPublished: tell,
    applyChanges: async (orders) => {
      const results = await applyChanges(press, orders, now());
      return orders.map((order, index) => replyTo(order, results[index] ?? { kind: "contended" }));
    },
  };
}

/** They are worked out once for each site: a site may have ten thousand categories. */
const known = new WeakMap<Site, Conventions>();

function conventionsFor(site: Site): Conventions {
  const conventions = known.get(site) ?? conventionsOf(site);
  known.set(site, conventions);
  return conventions;
}

function replyTo({ told }: RequestedChange, result: ChangeResult): ChangeReply {
  switch (result.kind) {
    case "created":
    case "changed":
    case "same": {
      const { kind: outcome, tag } = result;
      return { status: outcome === "created" ? 201 : 200, outcome, tag, ...told };
    }
    case "removed":
      return { status: 204, outcome: "removed", tag: "" };
    case "absent":
      return NO_ARTICLE;
    case "failed-precondition":
      return FAILED_PRECONDITION;
    case "contended":
      return CONTENDED;
    case "refused":
      return { status: 409, detail: sentences(result) };
  }
}

/** There is no such article. */
export const NO_ARTICLE = { status: 404, detail: "There is no article of this slug." } as const;

/** The store does not answer. */
export const UNAVAILABLE = {
  status: 503,
  detail:
    "The articles cannot be read or changed at the moment. Ask again: to repeat a request does no harm.",
} as const;

export const FAILED_PRECONDITION = {
  status: 412,
  detail: "What is stored is not what the request expects. Get it again, and see what has changed.",
} as const;

const CONTENDED = {
  status: 409,
  detail: "Others are changing this article at the same time. Get it again, and see what has changed.",
} as const;

/** An error for the log, which may tell more than an answer. */
export function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Runs what a store does; that it fails or takes longer is a `StoreFailure`. */
async function attempt<T>(operation: string, patience: number, action: () => Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${patience} ms`)), patience);
  });
  try {
    return await Promise.race([action(), late]);
  } catch (error) {
    throw new StoreFailure(operation, error);
  } finally {
    clearTimeout(timer);
  }
}
