import type { Format } from "../lib/feed-format.ts";

/** A request and its response, as they are counted, logged and sent to Analytics Engine. It never holds a token. */
export interface RequestRecord {
  /** When the response was ready, UTC. */
  readonly at: Date;
  readonly method: string;
  /** The path without its query, which may hold what somebody searched for. */
  readonly path: string;
  readonly status: number;
  /** The feed, such as `categories/india` or `all`; null for all else, and for feeds that do not exist. */
  readonly feed: string | null;
  /** The format of the feed's document, whether it exists or not; null for all else. */
  readonly format: Format | null;
  /** Bytes of the body; 0 if there is none, null if that is not known beforehand. */
  readonly bytes: number | null;
  /** Milliseconds from the request to its response. */
  readonly took: number;
  /**
   * `hit`: from the cache. `miss`: loaded. `stale`: the last state, as the store failed. `none`: never cached.
   */
  readonly cache: CacheResult;
  /** `User-Agent`, on one line, without what looks like a secret, cut at `MAX_AGENT_CHARACTERS`. */
  readonly agent: string;
  /** Answered 503 because the content was still being loaded: no failure. It is logged as information and not counted. */
  readonly loading: boolean;
}

export type CacheResult = "hit" | "miss" | "stale" | "none";

/** Is called for each request that was answered. It never throws. */
export type RequestListener = (record: RequestRecord) => void;
