import type { KnownFeed } from "../../feed/known-feed.ts";
import type { Site } from "../../site/site.ts";
import type { StoreVersion, TaxonomyCounts } from "../../store/article-store.ts";
import type { Content } from "../../store/content.ts";
import { StoreChanged } from "../../store/store-errors.ts";

/** Every feed of the site but those of searches: all articles first, then categories, then authors. */
function feedsOf({ articles, categories, authors }: TaxonomyCounts): readonly KnownFeed[] {
  return [
    { scope: { kind: "all" }, name: "", articles },
    ...categories.map(
      ({ slug, name, count }): KnownFeed => ({ scope: { kind: "category", slug }, name, articles: count }),
    ),
    ...authors.map(({ slug, name, count }): KnownFeed => ({ scope: { kind: "author", slug }, name, articles: count })),
  ];
}

/** The feeds of a state of the store, and the counts that they come from. */
export interface FeedCounts {
  readonly version: string;
  readonly taxonomy: TaxonomyCounts;
  readonly feeds: readonly KnownFeed[];
}

/**
 * Counts the feeds of a state of the store.
 * @param now UTC
 * @throws StoreFailure, StoreChanged when the store is in another state by now
 */
export type CountFeeds = (content: Content, state: StoreVersion, now: Date) => Promise<FeedCounts>;

/** Counts each state once: counting takes as long as there are feeds, and anybody may ask. */
export function createFeedCounter(): CountFeeds {
  const cached = new WeakMap<Site, FeedCounts>();
  return async ({ site, store }, { version }, now) => {
    const previous = cached.get(site);
    if (previous?.version === version) return previous;
    const taxonomy = await store.taxonomyCounts(now);
    if ((await store.version(now)).version !== version) throw new StoreChanged();
    const counts = { version, taxonomy, feeds: feedsOf(taxonomy) };
    cached.set(site, counts);
    return counts;
  };
}
