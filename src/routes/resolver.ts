import { LRUCache } from "lru-cache";
import {
  type ConditionalRequest,
  createResponder,
  type DocumentResponse,
} from "../http/conditional-response.ts";
import { RETRY_AFTER_SECONDS } from "../http/problem.ts";
import type { Compression } from "../http/representation-cache.ts";
import type { Resource } from "../http/resource.ts";
import type { Content } from "../store/content.ts";
import { changeCounterOf, STORE_TIMEOUT_MS, withTimeout } from "../store/guarded-store.ts";
import { StoreChanged, StoreFailure } from "../store/store-errors.ts";
import type { CacheResult } from "../telemetry/request-record.ts";
import { CACHE_SIZES, type CacheSizes, WORKER_CACHE_SIZES } from "./cache-sizes.ts";
import { articleTag, scopeTag } from "./cache-tags.ts";
import type { CachedResource } from "./cached-resource.ts";
import { createResources } from "./resources.ts";
import { pathOf, type Target } from "./target.ts";

/** Seconds that it may be kept that there is nothing at an address: something may be published there at any moment. @limit s */
export const ABSENCE_MAX_AGE_SECONDS = 30;

/** Attempts to read articles that change while they are read, before the store counts as failed: more would be a store that never holds still. @limit attempts */
export const MAX_RESOLVE_ATTEMPTS = 4;

/** Finds what addresses ask for; keeps what it found as long as it holds, and for when the store fails. */
export interface Resolver {
  /**
   * Answers a poll for what is wanted: with what there is or, while the store fails, with what there was last.
   * @returns nothing when there is no such thing
   * @throws StoreFailure, StoreChanged when the store fails and nothing that there was can be shown
   */
  readonly respond: (
    content: Content,
    target: Target,
    poll: ConditionalRequest,
  ) => Promise<ResolvedResponse | undefined>;
  /** What is kept for an address, its path and query as they stand in a request; nothing when it must be found. */
  readonly peek: (content: Content | undefined, path: string) => Resource | undefined;
  /**
   * Why there is nothing of what is wanted, and for how long that may be kept: not beyond the next publication after
   * it was looked for.
   * @param lookedUpAt UTC
   * @throws StoreFailure
   */
  readonly absence: (content: Content, target: Target, lookedUpAt: Date) => Promise<Absence>;
  /** Articles were removed: nothing that showed them is shown again, whatever fails. */
  readonly forget: (slugs: readonly string[]) => void;
}

export interface ResolvedResponse {
  readonly response: DocumentResponse;
  /** Whether it was there (`hit`), had to be looked up (`miss`) or is what was there last (`stale`). */
  readonly cache: CacheResult;
  /** Why it is not what there is now: the store failed. */
  readonly failure?: Error;
}

/** Nothing is there: not found, or gone for ever (RFC 9110, sections 15.5.5 and 15.5.11). */
export interface Absence {
  readonly status: 404 | 410;
  /** Seconds. */
  readonly maxAge: number;
  /** By which a cache in front is told of what would be there; none where there is no such cache. */
  readonly tags: readonly string[];
}

