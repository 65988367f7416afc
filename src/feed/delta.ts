import { LRUCache } from "lru-cache";
import { MAX_REMEMBERED_ENTRIES } from "../limits.ts";
import type { Selection } from "./selection.ts";

/** What a feed held under a validator: no client is remembered, only states of feeds. */
interface Memory {
  /** Everything but the entries that a document shows. */
  readonly frame: string;
  readonly revisions: ReadonlyMap<string, { readonly revision: string; readonly published: number }>;
}

/** The states that feeds were in, as far as they are remembered. */
export interface History {
  /** Remembers the state that a selection is in. */
  readonly remember: (selection: Selection) => void;
  /**
   * The entries of a selection that were added or changed since its state had a validator; nothing when that cannot
   * be said, because the state is forgotten, or because something happened that additions cannot tell: a removal, a
   * new time of publication, other settings.
   */
  readonly since: (validator: string, selection: Selection) => ReadonlySet<string> | undefined;
}

/** A history that forgets what was longest not asked for. */
export function createHistory(): History {
  const states = new LRUCache<string, Memory>({
    maxSize: MAX_REMEMBERED_ENTRIES,
    sizeCalculation: ({ revisions }) => revisions.size + 1,
  });
  return {
    remember(selection) {
      if (states.get(selection.validator) === undefined) states.set(selection.validator, memoryOf(selection));
    },
    since(validator, selection) {
      const before = states.get(validator);
      return before?.frame === selection.frame ? changes(before, selection) : undefined;
    },
  };
}

function memoryOf({ frame, stamps }: Selection): Memory {
  return {
    frame,
    revisions: new Map(
      stamps.map(({ slug, revision, published }) => [slug, { revision, published: published.getTime() }]),
    ),
  };
}

function changes(before: Memory, { stamps, limit }: Selection): ReadonlySet<string> | undefined {
  const changed = new Set<string>();
  for (const { slug, revision, published } of stamps) {
    const held = before.revisions.get(slug);
    // With the time of publication the id may change, and the place in the feed.
    if (held !== undefined && held.published !== published.getTime()) return undefined;
    if (held?.revision !== revision) changed.add(slug);
  }
  const present = new Set(stamps.map(({ slug }) => slug));
  const oldest = stamps.at(-1);
  for (const [slug, { published }] of before.revisions) {
    if (present.has(slug)) continue;
    // What newer entries push out of a full feed is older than all that stay; anything else was taken away.
    const last = oldest?.published.getTime() ?? 0;
    const older = published < last || (published === last && slug > (oldest?.slug ?? ""));
    if (stamps.length < limit || !older) return undefined;
  }
  return changed.size > 0 ? changed : undefined;
}
