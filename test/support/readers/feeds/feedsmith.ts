/** feedsmith: a parser of all three formats, itself on fast-xml-parser. */
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from "feedsmith";
import { type DocumentRead, fromHtml, fromHtmlOrNone, instant, NONE, PEOPLE } from "./reading.ts";

export function rssByFeedsmith(document: string): DocumentRead {
  const feed = parseRssFeed(document);
  const links = feed.atom?.links ?? [];
  return {
    feed: {
      title: fromHtml(feed.title),
      description: fromHtml(feed.description),
      page: feed.link ?? NONE,
      self: links.find(({ rel }) => rel === "self")?.href ?? NONE,
      people: links.find(({ rel, type }) => rel === "alternate" && type === PEOPLE)?.href ?? NONE,
      language: feed.language ?? NONE,
      copyright: feed.copyright ?? null,
      icon: feed.image?.url ?? null,
      generator: feed.generator ?? NONE,
      labels: (feed.categories ?? []).map(({ name }) => name ?? NONE),
      updated: instant(feed.lastBuildDate),
      hubs: links.filter(({ rel }) => rel === "hub").map(({ href }) => href ?? NONE),
    },
    entries: (feed.items ?? []).map((item) => {
      const [media] = item.media?.contents ?? [];
      const [enclosure] = item.enclosures ?? [];
      return {
        id: item.guid?.value ?? NONE,
        headline: fromHtml(item.title),
        link: item.link ?? NONE,
        published: instant(item.pubDate),
        updated: instant(item.atom?.updated),
        standfirst: fromHtmlOrNone(item.description),
        html: item.content?.encoded ?? NONE,
        labels: (item.categories ?? []).map(({ name }) => name ?? NONE),
        schemes: (item.categories ?? []).map(({ domain }) => domain ?? NONE),
        authors: item.dc?.creators ?? [],
        picture: enclosure?.url ?? null,
        pictureType: enclosure?.type ?? null,
        lead: media?.url ?? null,
        leadType: media?.type ?? null,
        alternative: media?.description?.value ?? null,
        language: item.dc?.languages?.[0] ?? NONE,
      };
    }),
  };
}

export function atomByFeedsmith(document: string): DocumentRead {
  const feed = parseAtomFeed(document);
  const links = feed.links ?? [];
  const language = feed.xml?.lang ?? NONE;
  return {
    feed: {
      id: feed.id ?? NONE,
      title: feed.title?.value ?? NONE,
      description: feed.subtitle?.value ?? NONE,
      page: links.find(({ rel, type }) => rel === "alternate" && type === undefined)?.href ?? NONE,
      self: links.find(({ rel }) => rel === "self")?.href ?? NONE,
      people: links.find(({ rel, type }) => rel === "alternate" && type === PEOPLE)?.href ?? NONE,
      others: links
        .filter(({ rel, type }) => rel === "alternate" && type !== undefined && type !== PEOPLE)
        .map(({ type, href }) => [type ?? NONE, href ?? NONE]),
      language,
      copyright: feed.rights?.value ?? null,
      icon: feed.icon ?? null,
      generator: feed.generator?.text ?? NONE,
      labels: (feed.categories ?? []).map(({ label }) => label ?? NONE),
      terms: (feed.categories ?? []).map(({ term }) => term ?? NONE),
      schemes: (feed.categories ?? []).map(({ scheme }) => scheme ?? NONE),
      updated: instant(feed.updated),
      hubs: links.filter(({ rel }) => rel === "hub").map(({ href }) => href ?? NONE),
      authors: (feed.authors ?? []).map(({ name }) => name ?? NONE),
    },
    entries: (feed.entries ?? []).map((entry) => {
      const enclosure = entry.links?.find(({ rel }) => rel === "enclosure");
      return {
        id: entry.id ?? NONE,
        headline: fromHtml(entry.title?.value),
        link: entry.links?.find(({ rel }) => rel === undefined)?.href ?? NONE,
        published: instant(entry.published),
        updated: instant(entry.updated),
        standfirst: fromHtmlOrNone(entry.summary?.value),
        html: entry.content?.value ?? NONE,
        labels: (entry.categories ?? []).map(({ label }) => label ?? NONE),
        terms: (entry.categories ?? []).map(({ term }) => term ?? NONE),
        schemes: (entry.categories ?? []).map(({ scheme }) => scheme ?? NONE),
        authors: (entry.authors ?? []).map(({ name }) => name ?? NONE),
        authorPages: (entry.authors ?? []).map(({ uri }) => uri ?? NONE),
        picture: enclosure?.href ?? null,
        pictureType: enclosure?.type ?? null,
        alternative: enclosure?.title ?? null,
        language: entry.xml?.lang ?? language,
      };
    }),
  };
}

export function jsonByFeedsmith(document: string): DocumentRead {
  const feed = parseJsonFeed(document);
  return {
    feed: {
      title: feed.title ?? NONE,
      description: feed.description ?? NONE,
      page: feed.home_page_url ?? NONE,
      self: feed.feed_url ?? NONE,
      language: feed.language ?? NONE,
      icon: feed.icon ?? null,
      hubs: (feed.hubs ?? []).map(({ url }) => url ?? NONE),
      authors: (feed.authors ?? []).map(({ name }) => name ?? NONE),
    },
    entries: (feed.items ?? []).map((item) => ({
      id: item.id ?? NONE,
      headline: item.title ?? NONE,
      link: item.url ?? NONE,
      published: instant(item.date_published),
      updated: instant(item.date_modified),
      standfirst: item.summary ?? null,
      html: item.content_html ?? NONE,
      labels: item.tags ?? [],
      authors: (item.authors ?? []).map(({ name }) => name ?? NONE),
      authorPages: (item.authors ?? []).map(({ url }) => url ?? NONE),
      picture: item.attachments?.[0]?.url ?? null,
      pictureType: item.attachments?.[0]?.mime_type ?? null,
      alternative: item.attachments?.[0]?.title ?? null,
      lead: item.image ?? null,
      language: item.language ?? NONE,
    })),
  };
}
