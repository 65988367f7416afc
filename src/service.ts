import { LRUCache } from "lru-cache";
import { articlePath, feedPath, scopePath } from "./addresses.ts";
import type { Compression } from "./http/forms.ts";
import type { Resource } from "./http/resource.ts";
import { ABSENCE_MAX_AGE_SECONDS, MAX_KEPT_RESOURCES } from "./limits.ts";
import { pathPrefix } from "./pages/feeds.ts";
import { type Content, createResources, type Wanted } from "./resources.ts";
import type { Site } from "./site.ts";
import { guard } from "./store/guard.ts";

/** Finds what addresses ask for; keeps what it found as long as it holds. */
export interface Service {
  /**
   * @returns nothing when there is no such thing
   * @throws StoreFailure
   */
  readonly find: (content: Content, wanted: Wanted) => Promise<Resource | undefined>;
  /** What is kept for an address, its path and query as they stand in a request; nothing when it must be found. */
  readonly peek: (content: Content | undefined, target: string) => Resource | undefined;
  /**
   * Seconds for which it may be kept that there was nothing at an address: not beyond the next publication after it
   * was looked for.
   * @param asked UTC
   * @throws StoreFailure
   */
  readonly absence: (content: Content, asked: Date) => Promise<number>;
}

interface Kept {
  readonly resource: Resource;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

interface Flight {
  readonly content: Content;
  readonly found: Promise<Resource | undefined>;
}

/**
 * @param now UTC
 * @param cdn whether a shared cache stands in front; see `createResources`
 */
export function createService(now: () => Date, compression: Compression, cdn: boolean): Service {
  const make = createResources(compression, cdn);
  const kept = new LRUCache<string, Kept>({ max: MAX_KEPT_RESOURCES });
  const inFlight = new Map<string, Flight>();
  let current: Content | undefined;

  const peek = (content: Content | undefined, target: string): Resource | undefined => {
    if (content !== current) {
      // What was found in the former content neither holds nor is worth its memory.
      kept.clear();
      current = content;
    }
    const found = kept.get(target);
    return found !== undefined && now().getTime() < found.until ? found.resource : undefined;
  };

  const look = async (content: Content, wanted: Wanted): Promise<Resource | undefined> => {
    // An article that becomes visible while it is looked up is in what is found.
    for (;;) {
      const resource = await make(content, wanted, now());
      if (!resource?.next || now() < resource.next) return resource;
    }
  };

  const lookAndKeep = async (
    content: Content,
    wanted: Wanted,
    target: string,
  ): Promise<Resource | undefined> => {
    const resource = await look(content, wanted);
    if (resource !== undefined && content === current && content.store.immutable) {
      kept.set(target, { resource, until: resource.next?.getTime() ?? Number.POSITIVE_INFINITY });
    }
    return resource;
  };

  return {
    peek,

    find(content, wanted) {
      const target = targetOf(content.site, wanted);
      const ready = peek(content, target);
      if (ready !== undefined) return Promise.resolve(ready);
      const shared = inFlight.get(target);
      if (shared?.content === content) return shared.found;
      const found = lookAndKeep(content, wanted, target).finally(() => {
        if (inFlight.get(target)?.found === found) inFlight.delete(target);
      });
      inFlight.set(target, { content, found });
      return found;
    },

    async absence({ store }, asked) {
      const page = await guard(store).page({ scope: { kind: "all" }, limit: 1, now: asked });
      const left = page?.next
        ? Math.floor((page.next.getTime() - now().getTime()) / 1000)
        : ABSENCE_MAX_AGE_SECONDS;
      return Math.max(0, Math.min(ABSENCE_MAX_AGE_SECONDS, left));
    },
  };
}

/** The path and query at which something is found, as links to it have them. */
function targetOf(site: Site, wanted: Wanted): string {
  const prefix = pathPrefix(site);
  switch (wanted.kind) {
    case "feed": {
      const { scope, format, limit } = wanted;
      const query = limit === undefined || limit === site.pageSize ? "" : `?limit=${limit}`;
      return prefix + feedPath(scope, format) + query;
    }
    case "list":
      return prefix + (scopePath(wanted.scope) || "/");
    case "article":
      return prefix + articlePath(wanted.slug);
  }
}
