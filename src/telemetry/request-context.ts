import type { Format } from "../lib/feed-format.ts";
import type { Scope } from "../site/scope.ts";
import type { CacheResult } from "./request-record.ts";

/** What a request asked for, as only the app knows it. */
export interface RequestSubject {
  /** The feed's name; nothing when it was none, or one that is not known to exist. */
  readonly feed: string | null;
  /** The format of the feed's document that was asked for; nothing when it was no feed's. */
  readonly format: Format | null;
  readonly cache: CacheResult;
}

/** What a feed is counted under. What was searched for is nobody's business: all searches are one. */
export function feedName(scope: Scope): string {
  switch (scope.kind) {
    case "all":
    case "search":
      return scope.kind;
    case "category":
      return `categories/${scope.slug}`;
    case "author":
      return `authors/${scope.slug}`;
  }
}

/** What goes with one request through the app, as the bindings of Hono: what the request itself cannot be trusted to say, and what only the app knows. */
export interface RequestContext {
  /** Whether it comes from the machine itself, so that a developer sees without a token what is for operators. See `comesFromLoopback`. */
  readonly local: boolean;
  /** The app says it while it answers. */
  subject: RequestSubject;
}

/** The types that Hono needs of an app that reads it. */
export interface AppEnvironment {
  readonly Bindings: RequestContext;
}

export function createRequestContext(local: boolean): RequestContext {
  return { local, subject: { feed: null, format: null, cache: "none" } };
}
