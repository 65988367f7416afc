import { OPML, opml } from "../discovery/opml.ts";
import type { Wanted } from "../resources.ts";
import { countedIn } from "./known-feeds.ts";
import { overview } from "./overview.ts";
import type { FindText } from "./text.ts";

/** All feeds as OPML. */
export const findOpml: FindText<Extract<Wanted, { kind: "opml" }>> = async ({ site, store }, _, now) => {
  const state = await store.state(now);
  return overview({ site, store }, OPML, now, state, async () => {
    const { feeds } = await countedIn({ site, store }, state, now);
    return opml(site, feeds, state.modified);
  });
};
