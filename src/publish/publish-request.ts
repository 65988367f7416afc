import type { ArticleContent } from "../article/article.ts";
import type { Problem } from "../http/problem.ts";
import type { Finding } from "../lib/fault.ts";
import type { Log } from "../lib/log.ts";
import type { Scope } from "../site/scope.ts";
import type { Site } from "../site/site.ts";
import type { Conventions } from "../source/conventions.ts";
import type { ArticleStore } from "../store/article-store.ts";
import type { ArticleWriter, ChangeLimit } from "../store/article-writer.ts";
import { StoreFailure } from "../store/store-errors.ts";
import { STORE_TIMEOUT_MS } from "../store/store-timeout.ts";
import { applyChanges, type ChangeResult } from "./apply-changes.ts";
import { type RequestedChange, sentences } from "./requested-change.ts";
import { describeError, problemOfFailure } from "./responses.ts";

/** Milliseconds that a write may take before the client is asked to try again. A hundred articles on a slow disk take less. @limit ms */
const WRITE_TIMEOUT_MS = 10_000;

/** Receives what a request has changed: the scopes whose feeds and pages changed, the articles, and those removed. */
export type OnPublished = (scopes: readonly Scope[], slugs: readonly string[], removed: readonly string[]) => void;

/** One request to the API: what it may use, and what it has changed. */
export interface PublishRequest {
  readonly site: Site;
  readonly conventions: Conventions;
  readonly writer: ArticleWriter;
  /** Name of the token that it came with. */
  readonly tokenName: string;
  /** UTC. */
  readonly now: () => Date;
  readonly log: Log;
  /** How many articles are published. @throws StoreFailure */
  readonly countArticles: () => Promise<number>;
  /**
   * Applies changes, no two of the same slug.
   * @param limit may refuse those that replace or remove an article
   * @throws StoreFailure
   */
  readonly applyChanges: (changes: readonly RequestedChange[], limit?: ChangeLimit) => Promise<readonly ChangeReply[]>;
  /** Reports all that was changed. Called once, at the end of the request. */
  readonly notifyPublished: () => void;
}

/** The reply to one requested change, whether it was a request or a line of a bulk request. */
export type ChangeReply = ChangeDone | Problem;

/** A change that was made. */
export interface ChangeDone {
  readonly status: 200 | 201 | 204;
  readonly outcome: "created" | "changed" | "same" | "removed";
  /** Entity tag of the stored article, without quotes. Empty if it was removed. */
  readonly tag: string;
  readonly article?: ArticleContent;
  readonly warnings?: readonly Finding[];
}

/** Begins a request. @param now UTC */
export function createPublishRequest(
  site: Site,
  conventions: Conventions,
  store: ArticleStore,
  writer: ArticleWriter,
  tokenName: string,
  now: () => Date,
  log: Log,
  onPublished: OnPublished,
): PublishRequest {
  const touchedScopes = new Map<string, Scope>();
  const slugs = new Set<string>();
  const removed = new Set<string>();
  let notified = false;

  const notifyPublished = () => {
    notified = true;
    if (slugs.size === 0) return;
    const [scopes, publishedSlugs, removedSlugs] = [[...touchedScopes.values()], [...slugs], [...removed]];
    removed.clear();
    touchedScopes.clear();
    slugs.clear();
    try {
      onPublished(scopes, publishedSlugs, removedSlugs);
    } catch (error) {
      // The change is durable: the client must not get an error for it.
      log.error(`what was published could not be told: ${describeError(error)}`);
    }
  };

  const write: ArticleWriter["writeChanges"] = async (changes, at, limit) => {
    const outcomes = await writer.writeChanges(changes, at, limit);
    if (outcomes.length !== changes.length) throw new Error("not every change has an outcome");
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.kind === "failed")
        log.error(`a change of ${changes[index]?.slug} failed: ${describeError(outcome.error)}`);
      if (!("scopes" in outcome) || outcome.kind === "same" || outcome.kind === "absent") continue;
      const slug = changes[index]?.slug ?? "";
      slugs.add(slug);
      if (outcome.kind === "removed") removed.add(slug);
      else removed.delete(slug);
      for (const scope of outcome.scopes) touchedScopes.set(JSON.stringify(scope), scope);
    }
    // The write ended after its timeout.
    if (notified) notifyPublished();
    return outcomes;
  };

  const timedWriter: ArticleWriter = {
    source: (slug) => withTimeout("source", STORE_TIMEOUT_MS, () => writer.source(slug)),
    list: (after, limit) => withTimeout("list", STORE_TIMEOUT_MS, () => writer.list(after, limit)),
    writeChanges: (changes, at, limit) => withTimeout("write", WRITE_TIMEOUT_MS, () => write(changes, at, limit)),
  };

  return {
    site,
    conventions,
    writer: timedWriter,
    tokenName,
    now,
    log,
    notifyPublished,
    countArticles: async () => (await withTimeout("version", STORE_TIMEOUT_MS, () => store.version(now()))).articles,
    applyChanges: async (changes, limit) => {
      const named = changes.map((requested) => {
        const { change } = requested;
        return change.kind === "put" ? { ...requested, change: { ...change, writtenBy: tokenName } } : requested;
      });
      const results = await applyChanges(timedWriter, named, now(), limit);
      return changes.map((change, index) => replyTo(change, results[index] ?? { kind: "contended" }));
    },
  };
}

function replyTo({ response }: RequestedChange, result: ChangeResult): ChangeReply {
  switch (result.kind) {
    case "created":
    case "changed":
    case "same": {
      const { kind: outcome, tag } = result;
      return { status: outcome === "created" ? 201 : 200, outcome, tag, ...response };
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
    case "failed":
      return problemOfFailure(result.error);
  }
}

export const NO_ARTICLE = { status: 404, detail: "There is no article of this slug." } as const;

export const FAILED_PRECONDITION = {
  status: 412,
  detail: "What is stored is not what the request expects. Get it again, and see what has changed.",
} as const;

const CONTENDED = {
  status: 409,
  detail: "Others are changing this article at the same time. Get it again, and see what has changed.",
} as const;

/** Runs an operation of the store. @throws StoreFailure when it fails or takes longer than `timeoutMs` */
async function withTimeout<T>(operation: string, timeoutMs: number, action: () => Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([action(), timeout]);
  } catch (error) {
    throw new StoreFailure(operation, error);
  } finally {
    clearTimeout(timer);
  }
}
