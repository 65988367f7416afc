import type { KnownFeed } from "../../feed/known-feed.ts";
import { FEEDS_ON_PAGE, type FeedRow, feedsPage } from "../../pages/views/feeds-page.ts";
import type { Site } from "../../site/site.ts";
import type { ArticleStore, FeedUpdate } from "../../store/article-store.ts";
import { HTML, type LoadOverview } from "../documents/document.ts";
import { overviewDocument } from "../documents/overview.ts";
import type { Target } from "../target.ts";

/**
 * A page of the table of all feeds. The first always exists; for the others the feeds must be counted.
 */
export const loadFeedsPage: LoadOverview<Extract<Target, { kind: "feeds" }>> = async (
  { site, store },
  { page },
  now,
  countFeeds,
) => {
  const first = (page - 1) * FEEDS_ON_PAGE;
  const state = await store.version(now);
  if (page > 1 && first >= (await countFeeds({ site, store }, state, now)).feeds.length) return undefined;
  return overviewDocument({ site, store }, HTML, now, state, async () => {
    const { feeds } = await countFeeds({ site, store }, state, now);
    const rows = await withUpdates(store, site, feeds.slice(first, first + FEEDS_ON_PAGE), now);
    return feedsPage({
      site,
      rows,
      page,
      pages: Math.ceil(feeds.length / FEEDS_ON_PAGE),
      count: feeds.length,
    });
  });
};

const NOTHING: FeedUpdate = { entries: 0, updated: null };

/** Adds to feeds their number of entries and when they last changed. */
export async function withUpdates(
  store: ArticleStore,
  site: Site,
  feeds: readonly KnownFeed[],
  now: Date,
): Promise<readonly FeedRow[]> {
  const scopes = feeds.map(({ scope }) => scope);
  const updates = scopes.length === 0 ? [] : await store.updates(scopes, site.pageSize, now);
  return feeds.map((feed, index) => ({ ...feed, ...(updates[index] ?? NOTHING) }));
}
