import { selectEntries } from "../../feed/selection.ts";
import { PREVIEW_ENTRIES, subscribePage } from "../../pages/views/subscribe-page.ts";
import { NEWEST } from "../../site/scope.ts";
import { cacheTagsOf } from "../cache-tags.ts";
import { HTML, type LoadDocument } from "../documents/document.ts";
import type { Target } from "../target.ts";

/** Entries that one with its text counts as in the cache: it takes as much room. @limit entries */
const ENTRY_WEIGHT = 4;

/** The page that shows a feed to people: how to subscribe to it, and the entries of its document. */
export const loadSubscribePage: LoadDocument<Extract<Target, { kind: "subscribe" }>> = async (
  { site, store },
  { scope, from },
  now,
) => {
  const selection = await selectEntries(store, site, scope, NEWEST, now);
  if (selection === undefined || (from > 1 && from > selection.refs.length)) return undefined;
  const shown = selection.refs.slice(from - 1, from - 1 + PREVIEW_ENTRIES);
  return {
    validatorParts: [selection.validator],
    kind: HTML,
    lastModified: selection.modified,
    changesAt: selection.next,
    cacheTags: cacheTagsOf(selection),
    entries: shown.length * ENTRY_WEIGHT,
    slugs: selection.refs.map(({ slug }) => slug),
    render: async () => {
      const articles = await selection.articles();
      return subscribePage(selection, articles.slice(from - 1, from - 1 + PREVIEW_ENTRIES), from);
    },
  };
};
