import { MAX_ARTICLE_BYTES } from "../../source/source.ts";
import type { Zones } from "../../source/time/zone.ts";
import { absoluteUrl, standfirstOf } from "../feed/item-parts.ts";
import { slugFrom } from "../import-slugs.ts";
import type { Item } from "../item.ts";
import { parseDate } from "../parse-date.ts";
import { plainTextOf } from "../plain-text.ts";
import { autop } from "./autop.ts";
import { readWxr, WxrError, type WxrItem, type WxrPart } from "./read-wxr.ts";

export { WxrError } from "./read-wxr.ts";

/** What of an export must be known before its posts are read, as it may stand behind them. */
export interface WxrIndex {
  /** How many published and scheduled posts there are. */
  readonly posts: number;
  /** How many posts there are that nobody may read, by why not. */
  readonly passedOver: ReadonlyMap<string, number>;
  /** How many published entries of other kinds that people wrote there are, by their kind. */
  readonly others: ReadonlyMap<string, number>;
  /** Login → the name that is shown. */
  readonly authors: ReadonlyMap<string, string>;
  /** Featured pictures by their number. */
  readonly pictures: ReadonlyMap<string, { readonly address: string; readonly alternative: string }>;
}

/**
 * Reads an export for the first time, for what its posts refer to. One that cannot be read to its end is read as far as
 * it goes: `readPosts` tells where that is.
 */
export async function indexWxr(chunks: AsyncIterable<string>): Promise<WxrIndex> {
  const authors = new Map<string, string>();
  const all = new Map<string, { readonly address: string; readonly alternative: string }>();
  const wantedNumbers = new Set<string>();
  const others = new Map<string, number>();
  const passedOver = new Map<string, number>();
  let posts = 0;
  for await (const part of withoutError(readWxr(chunks))) {
    if (part.kind === "author") {
      authors.set(part.login, part.name || part.login);
      continue;
    }
    const { texts, meta } = part.item;
    const type = texts.get("wp:post_type")?.trim() ?? "";
    const hidden = hiddenBy(part.item);
    if (hidden === undefined && type !== "post" && !MACHINERY.test(type)) {
      others.set(type, (others.get(type) ?? 0) + 1);
    }
    if (hidden !== undefined && type === "post") passedOver.set(hidden, (passedOver.get(hidden) ?? 0) + 1);
    if (isReadablePost(part.item)) {
      posts += 1;
      const number = meta.get("_thumbnail_id");
      if (number !== undefined) wantedNumbers.add(number);
    }
    const address = absoluteUrl(texts.get("wp:attachment_url"));
    if (type !== "attachment" || address === undefined) continue;
    const alternative = plainTextOf(meta.get("_wp_attachment_image_alt") ?? "");
    all.set(texts.get("wp:post_id")?.trim() ?? "", { address, alternative });
  }
  const pictures = new Map([...all].filter(([number]) => wantedNumbers.has(number)));
  return { posts, passedOver, others, authors, pictures };
}

async function* withoutError(parts: AsyncIterable<WxrPart>): AsyncGenerator<WxrPart> {
  try {
    yield* parts;
  } catch (error) {
    if (!(error instanceof WxrError)) throw error;
  }
}

/**
 * Reads the published and the scheduled posts of an export, in its order.
 * @throws WxrError
 */
export async function* readPosts(
  chunks: AsyncIterable<string>,
  index: Pick<WxrIndex, "authors" | "pictures">,
  zones: Zones,
): AsyncGenerator<Item> {
  let offset: number | undefined;
  for await (const part of readWxr(chunks)) {
    if (part.kind !== "item") continue;
    const { texts } = part.item;
    const [local, utc] = [
      databaseTime(texts.get("wp:post_date"), zones),
      databaseTime(texts.get("wp:post_date_gmt"), zones),
    ];
    if (local !== undefined && utc !== undefined) offset = local.getTime() - utc.getTime();
    if (isReadablePost(part.item)) yield postOf(part.item, index, zones, offset);
  }
}

/** Kinds of entries that WordPress and its themes keep for themselves. */
const MACHINERY =
  /^(?:|attachment|revision|nav_menu_item|custom_css|customize_changeset|oembed_cache|user_request|wp_.*)$/;

