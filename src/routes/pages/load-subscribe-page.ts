import { select } from "../../feed/selection.ts";
import { PREVIEW_ENTRIES, subscribePage } from "../../pages/views/subscribe-page.ts";
import { NEWEST } from "../../site/scope.ts";
import { tagsOf } from "../cache-tags.ts";
import { type FindText, HTML } from "../documents/document.ts";
import type { Wanted } from "../target.ts";

/** As many entries as one with its text takes the room of. */
const ENTRY_WEIGHT = 4;

/** The page that shows a feed to people: how to subscribe to it, and the entries of its document. */
export const findSubscribe: FindText<Extract<Wanted, { kind: "subscribe" }>> = async (
  { site, store },
  { scope, from },
  now,
) => {
  const selection = await select(store, site, scope, NEWEST, now);
  if (selection === undefined || (from > 1 && from > selection.stamps.length)) return undefined;
  const shown = selection.stamps.slice(from - 1, from - 1 + PREVIEW_ENTRIES);
  return {
    from: [selection.validator],
    kind: HTML,
    modified: selection.modified,
    next: selection.next,
    tags: tagsOf(selection),
    entries: shown.length * ENTRY_WEIGHT,
    slugs: selection.stamps.map(({ slug }) => slug),
    render: async () => {
      const articles = await selection.articles();
      return subscribePage(selection, articles.slice(from - 1, from - 1 + PREVIEW_ENTRIES), from);
    },
  };
};
