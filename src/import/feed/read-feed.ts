import { MalformedError, parseFeed } from "feedsmith";
import { atomItems } from "./atom-items.ts";
import { type FeedContext, FeedError, type FeedPage } from "./feed-page.ts";
import { linkByRelation } from "./item-parts.ts";
import { jsonItems } from "./json-items.ts";
import { rssItems } from "./rss-items.ts";

/**
 * Reads a document of a feed: RSS 0.9x, 1.0 or 2.0, Atom 0.3 or 1.0, JSON Feed 1.0 or 1.1.
 * @throws FeedError when it is none, or is broken or cut off: half an item is worse than none
 */
export function readFeed(text: string, context: FeedContext): FeedPage {
  if (/^\s*\{/.test(text)) return readJson(text, context);
  if (!/<\/(?:[\w.-]+:)?(?:rss|feed|rdf)\s*>(?:\s|<!--[\s\S]*?-->)*$/i.test(text.slice(-4096))) {
    throw new FeedError("the feed is cut off: its last line does not close it");
  }
  const { format, feed } = parsed(text);
  switch (format) {
    case "rss":
    case "rdf": {
      const links = feed.atom?.links ?? [];
      return { items: rssItems(feed, context), passedOver: [], next: older(links) };
    }
    case "atom":
      return { ...atomItems(feed, context), next: older(feed.links ?? []) };
    case "json":
      throw new FeedError("it is no feed");
  }
}

function readJson(text: string, context: FeedContext): FeedPage {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new FeedError(`the feed is not JSON: ${(error as Error).message}`);
  }
  const { format, feed } = parsed(document);
  if (format !== "json") throw new FeedError("it is no JSON feed");
  return { items: jsonItems(feed, context), passedOver: [], next: feed.next_url };
}

function parsed(document: unknown) {
  try {
    return parseFeed(document);
  } catch (error) {
    throw new FeedError(
      error instanceof MalformedError
        ? "the feed is broken: its elements or declarations do not fit together"
        : "it is no feed that is known",
    );
  }
}

/** The archive's document goes first (section 4); a paged feed's next page (section 3) serves as well. */
function older(links: Parameters<typeof linkByRelation>[0]): string | undefined {
  return linkByRelation(links, "prev-archive") ?? linkByRelation(links, "next");
}
