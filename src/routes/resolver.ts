import { type ConditionalRequest, createResponder, type DocumentResponse } from "../http/conditional-response.ts";
import { RETRY_AFTER_SECONDS } from "../http/problem.ts";
import type { Compression } from "../http/representation-cache.ts";
import type { Resource } from "../http/resource.ts";
import { LruMap } from "../lib/cache/lru-map.ts";
import type { Content } from "../store/content.ts";
import { StoreChanged, StoreFailure } from "../store/store-errors.ts";
import { changeCounterOf, STORE_TIMEOUT_MS, withTimeout } from "../store/store-timeout.ts";
import type { CacheResult } from "../telemetry/request-record.ts";
import { CACHE_SIZES, type CacheSizes, WORKER_CACHE_SIZES } from "./cache-sizes.ts";
import { articleTag, scopeTag } from "./cache-tags.ts";
import type { CachedResource } from "./cached-resource.ts";
import { createResources } from "./resources.ts";
import { pathOf, type Target } from "./target.ts";

/** Seconds that a 404 or 410 may be cached: something may be published there at any moment. @limit s */
export const ABSENCE_MAX_AGE_SECONDS = 30;

/** Attempts to read a store that changes while it is read. After that it counts as failed. @limit attempts */
export const MAX_RESOLVE_ATTEMPTS = 4;

/** Ways to write addresses that are remembered: readers and campaigns add a handful of queries to each feed. @limit addresses */
const MAX_ALIASES = 10_000;

/** Characters of an address that is remembered beside its own: longer ones are found the long way. @limit characters */
const MAX_ALIAS_CHARACTERS = 256;

/** Resolves targets to responses. It caches resources while they are current, and as a fallback for when the store fails. */
export interface Resolver {
  /**
   * Answers a poll of a target with its current state or, while the store fails, with the last one.
   * @param requested path and query as the request has them, by which `peek` finds the target again
   * @returns undefined when there is no such thing
   * @throws StoreFailure, StoreChanged when the store fails and no earlier state is cached
   */
  readonly respond: (
    content: Content,
    target: Target,
    poll: ConditionalRequest,
    requested?: string,
  ) => Promise<ResolvedResponse | undefined>;
  /** The cached resource of a path and query as a request has them; undefined when it must be loaded. */
  readonly peek: (content: Content | undefined, path: string) => Resource | undefined;
  /**
   * Why a target has no resource, and for how long that may be cached: not beyond the next publication.
   * @param lookedUpAt UTC
   * @throws StoreFailure
   */
  readonly absence: (content: Content, target: Target, lookedUpAt: Date) => Promise<Absence>;
  /** Drops the resources that show removed articles, so that no failure brings them back. */
  readonly forget: (slugs: readonly string[]) => void;
}

export interface ResolvedResponse {
  readonly response: DocumentResponse;
  /** `hit`: from the cache. `miss`: loaded. `stale`: the last state, as the store failed. */
  readonly cache: CacheResult;
  /** Why the response is stale. */
  readonly failure?: Error;
}

/** There is no such resource: 404 or 410 (RFC 9110, sections 15.5.5 and 15.5.11). */
export interface Absence {
  readonly status: 404 | 410;
  /** Seconds. */
  readonly maxAge: number;
  /** Cache tags of what may be published there later; empty without a shared cache. */
  readonly tags: readonly string[];
}

interface CachedEntry extends CachedResource {
  /** The store's change counter when the resource was loaded; null if it must be checked again. */
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
 * @param cdn whether a shared cache is in front; see `createResources`
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
  const cached = new LruMap<CachedEntry>({
    max: sizes.resources,
    maxSize: sizes.entries,
    sizeOf: ({ entries }) => entries + 1,
  });
  /** Other ways to write the address of a target, such as with a query that means nothing: to its own path. */
  const aliases = new LruMap<string>({ max: MAX_ALIASES });
  const pending = new Map<string, PendingLookup>();
  let current: Content | undefined;
  /** How often `forget` was called. What was loaded before may show a removed article. */
  let removals = 0;

