import { compareCodePoints } from "../../article/article.ts";
import { LruMap } from "../../lib/cache/lru-map.ts";
import type { Format } from "../../lib/feed-format.ts";
import { type Selection, validatorOf } from "../selection.ts";

/** Entries in all recorded states, some 150 bytes each: a thousand states of a feed of fifty. @limit entries */
export const MAX_HISTORY_ENTRIES = 50_000;

/** The entries of a feed under one validator. Nothing about clients is recorded. */
interface FeedState {
  /** All that the document says besides its entries and archive links. */
  readonly frame: string;
  readonly revisions: ReadonlyMap<string, { readonly revision: string; readonly published: number }>;
}

/** Earlier states of feeds, by validator. */
export interface FeedHistory {
  /** Records the state of a selection. */
  readonly remember: (selection: Selection, format: Format) => void;
  /**
   * Slugs of the entries that were added or changed since the feed had a validator. `undefined` if a delta (RFC 3229)
   * cannot express the change: the state is unknown, an entry was removed or published at another time, or settings or
   * tombstones changed.
   */
  readonly since: (validator: string, selection: Selection, format: Format) => ReadonlySet<string> | undefined;
}

/** Creates a history that drops the least recently used states. */
export function createFeedHistory(maxEntries = MAX_HISTORY_ENTRIES): FeedHistory {
  const states = new LruMap<FeedState>({
    maxSize: maxEntries,
    sizeOf: ({ revisions }) => revisions.size + 1,
  });
  return {
    remember(selection, format) {
      const validator = validatorOf(selection, format);
      if (states.get(validator) === undefined) states.set(validator, stateOf(selection, format));
    },
    since(validator, selection, format) {
      const state = states.get(validator);
      return state?.frame === frameOf(selection, format) ? changedSince(state, selection) : undefined;
    },
  };
}

/** Formats without tombstones share a validator, so they share this. */
function frameOf({ frame, tombstones }: Selection, format: Format): string {
  return format === "atom" ? frame + tombstones.version : frame;
}

function stateOf(selection: Selection, format: Format): FeedState {
  return {
    frame: frameOf(selection, format),
    revisions: new Map(
      selection.refs.map(({ slug, revision, published }) => [slug, { revision, published: published.getTime() }]),
    ),
  };
}

function changedSince(state: FeedState, { refs, limit }: Selection): ReadonlySet<string> | undefined {
  const changed = new Set<string>();
  for (const { slug, revision, published } of refs) {
    const entry = state.revisions.get(slug);
    // Its id and its position in the feed depend on the time of publication.
    if (entry !== undefined && entry.published !== published.getTime()) return undefined;
    if (entry?.revision !== revision) changed.add(slug);
  }
  const slugs = new Set(refs.map(({ slug }) => slug));
  const oldest = refs.at(-1);
  for (const [slug, { published }] of state.revisions) {
    if (slugs.has(slug)) continue;
    // Newer entries push the oldest ones out of a full feed. Any other missing entry was removed.
    const last = oldest?.published.getTime() ?? 0;
    const isOlder = published < last || (published === last && compareCodePoints(slug, oldest?.slug ?? "") > 0);
    if (refs.length < limit || !isOlder) return undefined;
  }
  return changed.size > 0 ? changed : undefined;
}
