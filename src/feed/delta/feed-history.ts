import { LRUCache } from "lru-cache";
import { compareCodePoints } from "../../article/article.ts";
import type { Format } from "../../lib/feed-format.ts";
import { type Selection, validatorOf } from "../selection.ts";

/** Entries in remembered states of feeds, some 150 bytes each: a thousand states of feeds of fifty. @limit entries */
export const MAX_HISTORY_ENTRIES = 50_000;

/** What a feed held under a validator: no client is remembered, only states of feeds. */
interface Memory {
  /** Everything that a document shows but the entries and the road to the archive. */
  readonly frame: string;
  readonly revisions: ReadonlyMap<string, { readonly revision: string; readonly published: number }>;
}

/** The states that feeds were in, as far as they are remembered. */
export interface FeedHistory {
  /** Remembers the state that a selection is in. */
  readonly remember: (selection: Selection, format: Format) => void;
  /**
   * The entries of a selection that were added or changed since its state had a validator; nothing when that cannot
   * be said, because the state is forgotten, or because something happened that additions cannot tell: a removal, a
   * new time of publication, other settings, other tombstones.
   */
  readonly since: (
    validator: string,
    selection: Selection,
    format: Format,
  ) => ReadonlySet<string> | undefined;
}

/** A history that forgets what was longest not asked for. */
export function createFeedHistory(maxEntries = MAX_HISTORY_ENTRIES): FeedHistory {
  const states = new LRUCache<string, Memory>({
    maxSize: maxEntries,
    sizeCalculation: ({ revisions }) => revisions.size + 1,
  });
  return {
    remember(selection, format) {
      const validator = validatorOf(selection, format);
      if (states.get(validator) === undefined) states.set(validator, memoryOf(selection, format));
    },
    since(validator, selection, format) {
      const before = states.get(validator);
      return before?.frame === frameOf(selection, format) ? changes(before, selection) : undefined;
    },
  };
}

/** The same in every format where nothing is told of removals, as the validator then is. */
function frameOf({ frame, tombstones }: Selection, format: Format): string {
  return format === "atom" ? frame + tombstones.version : frame;
}

function memoryOf(selection: Selection, format: Format): Memory {
  return {
    frame: frameOf(selection, format),
    revisions: new Map(
      selection.refs.map(({ slug, revision, published }) => [
        slug,
        { revision, published: published.getTime() },
      ]),
    ),
  };
}

function changes(before: Memory, { refs, limit }: Selection): ReadonlySet<string> | undefined {
  const changed = new Set<string>();
  for (const { slug, revision, published } of refs) {
    const held = before.revisions.get(slug);
    // With the time of publication the id may change, and the place in the feed.
    if (held !== undefined && held.published !== published.getTime()) return undefined;
    if (held?.revision !== revision) changed.add(slug);
  }
  const present = new Set(refs.map(({ slug }) => slug));
  const oldest = refs.at(-1);
  for (const [slug, { published }] of before.revisions) {
    if (present.has(slug)) continue;
    // What newer entries push out of a full feed is older than all that stay; anything else was taken away.
    const last = oldest?.published.getTime() ?? 0;
    const older = published < last || (published === last && compareCodePoints(slug, oldest?.slug ?? "") > 0);
    if (refs.length < limit || !older) return undefined;
  }
  return changed.size > 0 ? changed : undefined;
}
