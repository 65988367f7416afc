import { FRONT_ENTRIES, FRONT_TERMS, frontPage } from "../../pages/views/front-page.ts";
import { StoreChanged } from "../../store/store-errors.ts";
import { type FindText, HTML } from "../documents/document.ts";
import { countedIn } from "../documents/known-feeds.ts";
import { overview } from "../documents/overview.ts";
import type { Wanted } from "../target.ts";
import { withUpdates } from "./load-feeds-page.ts";

/** The front page. */
export const findFront: FindText<Extract<Wanted, { kind: "list" }>> = async ({ site, store }, _, now) => {
  const state = await store.state(now);
  return overview({ site, store }, HTML, now, state, async () => {
    const newest = await store.page({ scope: { kind: "all" }, limit: FRONT_ENTRIES, now });
    if (newest === undefined) throw new StoreChanged();
    const articles = await newest.articles();
    const { census, feeds } = await countedIn({ site, store }, state, now);
    const shown = feeds.filter(({ scope }) => scope.kind === "category");
    const categories = await withUpdates(store, site, shown.slice(0, FRONT_TERMS), now);
    const older = newest.rest === 0 ? undefined : newest.rest;
    return frontPage({ site, census, categories, articles, older });
  });
};