  /** Drops what was cached for other content. */
  const useContent = (content: Content | undefined): void => {
    if (content === current) return;
    cached.clear();
    // Which target an address has follows from the settings.
    aliases.clear();
    current = content;
  };

  const peek = (content: Content | undefined, requested: string): Resource | undefined => {
    useContent(content);
    const found = cached.get(requested) ?? cached.get(aliases.get(requested) ?? "");
    if (content === undefined || found === undefined || found.version === null || now().getTime() >= found.until)
      return undefined;
    return found.version === changeCounterOf(content.store) ? found.resource : undefined;
  };

  const loadStable = async (content: Content, target: Target): Promise<CachedResource | undefined> => {
    const timed = { ...content, store: withTimeout(content.store, timeout) };
    // An article may become visible while the target is loaded: then load again.
    for (;;) {
      const loaded = await load(timed, target, now());
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
    // Read first: if the store changes meanwhile, the next request loads again.
    const version = changeCounterOf(content.store);
    const shared = pending.get(path);
    if (shared?.content === content && shared.version === version) return shared.resource;
    const found = loadAndCache(content, version, target, path).finally(() => {
      if (pending.get(path)?.resource === found) pending.delete(path);
    });
    // Without a version nobody knows whether the pending lookup is still current. On Workers no request may wait for
    // the I/O of another one.
    if (version !== null && !cdn) pending.set(path, { content, version, resource: found });
    return found;
  };

  return {
    peek,

    async respond(content, target, poll, requested) {
      const path = pathOf(content.site, target);
      let found = peek(content, path);
      const [last, removalsBefore] = [cached.get(path), removals];
      const cache = found === undefined ? "miss" : "hit";
      try {
        for (let attempts = 1; ; attempts += 1) {
          try {
            found ??= await find(content, target, path);
            const aliasable = !cdn && content === current && requested !== undefined;
            if (found !== undefined && aliasable && isAlias(requested, path)) aliases.set(requested, path);
            return found && { response: await respond(poll, found, now()), cache };
          } catch (error) {
            if (!(error instanceof StoreChanged) || attempts >= MAX_RESOLVE_ATTEMPTS) throw error;
            found = undefined;
          }
        }
      } catch (failure) {
        const failed = failure instanceof StoreFailure || failure instanceof StoreChanged;
        if (!failed || last === undefined || last.resource === found || removalsBefore !== removals) throw failure;
        // The newer resource could not be rendered: keep the last one for the next requests.
        if (content === current) cached.set(path, { ...last, version: null });
        // A stale response may be cached only until it is worth asking again.
        const next = new Date(now().getTime() + RETRY_AFTER_SECONDS * 1_000);
        const response = await Promise.resolve(respond(poll, { ...last.resource, changesAt: next }, now())).catch(
          () => {
            throw failure;
          },
        );
        return { response, cache: "stale", failure };
      }
    },

    forget(slugs) {
      const removed = new Set(slugs);
      if (removed.size === 0) return;
      removals += 1;
      for (const [path, cachedResource] of cached.entries())
        if (cachedResource.slugs === "any" || cachedResource.slugs.some((slug) => removed.has(slug)))
          cached.delete(path);
    },

    async absence(content, target, lookedUpAt) {
      const store = withTimeout(content.store, timeout);
      const removed = target.kind === "article" ? await store.removed(target.slug) : undefined;
      const page = await store.newestPage({ scope: { kind: "all" }, limit: 1, now: lookedUpAt });
      const left = page?.next ? Math.floor((page.next.getTime() - now().getTime()) / 1000) : ABSENCE_MAX_AGE_SECONDS;
      return {
        status: removed === undefined ? 404 : 410,
        maxAge: Math.max(0, Math.min(ABSENCE_MAX_AGE_SECONDS, left)),
        tags: cdn ? tagsFor(target) : [],
      };
    },
  };
}

function isAlias(requested: string, path: string): boolean {
  return requested !== path && requested.length <= MAX_ALIAS_CHARACTERS;
}

/** The tags that are invalidated when something is published at a target. */
function tagsFor(target: Target): readonly string[] {
  if (target.kind === "article") return [articleTag(target.slug)];
  return "scope" in target ? [scopeTag(target.scope)] : ["all"];
}
