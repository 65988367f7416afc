import { LIST_ENTRIES } from "../../pages/views/list-page.ts";
import type { State } from "../../store/article-store.ts";
import type { Content } from "../../store/content.ts";
import { StoreChanged } from "../../store/store-errors.ts";
import type { Kind, Text } from "./document.ts";

/** What an overview is made of. */
export type Overseen = Pick<Content, "site" | "store">;

/**
 * A document that is made of everything. What it follows from is the store's state, which costs as little as a feed;
 * the rest is read when it is rendered. If the store changed meanwhile, nothing is shown of what was read, as it
 * would bear the mark of another state.
 * @param now UTC
 */
export function overview(
  { store }: Overseen,
  kind: Kind,
  now: Date,
  state: State,
  render: () => Promise<string | Uint8Array<ArrayBuffer>>,
): Text {
  return {
    from: [state.mark],
    kind,
    modified: state.modified,
    next: state.next,
    tags: ["all"],
    entries: LIST_ENTRIES,
    slugs: "any",
    render: async () => {
      const rendered = await render();
      const { mark } = await store.state(now);
      if (mark !== state.mark) throw new StoreChanged();
      return rendered;
    },
  };
}
