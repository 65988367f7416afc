import type { LoadDocument } from "../documents/document.ts";
import { countFeeds } from "../documents/known-feeds.ts";
import { overviewDocument } from "../documents/overview.ts";
import type { Target } from "../target.ts";
import { OPML, opml } from "./opml.ts";

/** All feeds as OPML. */
export const loadOpml: LoadDocument<Extract<Target, { kind: "opml" }>> = async ({ site, store }, _, now) => {
  const state = await store.version(now);
  return overviewDocument({ site, store }, OPML, now, state, async () => {
    const { feeds } = await countFeeds({ site, store }, state, now);
    return opml(site, feeds, state.modified);
  });
};
