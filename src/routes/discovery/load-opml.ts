import type { LoadOverview } from "../documents/document.ts";
import { overviewDocument } from "../documents/overview.ts";
import type { Target } from "../target.ts";
import { OPML, opml } from "./opml.ts";

/** All feeds as OPML. */
export const loadOpml: LoadOverview<Extract<Target, { kind: "opml" }>> = async (
  { site, store },
  _,
  now,
  countFeeds,
) => {
  const state = await store.version(now);
  return overviewDocument({ site, store }, OPML, now, state, async () => {
    const { feeds } = await countFeeds({ site, store }, state, now);
    return opml(site, feeds, state.modified);
  });
};
