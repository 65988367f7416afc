/** JSON.parse */
import { type DocumentRead, type EntryRead, instant } from "./reading.ts";

interface Category {
  readonly term: string;
  readonly scheme: string;
  readonly label: string;
}

interface JsonFeed {
  readonly version: string;
  readonly title: string;
  readonly home_page_url: string;
  readonly feed_url: string;
  readonly description: string;
  readonly icon?: string;
  readonly favicon?: string;
  readonly language: string;
  readonly authors: readonly { readonly name: string }[];
  readonly hubs?: readonly { readonly type: string; readonly url: string }[];
  readonly _harkara: {
    readonly generator: string;
    readonly id: string;
    readonly subscribe_url: string;
    readonly updated: string;
    readonly copyright?: string;
    readonly categories: readonly Category[];
  };
  readonly items: readonly {
    readonly id: string;
    readonly url: string;
    readonly title: string;
    readonly content_html: string;
    readonly summary?: string;
    readonly image?: string;
    readonly date_published: string;
    readonly date_modified: string;
    readonly tags: readonly string[];
    readonly authors?: readonly { readonly name: string; readonly url: string }[];
    readonly language: string;
    readonly attachments?: readonly {
      readonly url: string;
      readonly mime_type: string;
      readonly title?: string;
    }[];
    readonly _harkara: { readonly reading_minutes?: number; readonly categories: readonly Category[] };
  }[];
}

export function jsonByParse(document: string): DocumentRead {
  const feed = JSON.parse(document) as JsonFeed;
  if (feed.version !== "https://jsonfeed.org/version/1.1") throw new Error("This is not JSON Feed 1.1.");
  if (feed.icon !== feed.favicon) throw new Error("The icon is not the favicon.");
  if (feed.hubs?.some(({ type }) => type !== "WebSub")) throw new Error("A hub is not of WebSub.");
  return {
    feed: {
      id: feed._harkara.id,
      people: feed._harkara.subscribe_url,
      title: feed.title,
      description: feed.description,
      page: feed.home_page_url,
      self: feed.feed_url,
      language: feed.language,
      copyright: feed._harkara.copyright ?? null,
      icon: feed.icon ?? null,
      generator: feed._harkara.generator,
      ...jsonCategories(feed._harkara.categories),
      updated: instant(feed._harkara.updated),
      hubs: (feed.hubs ?? []).map(({ url }) => url),
      authors: feed.authors.map(({ name }) => name),
    },
    entries: feed.items.map((item) => {
      const categories = jsonCategories(item._harkara.categories);
      if (item.tags.join("\n") !== categories.labels.join("\n")) throw new Error("The tags are not the labels.");
      return {
        id: item.id,
        headline: item.title,
        link: item.url,
        published: instant(item.date_published),
        updated: instant(item.date_modified),
        standfirst: item.summary ?? null,
        html: item.content_html,
        ...categories,
        authors: (item.authors ?? []).map(({ name }) => name),
        authorPages: (item.authors ?? []).map(({ url }) => url),
        picture: item.attachments?.[0]?.url ?? null,
        pictureType: item.attachments?.[0]?.mime_type ?? null,
        alternative: item.attachments?.[0]?.title ?? null,
        lead: item.image ?? null,
        language: item.language,
        readingMinutes: item._harkara.reading_minutes ?? null,
      };
    }),
  };
}

function jsonCategories(categories: readonly Category[]): Pick<EntryRead, "labels" | "terms" | "schemes"> {
  return {
    labels: categories.map(({ label }) => label),
    terms: categories.map(({ term }) => term),
    schemes: categories.map(({ scheme }) => scheme),
  };
}
