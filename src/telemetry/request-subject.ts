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

/** Says what a request asked for. It is kept by request: an answer to HEAD is made anew from the one to GET. */
export function setSubject(request: Request, subject: RequestSubject): void {
  subjects.set(request, subject);
}

/** What a request asked for, as far as was told. */
export function subjectOf(request: Request): RequestSubject {
  return subjects.get(request) ?? NOTHING;
}

const subjects = new WeakMap<Request, RequestSubject>();

const NOTHING: RequestSubject = { feed: null, format: null, cache: "none" };
