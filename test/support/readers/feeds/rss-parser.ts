/** rss-parser: the most used one of npm, on xml2js. */
import Parser from "rss-parser";
import { type DocumentRead, fromHtml, fromHtmlOrNone, instant, NONE } from "./reading.ts";

const rssParser = new Parser<object, Record<string, unknown>>({
  customFields: {
    item: [
      ["dc:creator", "creators", { keepArray: true }],
      ["atom:updated", "updatedAt"],
      ["media:content", "media"],
    ] as unknown as string[],
  },
});

interface ByRssParser {
  readonly title?: string;
  readonly description?: string;
  readonly subtitle?: string;
  readonly link?: string;
  readonly feedUrl?: string;
  readonly language?: string;
  readonly copyright?: string;
  readonly generator?: string;
  readonly lastBuildDate?: string;
  readonly image?: { readonly url: string };
  readonly items: readonly {
    readonly guid?: string;
    readonly id?: string;
    readonly title?: string;
    readonly link?: string;
    readonly isoDate?: string;
    readonly updatedAt?: string;
    readonly content?: string;
    readonly summary?: string;
    readonly "content:encoded"?: string;
    readonly categories?: readonly { readonly _: string; readonly $: { readonly domain: string } }[];
    readonly creators?: readonly string[];
    readonly author?: string;
    readonly enclosure?: { readonly url: string; readonly type: string };
    readonly media?: { readonly $: { readonly url: string; readonly type: string } };
    readonly language?: string;
  }[];
}

async function byRssParser(document: string): Promise<ByRssParser> {
  return (await rssParser.parseString(document)) as unknown as ByRssParser;
}

export async function rssByRssParser(document: string): Promise<DocumentRead> {
  const feed = await byRssParser(document);
  return {
    feed: {
      title: fromHtml(feed.title),
      description: fromHtml(feed.description),
      page: feed.link ?? NONE,
      self: feed.feedUrl ?? NONE,
      language: feed.language ?? NONE,
      copyright: feed.copyright ?? null,
      icon: feed.image?.url ?? null,
      generator: feed.generator ?? NONE,
      updated: instant(feed.lastBuildDate),
    },
    entries: feed.items.map((item) => ({
      id: item.guid ?? NONE,
      headline: fromHtml(item.title),
      link: item.link ?? NONE,
      published: instant(item.isoDate),
      updated: instant(item.updatedAt),
      standfirst: fromHtmlOrNone(item.content),
      html: item["content:encoded"] ?? NONE,
      labels: (item.categories ?? []).map(({ _ }) => _),
      schemes: (item.categories ?? []).map(({ $ }) => $.domain),
      authors: item.creators ?? [],
      picture: item.enclosure?.url ?? null,
      pictureType: item.enclosure?.type ?? null,
      lead: item.media?.$.url ?? null,
      leadType: item.media?.$.type ?? null,
      language: item.language ?? NONE,
    })),
  };
}

export async function atomByRssParser(document: string): Promise<DocumentRead> {
  const feed = await byRssParser(document);
  return {
    feed: {
      title: feed.title ?? NONE,
      page: feed.link ?? NONE,
      self: feed.feedUrl ?? NONE,
      updated: instant(feed.lastBuildDate),
    },
    entries: feed.items.map((item) => ({
      id: item.id ?? NONE,
      headline: fromHtml(item.title),
      link: item.link ?? NONE,
      published: instant(item.isoDate),
      standfirst: fromHtmlOrNone(item.summary),
      html: item.content ?? NONE,
    })),
  };
}
