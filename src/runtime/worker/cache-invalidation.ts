import type { Log } from "../../lib/log.ts";

/** Tags that Cloudflare's cache is told of in one call: what it takes for a zone. @limit tags */
export const MAX_TAGS_A_CALL = 30;

/** What is used of Cloudflare's cache in front of a Worker; in development it can do nothing. */
export interface EdgeCache {
  readonly invalidate?: (options: { readonly tags: readonly string[] }) => Promise<unknown>;
}

/**
 * Marks what carries one of these tags as stale in the cache in front: it asks the Worker again, with the validators
 * that it has. Never rejects: what stays fresh there does so no longer than its `max-age`.
 * @param cache nothing where there is none
 */
export async function invalidateCache(cache: EdgeCache | undefined, tags: readonly string[], log: Log): Promise<void> {
  if (cache?.invalidate === undefined) return;
  for (let from = 0; from < tags.length; from += MAX_TAGS_A_CALL) {
    try {
      await cache.invalidate({ tags: tags.slice(from, from + MAX_TAGS_A_CALL) });
    } catch (error) {
      log.error(`the cache in front could not be told: ${error instanceof Error ? error.message : error}`);
    }
  }
}