interface CachedEntry extends CachedResource {
  /** Of what the store answered when it was looked for. */
  readonly version: number | null;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

interface PendingLookup {
  readonly content: Content;
  readonly version: number;
  readonly resource: Promise<Resource | undefined>;
}

/**
 * @param now UTC
 * @param cdn whether a shared cache stands in front; see `createResources`
 * @param timeout milliseconds that each call to the store may take
 * @param sizes how much is kept ready
 */
export function createResolver(
  now: () => Date,
  compression: Compression,
  cdn: boolean,
  timeout: number = STORE_TIMEOUT_MS,
  sizes: CacheSizes = cdn ? WORKER_CACHE_SIZES : CACHE_SIZES,
): Resolver {
  const respond = createResponder();
  const load = createResources(compression, cdn, sizes);
  const cached = new LRUCache<string, CachedEntry>({
    max: sizes.resources,
    maxSize: sizes.entries,
    sizeCalculation: ({ entries }) => entries + 1,
  });
  const pending = new Map<string, PendingLookup>();
  let current: Content | undefined;
  /** How often articles were forgotten: what was looked for before may show them. */
  let removals = 0;

  /** What was found in a former content neither holds nor is worth its memory. */
  const useContent = (content: Content | undefined): void => {
    if (content === current) return;
    cached.clear();
    current = content;
  };

  const peek = (content: Content | undefined, path: string): Resource | undefined => {
    useContent(content);
    const found = cached.get(path);
    if (
      content === undefined ||
      found === undefined ||
      found.version === null ||
      now().getTime() >= found.until
    )
      return undefined;
    return found.version === changeCounterOf(content.store) ? found.resource : undefined;
  };

  const loadStable = async (content: Content, target: Target): Promise<CachedResource | undefined> => {
    const guarded = { ...content, store: withTimeout(content.store, timeout) };
    // An article that becomes visible while it is looked up is in what is found.
    for (;;) {
      const loaded = await load(guarded, target, now());
      const next = loaded?.resource.changesAt;
      if (!next || now() < next) return loaded;
    }
  };

  const loadAndCache = async (
    content: Content,
    version: number | null,
    target: Target,
    path: string,
  ): Promise<Resource | undefined> => {
    const removalsBefore = removals;
    const loaded = await loadStable(content, target);
    if (content === current && removalsBefore === removals) {
      if (loaded === undefined || loaded.uncached) cached.delete(path);
      else {
        const until = loaded.resource.changesAt?.getTime() ?? Number.POSITIVE_INFINITY;
        cached.set(path, { ...loaded, version, until });
      }
    }
    return loaded?.resource;
  };

  const find = (content: Content, target: Target, path: string): Promise<Resource | undefined> => {
    // What changes while it is looked up is looked up again by whoever asks next.
    const version = changeCounterOf(content.store);
    const shared = pending.get(path);
    if (shared?.content === content && shared.version === version) return shared.resource;
    const found = loadAndCache(content, version, target, path).finally(() => {
      if (pending.get(path)?.resource === found) pending.delete(path);
    });
    // Without a version it cannot be told whether what was begun is still what is wanted; and on Workers nobody may
    // wait for what another request began.
    if (version !== null && !cdn) pending.set(path, { content, version, resource: found });
    return found;
  };

  return {
    peek,

    async respond(content, target, poll) {
      const path = pathOf(content.site, target);
      let found = peek(content, path);
      const [last, removalsBefore] = [cached.get(path), removals];
      const cache = found === undefined ? "miss" : "hit";
      try {
        for (let attempts = 1; ; attempts += 1) {
          try {
            found ??= await find(content, target, path);
            return found && { response: await respond(poll, found, now()), cache };
          } catch (error) {
            if (!(error instanceof StoreChanged) || attempts >= MAX_RESOLVE_ATTEMPTS) throw error;
            found = undefined;
          }
        }
      } catch (failure) {
        const failed = failure instanceof StoreFailure || failure instanceof StoreChanged;
        if (!failed || last === undefined || last.resource === found || removalsBefore !== removals)
          throw failure;
        // What was found since could not be made: what was there last stays for those who ask next.
        if (content === current) cached.set(path, { ...last, version: null });
        // Nobody is to keep it for longer than it takes to ask again.
        const next = new Date(now().getTime() + RETRY_AFTER_SECONDS * 1_000);
        const response = await Promise.resolve(
          respond(poll, { ...last.resource, changesAt: next }, now()),
        ).catch(() => {
          throw failure;
        });
        return { response, cache: "stale", failure };
      }
    },

    forget(slugs) {
      const removed = new Set(slugs);
      if (removed.size === 0) return;
      removals += 1;
      for (const [path, cachedResource] of [...cached.entries()])
        if (cachedResource.slugs === "any" || cachedResource.slugs.some((slug) => removed.has(slug)))
          cached.delete(path);
    },

    async absence(content, target, lookedUpAt) {
      const store = withTimeout(content.store, timeout);
      const removed = target.kind === "article" ? await store.removed(target.slug) : undefined;
      const page = await store.newestPage({ scope: { kind: "all" }, limit: 1, now: lookedUpAt });
      const left = page?.next
        ? Math.floor((page.next.getTime() - now().getTime()) / 1000)
        : ABSENCE_MAX_AGE_SECONDS;
      return {
        status: removed === undefined ? 404 : 410,
        maxAge: Math.max(0, Math.min(ABSENCE_MAX_AGE_SECONDS, left)),
        tags: cdn ? tagsFor(target) : [],
      };
    },
  };
}

/** What is told of when there comes to be something of what is wanted. */
function tagsFor(target: Target): readonly string[] {
  if (target.kind === "article") return [articleTag(target.slug)];
  return "scope" in target ? [scopeTag(target.scope)] : ["all"];
}
