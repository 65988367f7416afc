import type { Zones } from "../../source/time/zone.ts";
import { download } from "../../transfer/download.ts";
import { type HttpClient, NetError } from "../../transfer/http-client.ts";
import { decodeWhole } from "../charset.ts";
import type { Item } from "../item.ts";
import { FeedError } from "./feed-page.ts";
import { absoluteUrl } from "./item-parts.ts";
import { readFeed } from "./read-feed.ts";

/** Pages of a feed that are followed: a million articles, a hundred each, ten times over. @limit documents */
const MAX_FEED_PAGES = 100_000;

/** Items of a feed that are imported at once: they are held in memory until the oldest is known. @limit items */
const MAX_FEED_ITEMS = 250_000;

/** The first document of a feed. */
export interface FirstPage {
  readonly text: string;
  /** Nothing for a file. */
  readonly address: string | undefined;
}

export interface WalkOptions {
  readonly net: HttpClient;
  readonly zones: Zones;
  readonly signal?: AbortSignal | undefined;
  /** Told after each document how many there were and how many items they had. */
  readonly onPage?: (pages: number, items: number) => void;
}

/** A feed with everything that it leads to. */
export interface Walk {
  /** Oldest publication first; those without a time at the end. */
  readonly items: readonly Item[];
  /** Kind → how many of its entries were no published articles. */
  readonly passedOver: ReadonlyMap<string, number>;
  /** Why it ended before its end; nothing when it did not. */
  readonly broken: { readonly name: string; readonly reason: string } | undefined;
}

/**
 * Follows a feed into the past, document by document, until none is older (RFC 5005) or one was there already. Of
 * items that stand in several documents the first counts, as that document is the newest.
 * @throws FeedError when the first document is no feed
 */
export async function walkFeed(first: FirstPage, options: WalkOptions): Promise<Walk> {
  const { net, zones, signal, onPage } = options;
  const seen = new Set(first.address === undefined ? [] : [first.address]);
  const found = new Map<string, Item>();
  const others = new Map<string, string>();
  let page = readFeed(first.text, { address: first.address, zones });
  let at = first.address;
  let broken: Walk["broken"];
  for (let pages = 1; ; pages += 1) {
    for (const item of page.items) {
      const key = item.id === "" ? `${pages} ${item.name}` : item.id;
      if (!found.has(key) && !others.has(key)) found.set(key, item);
    }
    for (const [index, { id, kind }] of page.passedOver.entries()) {
      const key = id === "" ? `${pages} ${index}` : id;
      if (!found.has(key) && !others.has(key)) others.set(key, kind);
    }
    onPage?.(pages, found.size);
    const next = absoluteUrl(page.next, at);
    if (next === undefined || seen.has(next) || signal?.aborted === true) break;
    if (pages === MAX_FEED_PAGES || found.size + others.size > MAX_FEED_ITEMS) {
      const reason = `the feed goes on behind ${pages} documents and ${found.size} items: more are not followed`;
      broken = { name: next, reason };
      break;
    }
    seen.add(next);
    try {
      const { bytes, address, charset } = await download(net, next, signal);
      seen.add(address);
      page = readFeed(decodeWhole(bytes, charset), { address, zones });
      at = address;
    } catch (error) {
      if (!(error instanceof NetError || error instanceof FeedError)) throw error;
      broken = { name: next, reason: `${error.message}; what is older was not found` };
      break;
    }
  }
  return { items: [...found.values()].sort(oldestFirst), passedOver: countsOf(others.values()), broken };
}

function countsOf(kinds: Iterable<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

function oldestFirst(a: Item, b: Item): number {
  const [of, to] = [a, b].map(({ published }) => published?.getTime() ?? Number.POSITIVE_INFINITY);
  if (of !== to) return (of ?? 0) < (to ?? 0) ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
