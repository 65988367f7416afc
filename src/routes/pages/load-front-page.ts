import { FRONT_ENTRIES, FRONT_TERMS, frontPage } from "../../pages/views/front-page.ts";
import { StoreChanged } from "../../store/store-errors.ts";
import { HTML, type LoadOverview } from "../documents/document.ts";
import { overviewDocument } from "../documents/overview.ts";
import type { Target } from "../target.ts";
import { withUpdates } from "./load-feeds-page.ts";

/** The front page. */
export const loadFrontPage: LoadOverview<Extract<Target, { kind: "list" }>> = async (
  { site, store },
  _,
  now,
  countFeeds,
) => {
  const state = await store.version(now);
  return overviewDocument({ site, store }, HTML, now, state, async () => {
    const newest = await store.newestPage({ scope: { kind: "all" }, limit: FRONT_ENTRIES, now });
    if (newest === undefined) throw new StoreChanged();
    const articles = await newest.articles();
    const { taxonomy, feeds } = await countFeeds({ site, store }, state, now);
    const shown = feeds.filter(({ scope }) => scope.kind === "category");
    const categories = await withUpdates(store, site, shown.slice(0, FRONT_TERMS), now);
    const older = newest.olderPosition === 0 ? undefined : newest.olderPosition;
    return frontPage({ site, taxonomy, categories, articles, older });
  });
};
