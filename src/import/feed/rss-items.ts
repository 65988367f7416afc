import type { RdfFeed, RssFeed } from "feedsmith";
import type { Item } from "../item.ts";
import { parseDate } from "../parse-date.ts";
import { plainTextOf } from "../plain-text.ts";
import type { FeedContext } from "./feed-page.ts";
import { absoluteUrl, inParagraph, isPicture, linkByRelation, standfirstOf } from "./item-parts.ts";

type Channel = RssFeed.Feed<string> | RdfFeed.Feed<string>;
/** An item of RSS 2.0; one of RSS 1.0 has a part of its members. */
type RssItem = RssFeed.Item<string> & Pick<RdfFeed.Item<string>, "rdf">;

/** The items of a channel of RSS 0.9x, 1.0 or 2.0. */
export function rssItems(channel: Channel, context: FeedContext): readonly Item[] {
  const items: readonly RssItem[] = channel.items ?? [];
  return items.map((item, index) => itemOf(item, index, channel, context));
}

function itemOf(item: RssItem, index: number, channel: Channel, context: FeedContext): Item {
  const { guid } = item;
  const permanent = guid?.isPermaLink !== false && /^https?:/i.test(guid?.value ?? "") ? guid?.value : undefined;
  const written = item.link ?? linkByRelation(item.atom?.links ?? [], "alternate") ?? permanent ?? item.rdf?.about;
  const link = absoluteUrl(written, context.address, channel.link);
  const id = guid?.value ?? item.rdf?.about ?? link ?? "";
  const encoded = item.content?.encoded;
  const html = inParagraph(encoded ?? item.description ?? "");
  const time = item.pubDate ?? item.dc?.dates?.[0] ?? item.dcterms?.issued?.[0] ?? item.atom?.published;
  const later = item.atom?.updated ?? item.dcterms?.modified?.[0];
  const base = absoluteUrl(item.xml?.base, link, context.address);
  return {
    name: link ?? (id === "" ? `item ${index + 1}` : id),
    id,
    link,
    headline: plainTextOf(item.title ?? item.dc?.titles?.[0] ?? ""),
    published: time === undefined ? undefined : parseDate(time, context.zones),
    writtenTime: time,
    updated: later === undefined ? undefined : parseDate(later, context.zones),
    standfirst: encoded === undefined ? undefined : standfirstOf(item.description, encoded),
    authors: authorsOf(item),
    picture: pictureOf(item, link ?? context.address),
    categories: [
      ...(item.categories ?? []).map(({ name }) => plainTextOf(name ?? "")),
      ...(item.dc?.subjects ?? []).map(plainTextOf),
    ],
    language: item.dc?.languages?.[0] ?? languageOf(channel),
    base,
    html,
  };
}

function languageOf(channel: Channel): string | undefined {
  return ("language" in channel ? channel.language : undefined) ?? channel.dc?.languages?.[0];
}

function authorsOf(item: RssItem): readonly string[] {
  const creators = item.dc?.creators ?? [];
  if (creators.length > 0) return creators.map(plainTextOf);
  const named = [...(item.authors ?? []), ...(item.atom?.authors ?? [])].map(({ name }) => name ?? "");
  return (named.length > 0 ? named : [item.itunes?.author ?? ""]).map(plainTextOf);
}

function pictureOf(item: RssItem, base: string | undefined): Item["picture"] {
  const media = [...(item.media?.contents ?? []), ...(item.media?.groups ?? []).flatMap((each) => each.contents ?? [])];
  const content = media.find(({ medium, type, url }) => isPicture(type ?? medium, url));
  const enclosure = item.enclosures?.find(({ type, url }) => isPicture(type, url));
  const address = absoluteUrl(
    content?.url ?? enclosure?.url ?? item.media?.thumbnails?.[0]?.url ?? item.itunes?.image,
    base,
  );
  if (address === undefined) return undefined;
  const said = content?.description ?? content?.title ?? item.media?.description;
  return { address, alternative: plainTextOf(said?.value ?? "") };
}
