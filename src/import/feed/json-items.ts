import type { JsonFeed } from "feedsmith";
import type { Item } from "../item.ts";
import { parseDate } from "../parse-date.ts";
import { oneLine } from "../plain-text.ts";
import type { FeedContext } from "./feed-page.ts";
import { absoluteUrl, inParagraph, isPicture, standfirstOf, textToParagraphs } from "./item-parts.ts";

type Feed = JsonFeed.Feed<string>;
type JsonItem = JsonFeed.Item<string>;

/** The items of a JSON Feed 1.0 or 1.1. */
export function jsonItems(feed: Feed, context: FeedContext): readonly Item[] {
  return (feed.items ?? []).map((item, index) => itemOf(item, index, feed, context));
}

function itemOf(item: JsonItem, index: number, feed: Feed, context: FeedContext): Item {
  const link = absoluteUrl(item.url, context.address, feed.feed_url, feed.home_page_url);
  const id = item.id ?? link ?? "";
  const html =
    item.content_html === undefined ? textToParagraphs(item.content_text ?? "") : inParagraph(item.content_html);
  const { date_published: time, date_modified: later } = item;
  const written = time ?? later;
  const authors = (item.authors?.length ?? 0) > 0 ? item.authors : feed.authors;
  const attached = item.attachments?.find(({ mime_type, url }) => isPicture(mime_type, url));
  const address = absoluteUrl(item.image ?? item.banner_image ?? attached?.url, link, context.address);
  return {
    name: link ?? (id === "" ? `item ${index + 1}` : id),
    id,
    link,
    headline: oneLine(item.title ?? ""),
    published: written === undefined ? undefined : parseDate(written, context.zones),
    writtenTime: written,
    updated: later === undefined ? undefined : parseDate(later, context.zones),
    standfirst: standfirstOf(item.summary, html),
    authors: (authors ?? []).map(({ name }) => oneLine(name ?? "")),
    picture: address === undefined ? undefined : { address, alternative: oneLine(attached?.title ?? "") },
    categories: (item.tags ?? []).map(oneLine),
    language: item.language ?? feed.language,
    base: undefined,
    html,
  };
}
