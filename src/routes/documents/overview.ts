import { LIST_ENTRIES } from "../../pages/views/list-page.ts";
import type { StoreVersion } from "../../store/article-store.ts";
import type { Content } from "../../store/content.ts";
import { StoreChanged } from "../../store/store-errors.ts";
import type { Document, DocumentKind } from "./document.ts";

/** What an overview is made of. */
export type OverviewContent = Pick<Content, "site" | "store">;

/**
 * A document that is made of everything. What it follows from is the store's state, which costs as little as a feed;
 * the rest is read when it is rendered. If the store changed meanwhile, nothing is shown of what was read, as it
 * would bear the mark of another state.
 * @param now UTC
 */
export function overviewDocument(
  { store }: OverviewContent,
  kind: DocumentKind,
  now: Date,
  state: StoreVersion,
  render: () => Promise<string | Uint8Array<ArrayBuffer>>,
): Document {
  return {
    validatorParts: [state.version],
    kind,
    lastModified: state.modified,
    changesAt: state.next,
    cacheTags: ["all"],
    entries: LIST_ENTRIES,
    slugs: "any",
    render: async () => {
      const rendered = await render();
      const { version } = await store.version(now);
      if (version !== state.version) throw new StoreChanged();
      return rendered;
    },
  };
}
