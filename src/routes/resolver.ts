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
    wanted: Target,
    poll: ConditionalRequest,
  ) => Promise<ResolvedResponse | undefined>;
  /** What is kept for an address, its path and query as they stand in a request; nothing when it must be found. */
  readonly peek: (content: Content | undefined, target: string) => Resource | undefined;
  /**
   * Why there is nothing of what is wanted, and for how long that may be kept: not beyond the next publication after
   * it was looked for.
   * @param asked UTC
   * @throws StoreFailure
   */
  readonly absence: (content: Content, wanted: Target, asked: Date) => Promise<Absence>;
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

interface Kept extends CachedResource {
  /** Of what the store answered when it was looked for. */
  readonly version: number | null;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

interface Flight {
  readonly content: Content;
  readonly version: number;
  readonly found: Promise<Resource | undefined>;
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
  const make = createResources(compression, cdn, sizes);
  const kept = new LRUCache<string, Kept>({
    max: sizes.resources,
    maxSize: sizes.entries,
    sizeCalculation: ({ entries }) => entries + 1,
  });
  const inFlight = new Map<string, Flight>();
  let current: Content | undefined;
  /** How often articles were forgotten: what was looked for before may show them. */
  let forgotten = 0;

  /** What was found in a former content neither holds nor is worth its memory. */
  const turnTo = (content: Content | undefined): void => {
    if (content === current) return;
    kept.clear();
    current = content;
  };

  const peek = (content: Content | undefined, target: string): Resource | undefined => {
    turnTo(content);
    const found = kept.get(target);
    if (
      content === undefined ||
      found === undefined ||
      found.version === null ||
      now().getTime() >= found.until
    )
      return undefined;
    return found.version === changeCounterOf(content.store) ? found.resource : undefined;
  };

  const look = async (content: Content, wanted: Target): Promise<CachedResource | undefined> => {
    const guarded = { ...content, store: withTimeout(content.store, timeout) };
    // An article that becomes visible while it is looked up is in what is found.
    for (;;) {
      const made = await make(guarded, wanted, now());
      const next = made?.resource.changesAt;
      if (!next || now() < next) return made;
    }
  };

  const lookAndKeep = async (
    content: Content,
    version: number | null,
    wanted: Target,
    target: string,
  ): Promise<Resource | undefined> => {
    const before = forgotten;
    const made = await look(content, wanted);
    if (content === current && before === forgotten) {
      if (made === undefined || made.uncached) kept.delete(target);
      else {
        const until = made.resource.changesAt?.getTime() ?? Number.POSITIVE_INFINITY;
        kept.set(target, { ...made, version, until });
      }
    }
    return made?.resource;
  };

  const find = (content: Content, wanted: Target, target: string): Promise<Resource | undefined> => {
    // What changes while it is looked up is looked up again by whoever asks next.
    const version = changeCounterOf(content.store);
    const shared = inFlight.get(target);
    if (shared?.content === content && shared.version === version) return shared.found;
    const found = lookAndKeep(content, version, wanted, target).finally(() => {
      if (inFlight.get(target)?.found === found) inFlight.delete(target);
    });
    // Without a version it cannot be told whether what was begun is still what is wanted; and on Workers nobody may
    // wait for what another request began.
    if (version !== null && !cdn) inFlight.set(target, { content, version, found });
    return found;
  };

  return {
    peek,

    async respond(content, wanted, poll) {
      const target = pathOf(content.site, wanted);
      let found = peek(content, target);
      const [last, before] = [kept.get(target), forgotten];
      const cache = found === undefined ? "miss" : "hit";
      try {
        for (let looks = 1; ; looks += 1) {
          try {
            found ??= await find(content, wanted, target);
            return found && { response: await respond(poll, found, now()), cache };
          } catch (error) {
            if (!(error instanceof StoreChanged) || looks >= MAX_RESOLVE_ATTEMPTS) throw error;
            found = undefined;
          }
        }
      } catch (failure) {
        const failed = failure instanceof StoreFailure || failure instanceof StoreChanged;
        if (!failed || last === undefined || last.resource === found || before !== forgotten) throw failure;
        // What was found since could not be made: what was there last stays for those who ask next.
        if (content === current) kept.set(target, { ...last, version: null });
        // Nobody is to keep it for longer than it takes to ask again.
        const next = new Date(now().getTime() + RETRY_AFTER_SECONDS * 1_000);
        const answered = await Promise.resolve(
          respond(poll, { ...last.resource, changesAt: next }, now()),
        ).catch(() => {
          throw failure;
        });
        return { response: answered, cache: "stale", failure };
      }
    },

    forget(slugs) {
      const gone = new Set(slugs);
      if (gone.size === 0) return;
      forgotten += 1;
      for (const [target, made] of [...kept.entries()])
        if (made.slugs === "any" || made.slugs.some((slug) => gone.has(slug))) kept.delete(target);
    },

    async absence(content, wanted, asked) {
      const store = withTimeout(content.store, timeout);
      const removed = wanted.kind === "article" ? await store.removed(wanted.slug) : undefined;
      const page = await store.newestPage({ scope: { kind: "all" }, limit: 1, now: asked });
      const left = page?.next
        ? Math.floor((page.next.getTime() - now().getTime()) / 1000)
        : ABSENCE_MAX_AGE_SECONDS;
      return {
        status: removed === undefined ? 404 : 410,
        maxAge: Math.max(0, Math.min(ABSENCE_MAX_AGE_SECONDS, left)),
        tags: cdn ? tagsFor(wanted) : [],
      };
    },
  };
}

/** What is told of when there comes to be something of what is wanted. */
function tagsFor(wanted: Target): readonly string[] {
  if (wanted.kind === "article") return [articleTag(wanted.slug)];
  return "scope" in wanted ? [scopeTag(wanted.scope)] : ["all"];
}
