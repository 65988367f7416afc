import { LIST_ENTRIES } from "../../pages/views/list-page.ts";
import type { StoreVersion } from "../../store/article-store.ts";
import type { Content } from "../../store/content.ts";
import { StoreChanged } from "../../store/store-errors.ts";
import type { Document, DocumentKind } from "./document.ts";

/** What an overview shows. */
export type OverviewContent = Pick<Content, "site" | "store">;

/**
 * A document about everything in the store. Its validator is the store's version, which is cheap; the rest is read when it
 * is rendered. If the store has changed by then, `StoreChanged` is thrown: the bytes would have another state's validator.
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
