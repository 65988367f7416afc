import type { Format } from "../lib/feed-format.ts";

/** A request that was answered: what is counted, logged and told to Analytics Engine. It never holds a token. */
export interface RequestRecord {
  /** When the answer was ready, UTC. */
  readonly at: Date;
  readonly method: string;
  /** Path as it was asked for, without its query, which may hold what somebody searched for. */
  readonly path: string;
  readonly status: number;
  /** The feed that was asked for, such as `categories/india` or `all`; nothing when it was none, or one that does not exist. */
  readonly feed: string | null;
  /** The format of the feed's document that was asked for, whether there is one or not; nothing for all else. */
  readonly format: Format | null;
  /** Bytes of the body; 0 where there is none, nothing where that is not known beforehand. */
  readonly bytes: number | null;
  /** Milliseconds from the request to its answer. */
  readonly took: number;
  /**
   * Where the answer comes from: what was kept (`hit`), what had to be looked up (`miss`), what was there last as the
   * store failed (`stale`); `none` for what is never kept.
   */
  readonly cache: CacheResult;
  /** `User-Agent`, on one line, without what looks like a secret, cut at `MAX_AGENT_CHARACTERS`. */
  readonly agent: string;
}

export type CacheResult = "hit" | "miss" | "stale" | "none";

/** Is told of each request that was answered. It never throws. */
export type RequestListener = (record: RequestRecord) => void;
