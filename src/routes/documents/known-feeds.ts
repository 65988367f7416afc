import type { KnownFeed } from "../../feed/known-feed.ts";
import type { Site } from "../../site/site.ts";
import type { ArticleStore, StoreVersion, TaxonomyCounts } from "../../store/article-store.ts";
import { StoreChanged } from "../../store/store-errors.ts";

/** Every feed of the site but those of searches: that of everything first, then those of the categories and the authors. */
function feedsOf({ articles, categories, authors }: TaxonomyCounts): readonly KnownFeed[] {
  return [
    { scope: { kind: "all" }, name: "", articles },
    ...categories.map(
      ({ slug, name, count }): KnownFeed => ({ scope: { kind: "category", slug }, name, articles: count }),
    ),
    ...authors.map(
      ({ slug, name, count }): KnownFeed => ({ scope: { kind: "author", slug }, name, articles: count }),
    ),
  ];
}

interface Counted {
  readonly version: string;
  readonly census: TaxonomyCounts;
  readonly feeds: readonly KnownFeed[];
}

const known = new WeakMap<Site, Counted>();

/**
 * The feeds of a state and the census that they come from, counted once: to count them costs as much as there are, and
 * anybody may ask.
 */
export async function countFeeds(
  { site, store }: { readonly site: Site; readonly store: ArticleStore },
  { version }: StoreVersion,
  now: Date,
): Promise<Counted> {
  const before = known.get(site);
  if (before?.version === version) return before;
  const census = await store.taxonomyCounts(now);
  if ((await store.version(now)).version !== version) throw new StoreChanged();
  const counted = { version, census, feeds: feedsOf(census) };
  known.set(site, counted);
  return counted;
}
