import { parseAtomFeed, parseJsonFeed, parseRssFeed } from "feedsmith";
import type { Format } from "../../../src/lib/feed-format.ts";

/** A document of a feed as a reader sees it. */
export interface Seen {
  /** Ids of its entries, in their order. */
  readonly ids: readonly string[];
  /** Where it sends whoever wants what is older. */
  readonly previous: string | undefined;
  /** Addresses by relation; JSON Feed has only `self`. */
  readonly links: Readonly<Record<string, string>>;
}

/** Reads a document with a parser that knows nothing of this program. */
export function see(format: Format, text: string): Seen {
  if (format === "json") {
    const { items = [], next_url: previous, feed_url: self = "" } = parseJsonFeed(text);
    return { ids: items.map(({ id }) => id ?? ""), previous, links: { self } };
  }
  const [links, ids] = format === "rss" ? seeRss(parseRssFeed(text)) : seeAtom(parseAtomFeed(text));
  return { ids, previous: links["prev-archive"], links };
}

type Seeing = readonly [links: Record<string, string>, ids: readonly string[]];

function seeRss({ atom, items }: ReturnType<typeof parseRssFeed>): Seeing {
  return [relations(atom?.links ?? []), (items ?? []).map(guidOf)];
}

function guidOf({ guid }: { readonly guid?: { readonly value?: string } }): string {
  return guid?.value ?? "";
}

function seeAtom({ links = [], entries = [] }: ReturnType<typeof parseAtomFeed>): Seeing {
  return [relations(links.filter(({ type }) => type === undefined)), entries.map(({ id }) => id ?? "")];
}

function relations(links: readonly { rel?: string; href?: string }[]): Record<string, string> {
  return Object.fromEntries(links.map(({ rel = "", href = "" }) => [rel, href]));
}

/** A document that a walk came by. */
export interface Visited extends Seen {
  readonly path: string;
  readonly text: string;
}

/** Path and query of an address of the site; fails when it leads elsewhere. */
export function pathOf(address: string): string {
  const { origin, pathname, search } = new URL(address);
  if (origin !== "https://news.example") throw new Error(`${address} leads away`);
  return pathname + search;
}

/**
 * Follows the links from a document to the oldest.
 * @param read the text at a path, which must be there
 * @throws when a link leads where the walk has been
 */
export async function walk(
  format: Format,
  start: string,
  read: (path: string) => Promise<string>,
): Promise<readonly Visited[]> {
  const visited: Visited[] = [];
  for (let path: string | undefined = start; path !== undefined; ) {
    if (visited.some((other) => other.path === path)) throw new Error(`a loop at ${path}`);
    const text = await read(path);
    const seen = see(format, text);
    visited.push({ ...seen, path, text });
    path = seen.previous === undefined ? undefined : pathOf(seen.previous);
  }
  return visited;
}
