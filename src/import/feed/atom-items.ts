import type { AtomFeed } from "feedsmith";
import type { Item, SkippedEntry } from "../item.ts";
import { parseDate } from "../parse-date.ts";
import { oneLine, plainTextOf } from "../plain-text.ts";
import type { FeedContext } from "./feed-page.ts";
import { absoluteUrl, inParagraph, isPicture, linkByRelation, standfirstOf, textToParagraphs } from "./item-parts.ts";

type Feed = AtomFeed.Feed<string>;
type AtomEntry = AtomFeed.Entry<string>;

/** The articles of a feed of Atom 0.3 or 1.0 (RFC 4287), and which of its entries are none. */
export function atomItems(
  feed: Feed,
  context: FeedContext,
): { readonly items: readonly Item[]; readonly passedOver: readonly SkippedEntry[] } {
  const items: Item[] = [];
  const passedOver: SkippedEntry[] = [];
  for (const [index, entry] of (feed.entries ?? []).entries()) {
    const kind = otherKind(entry);
    if (kind === undefined) items.push(itemOf(entry, index, feed, context));
    else passedOver.push({ id: entry.id ?? "", kind });
  }
  return { items, passedOver };
}

/** By its categories of this scheme Blogger tells posts from what else it keeps as entries. */
const BLOGGER_KINDS = "http://schemas.google.com/g/2005#kind";

/** What an entry is that is no published article (RFC 5023, section 13.1.1; RFC 4685, section 3). */
function otherKind({ app, thr, categories }: AtomEntry): string | undefined {
  const term = categories?.find(({ scheme }) => scheme === BLOGGER_KINDS)?.term;
  if (term !== undefined && !term.endsWith("#post")) {
    return oneLine(term.slice(term.lastIndexOf("#") + 1)).slice(0, 40);
  }
  if ((thr?.inReplyTos?.length ?? 0) > 0) return "comment";
  return app?.control?.draft === true ? "draft" : undefined;
}

function itemOf(entry: AtomEntry, index: number, feed: Feed, context: FeedContext): Item {
  // RFC 4287, section 2: bases stand inside each other.
  const outer = absoluteUrl(feed.xml?.base, context.address) ?? context.address;
  const inner = absoluteUrl(entry.xml?.base, outer) ?? outer;
  const link = absoluteUrl(
    linkByRelation(entry.links ?? [], "alternate"),
    inner,
    linkByRelation(feed.links ?? [], "alternate"),
  );
  const id = entry.id ?? link ?? "";
  const content = htmlOf(entry.content);
  const summary = htmlOf(entry.summary);
  const time = entry.published ?? entry.dc?.dates?.[0] ?? entry.updated;
  return {
    name: link ?? (id === "" ? `entry ${index + 1}` : id),
    id,
    link,
    headline: textOf(entry.title),
    published: time === undefined ? undefined : parseDate(time, context.zones),
    writtenTime: time,
    updated: entry.updated === undefined ? undefined : parseDate(entry.updated, context.zones),
    standfirst: content === "" ? undefined : standfirstOf(summary, content),
    authors: authorsOf(entry, feed),
    picture: pictureOf(entry, inner ?? link),
    categories: (entry.categories ?? [])
      .filter(({ scheme }) => scheme !== BLOGGER_KINDS)
      .map(({ label, term }) => oneLine(label ?? term ?? "")),
    language: entry.content?.xml?.lang ?? entry.xml?.lang ?? feed.xml?.lang,
    base: absoluteUrl(entry.content?.xml?.base, inner) ?? inner ?? link,
    html: content === "" ? summary : content,
  };
}

/** A text construct or content as HTML (sections 3.1 and 4.1.3); empty where the content is elsewhere or no text. */
function htmlOf(text: AtomFeed.Content | undefined): string {
  const { value = "", type = "text" } = text ?? {};
  switch (type.toLowerCase()) {
    case "html":
    case "xhtml":
    case "text/html":
    case "application/xhtml+xml":
      return inParagraph(value);
    case "text":
    case "text/plain":
      return textToParagraphs(value);
    default:
      return "";
  }
}

function textOf(text: AtomFeed.Text | undefined): string {
  const { value = "", type = "text" } = text ?? {};
  return /^text(?:\/plain)?$/i.test(type) ? oneLine(value) : plainTextOf(value);
}

/** Section 4.2.1: an entry without authors has those of its source, or of its feed. */
function authorsOf(entry: AtomEntry, feed: Feed): readonly string[] {
  const own = [entry.authors, entry.source?.authors, feed.authors].find((each) => (each?.length ?? 0) > 0);
  return (own ?? []).map(({ name }) => oneLine(name ?? ""));
}

function pictureOf(entry: AtomEntry, base: string | undefined): Item["picture"] {
  const enclosure = entry.links?.find(({ rel, type, href }) => rel === "enclosure" && isPicture(type, href));
  const media = [
    ...(entry.media?.contents ?? []),
    ...(entry.media?.groups ?? []).flatMap((each) => each.contents ?? []),
  ];
  const content = media.find(({ medium, type, url }) => isPicture(type ?? medium, url));
  const address = absoluteUrl(enclosure?.href ?? content?.url ?? entry.media?.thumbnails?.[0]?.url, base);
  if (address === undefined) return undefined;
  const said = content?.description ?? content?.title;
  return { address, alternative: oneLine(enclosure?.title ?? plainTextOf(said?.value ?? "")) };
}
