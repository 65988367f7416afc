import type { Resource } from "../http/resource.ts";
import type { Content } from "../store/content.ts";
import type { Wanted } from "./target.ts";

/** A resource, and how many entries it holds in memory. */
export interface Made {
  readonly resource: Resource;
  /** The articles that it shows; any, where that is not known before it is rendered. */
  readonly slugs: readonly string[] | "any";
  readonly entries: number;
  /** Whether it is not worth keeping. */
  readonly passing?: boolean;
}

/**
 * Makes a resource of what an address asks for; nothing when there is no such thing.
 * @param content its store is guarded
 * @param now UTC
 * @throws StoreFailure
 */
export type MakeResource = (content: Content, wanted: Wanted, now: Date) => Promise<Made | undefined>;
