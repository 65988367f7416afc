import type { FindText } from "../documents/document.ts";
import { countedIn } from "../documents/known-feeds.ts";
import { overview } from "../documents/overview.ts";
import type { Wanted } from "../target.ts";
import { OPML, opml } from "./opml.ts";

/** All feeds as OPML. */
export const findOpml: FindText<Extract<Wanted, { kind: "opml" }>> = async ({ site, store }, _, now) => {
  const state = await store.state(now);
  return overview({ site, store }, OPML, now, state, async () => {
    const { feeds } = await countedIn({ site, store }, state, now);
    return opml(site, feeds, state.modified);
  });
};
