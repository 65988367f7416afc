import type { Format } from "../lib/feed-format.ts";
import type { Scope } from "../site/scope.ts";
import type { CacheResult } from "./request-record.ts";

/** What a request was for, as the app found out. */
export interface RequestSubject {
  /** The feed's name; null for all else, and for a feed that is not known to exist. */
  readonly feed: string | null;
  /** The format of the feed's document; null for all else. */
  readonly format: Format | null;
  readonly cache: CacheResult;
}

/** The name that a feed is counted under. All searches share one: what people search for is private. */
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

/** Travels with one request through the app, as Hono's bindings: what the connection says of it, and what the app finds out. */
export interface RequestContext {
  /** Whether it comes from the machine itself, so that a developer sees without a token what is for operators. See `comesFromLoopback`. */
  readonly local: boolean;
  /** Set by the app while it answers. */
  subject: RequestSubject;
}

/** Hono's environment type of an app that reads it. */
export interface AppEnvironment {
  readonly Bindings: RequestContext;
}

export function createRequestContext(local: boolean): RequestContext {
  return { local, subject: { feed: null, format: null, cache: "none" } };
}
