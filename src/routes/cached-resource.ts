import type { Resource } from "../http/resource.ts";
import type { Content } from "../store/content.ts";
import type { Target } from "./target.ts";

/** A resource, and what its cache must know of it. */
export interface CachedResource {
  readonly resource: Resource;
  /** The articles that it shows; `any` if that is not known before it is rendered. */
  readonly slugs: readonly string[] | "any";
  readonly entries: number;
  /** Whether it is not worth caching. */
  readonly uncached?: boolean;
}

/**
 * Loads the resource of a target; undefined when there is no such thing.
 * @param content its store has time limits
 * @param now UTC
 * @throws StoreFailure
 */
export type LoadResource = (content: Content, target: Target, now: Date) => Promise<CachedResource | undefined>;