function isReadablePost(item: WxrItem): boolean {
  return item.texts.get("wp:post_type")?.trim() === "post" && hiddenBy(item) === undefined;
}

const STATUSES: Readonly<Record<string, string>> = {
  draft: "draft",
  "auto-draft": "draft",
  pending: "post that waits for review",
  private: "private post",
  trash: "post in the trash",
};

/** What an entry is that readers neither see nor are to see; nothing for one that is published or scheduled. */
function hiddenBy({ texts }: WxrItem): string | undefined {
  const status = (texts.get("wp:status") ?? "").trim();
  if (status !== "publish" && status !== "future") {
    return Object.hasOwn(STATUSES, status) ? STATUSES[status] : `post of the status “${status.slice(0, 40)}”`;
  }
  return (texts.get("wp:post_password") ?? "").trim() === "" ? undefined : "post behind a password";
}

/** @param offset how far the site's clocks were ahead of UTC at the entry before, in milliseconds */
function postOf(
  { line, texts, categories, meta }: WxrItem,
  { authors, pictures }: Pick<WxrIndex, "authors" | "pictures">,
  zones: Zones,
  offset: number | undefined,
): Item {
  const text = (name: string) => (texts.get(name) ?? "").trim();
  const link = absoluteUrl(text("link"));
  const login = text("dc:creator");
  const content = text("content:encoded");
  // What is too long for an article is left out, whatever its paragraphs.
  const html = content.length > MAX_ARTICLE_BYTES ? content : linkedEmbeds(autop(content));
  const picture = pictures.get(meta.get("_thumbnail_id") ?? "");
  const labels = categories.filter(
    // The category of posts that have none.
    ({ domain, nicename }) => /^(?:category|post_tag)$/.test(domain) && nicename !== "uncategorized",
  );
  return {
    name: `line ${line}${link === undefined ? "" : ` (${link})`}`,
    id: text("guid") || text("wp:post_id") || link || "",
    link,
    slug: slugFrom(text("wp:post_name")),
    headline: plainTextOf(text("title")),
    published: publishedOf(texts, zones, offset),
    writtenTime: text("wp:post_date_gmt") || text("wp:post_date") || undefined,
    updated: databaseTime(texts.get("wp:post_modified_gmt"), zones),
    standfirst: standfirstOf(text("excerpt:encoded"), html),
    authors: [authors.get(login) ?? login],
    picture,
    categories: labels.map(({ label }) => plainTextOf(label)),
    language: undefined,
    base: link,
    html,
  };
}

/** What the newer editor embeds is written as a bare address; here it becomes a link, as from the older one. */
function linkedEmbeds(html: string): string {
  return html.replace(/(<div\b[^<>]*>)\s*(https?:\/\/[^\s<>"']+)\s*<\/div>/gi, (whole, tag: string, address: string) =>
    tag.includes("wp-block-embed__wrapper") ? `<p><a href="${address}">${address}</a></p>` : whole,
  );
}

/** Posts that were imported or planned may lack the time in UTC: then the feed's, then the site's own clock tells. */
function publishedOf(texts: ReadonlyMap<string, string>, zones: Zones, offset: number | undefined): Date | undefined {
  const utc = databaseTime(texts.get("wp:post_date_gmt"), zones);
  if (utc !== undefined) return utc;
  const fed = parseDate(texts.get("pubDate") ?? "", zones);
  // WordPress writes the missing time as a day before the year 1.
  if (fed !== undefined && !/-0001|0000/.test((texts.get("pubDate") ?? "").slice(0, 20))) return fed;
  const local = databaseTime(texts.get("wp:post_date"), zones);
  return local === undefined || offset === undefined ? undefined : new Date(local.getTime() - offset);
}

/** A time of WordPress's database, read as UTC; nothing for `0000-00-00 00:00:00`, which is none. */
function databaseTime(written: string | undefined, zones: Zones): Date | undefined {
  const text = (written ?? "").trim();
  return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) ? parseDate(`${text}Z`, zones) : undefined;
}
