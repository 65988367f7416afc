import { type LoadOverview, XML } from "../documents/document.ts";
import { overviewDocument } from "../documents/overview.ts";
import type { Target } from "../target.ts";
import { countSitemapParts, walkArchive } from "./archive-walk.ts";
import { sitemap, sitemapIndex } from "./sitemap.ts";

/** Categories and authors in one part of the sitemap: with the longest slugs 8 MB of the 50 MB and 50,000 addresses that a part may have. @limit feeds */
export const SITEMAP_FEEDS = 10_000;

/**
 * The sitemap, or the index of its parts if the site is large. Parts with articles follow the archive's positions, so
 * each article is in one of them. Parts with categories and authors follow the list of feeds, which is counted for all
 * parts but the first.
 */
export const loadSitemap: LoadOverview<Extract<Target, { kind: "sitemap" }>> = async (
  { site, store },
  { part },
  now,
  countFeeds,
) => {
  const state = await store.version(now);
  const ofArticles = countSitemapParts(state.last);
  const feeds = async () => (await countFeeds({ site, store }, state, now)).feeds;
  const pagesOf = (count: number) => Math.ceil(count / SITEMAP_FEEDS);
  if (part !== undefined && part.number > 1) {
    const parts = part.of === "articles" ? ofArticles : pagesOf((await feeds()).length);
    if (part.number > parts) return undefined;
  }
  const articles = (number: number) => walkArchive(store, { part: number, last: state.last, now });
  return overviewDocument({ site, store }, XML, now, state, async () => {
    if (part?.of === "articles") return sitemap(site, { articles: await articles(part.number) });
    const allFeeds = await feeds();
    const { modified } = state;
    if (part === undefined) {
      const pages = pagesOf(allFeeds.length);
      if (pages > 1 || ofArticles > 1) return sitemapIndex(site, { pages, articles: ofArticles });
      return sitemap(site, { feeds: allFeeds, modified, articles: await articles(1) });
    }
    const first = (part.number - 1) * SITEMAP_FEEDS;
    return sitemap(site, { feeds: allFeeds.slice(first, first + SITEMAP_FEEDS), modified });
  });
};
