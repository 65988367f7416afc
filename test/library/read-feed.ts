import { parseFeed } from "feedsmith";

/** The titles of a feed's entries, as a parser of others reads them. */
export function readFeed(document: string): (string | undefined)[] {
  const { feed } = parseFeed(document) as { feed: { items?: Entry[]; entries?: Entry[] } };
  return (feed.items ?? feed.entries ?? []).map(({ title }) => (typeof title === "object" ? title.value : title));
}

interface Entry {
  readonly title?: string | { readonly value: string };
}
