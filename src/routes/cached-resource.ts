import type { Resource } from "../http/resource.ts";
import type { Content } from "../store/content.ts";
import type { Target } from "./target.ts";

/** A resource, and how many entries it holds in memory. */
export interface CachedResource {
  readonly resource: Resource;
  /** The articles that it shows; any, where that is not known before it is rendered. */
  readonly slugs: readonly string[] | "any";
  readonly entries: number;
  /** Whether it is not worth keeping. */
  readonly uncached?: boolean;
}

/**
 * Makes a resource of what an address asks for; nothing when there is no such thing.
 * @param content its store is guarded
 * @param now UTC
 * @throws StoreFailure
 */
export type LoadResource = (
  content: Content,
  target: Target,
  now: Date,
) => Promise<CachedResource | undefined>;
