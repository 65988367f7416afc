import { parseFeed } from "@rowanmanning/feed-parser";
import { decodeHTML } from "entities";
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from "feedsmith";
import { decode as decodeOnceMore } from "html-entities";
import Parser from "rss-parser";
import type { Format } from "../../../src/lib/feed-format.ts";
import { attributeOf, childrenOf, type Element, parseXml, textOf } from "./xml.ts";

/** What a feed says of one article, whatever the format. Instants are ISO 8601 in UTC; texts are plain but `html`. */
export interface EntryRead {
  readonly id: string;
  readonly headline: string;
  readonly link: string;
  readonly published: string;
  readonly updated: string;
  readonly standfirst: string | null;
  readonly html: string;
  readonly labels: readonly string[];
  readonly terms: readonly string[];
  readonly schemes: readonly string[];
  readonly authors: readonly string[];
  readonly authorPages: readonly string[];
  /** The picture as an enclosure or attachment. */
  readonly picture: string | null;
  readonly pictureType: string | null;
  readonly alternative: string | null;
  /** The picture as the one that stands for the article: `media:content`, or JSON's `image`. */
  readonly lead: string | null;
  readonly leadType: string | null;
  readonly language: string;
  readonly readingMinutes: number | null;
}

/** What a feed says of itself. */
export interface FeedRead {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly page: string;
  readonly self: string;
  /** The page that shows it to people. */
  readonly people: string;
  /** Its other formats: media type and address. */
  readonly others: readonly (readonly [type: string, address: string])[];
  readonly language: string;
  readonly copyright: string | null;
  readonly icon: string | null;
  readonly generator: string;
  readonly labels: readonly string[];
  readonly terms: readonly string[];
  readonly schemes: readonly string[];
  readonly updated: string;
  readonly hubs: readonly string[];
  /** Who is meant where an entry names nobody. */
  readonly authors: readonly string[];
}

/** A document as a parser understands it: as much as it can tell. */
export interface DocumentRead {
  readonly feed: Partial<FeedRead>;
  readonly entries: readonly Partial<EntryRead>[];
}

/** A parser of feeds that is not this project's. */
export interface Reader {
  readonly name: string;
  readonly format: Format;
  /** What it tells of a feed and of an entry; all of it is compared. */
  readonly feedFields: readonly (keyof FeedRead)[];
  readonly entryFields: readonly (keyof EntryRead)[];
  /** How it changes a field's text on its own account; none but one that is documented here. */
  readonly habits?: Partial<Record<keyof EntryRead | keyof FeedRead, (text: string) => string>>;
  /** Fails when the document is not well-formed. */
  readonly read: (document: string) => DocumentRead | Promise<DocumentRead>;
}

const NONE = "";

/** A time as RFC 822 or RFC 3339 writes it. */
function instant(written: string | Date | null | undefined): string {
  return new Date(written ?? Number.NaN).toISOString();
}

/** HTML text as plain text: what RSS titles and descriptions and Atom's `type="html"` ask of a reader, once. */
function fromHtml(html: string | null | undefined): string {
  return decodeHTML(html ?? NONE);
}

function fromHtmlOrNone(html: string | null | undefined): string | null {
  return html === null || html === undefined ? null : decodeHTML(html);
}

/** The page for people is the one alternate of this type. */
const PEOPLE = "text/html; charset=utf-8";

// --- saxes: strict, with namespaces; it tells everything that stands in a document. ---

const ATOM = "http://www.w3.org/2005/Atom";
const DC = "http://purl.org/dc/elements/1.1/";
const CONTENT = "http://purl.org/rss/1.0/modules/content/";
const MEDIA = "http://search.yahoo.com/mrss/";
const XML = "http://www.w3.org/XML/1998/namespace";

function one(parent: Element | undefined, name: string, uri = NONE): Element | undefined {
  const found = parent === undefined ? [] : childrenOf(parent, name, uri);
  if (found.length > 1) throw new Error(`There are ${found.length} elements ${name}.`);
  return found[0];
}

function textAt(parent: Element | undefined, name: string, uri = NONE): string | undefined {
  const found = one(parent, name, uri);
  return found === undefined ? undefined : textOf(found);
}

function must<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`There is no ${what}.`);
  return value;
}

/** RSS declares `isPermaLink` true unless it says otherwise (RSS 2.0, guid). */
function guidOf(item: Element): string {
  const guid = must(one(item, "guid"), "guid");
  if (attributeOf(guid, "isPermaLink") !== "false") throw new Error("The guid is said to be an address.");
  return textOf(guid);
}

function rssBySaxes(document: string): DocumentRead {
  const rss = parseXml(document);
  if (rss.name !== "rss" || attributeOf(rss, "version") !== "2.0") throw new Error("This is not RSS 2.0.");
  const channel = must(one(rss, "channel"), "channel");
  const links = childrenOf(channel, "link", ATOM);
  const image = one(channel, "image");
  if (image !== undefined) {
    for (const name of ["title", "link"])
      if (textAt(image, name) !== textAt(channel, name)) throw new Error(`The image has another ${name}.`);
  }
  return {
    feed: {
      title: fromHtml(textAt(channel, "title")),
      description: fromHtml(textAt(channel, "description")),
      page: must(textAt(channel, "link"), "link"),
      self: must(hrefs(links, "self")[0], "self"),
      people: must(hrefs(links.filter(isForPeople), "alternate")[0], "page for people"),
      language: must(textAt(channel, "language"), "language"),
      copyright: textAt(channel, "copyright") ?? null,
      icon: textAt(image, "url") ?? null,
      generator: must(textAt(channel, "generator"), "generator"),
      labels: childrenOf(channel, "category").map(textOf),
      updated: instant(textAt(channel, "lastBuildDate")),
      hubs: hrefs(links, "hub"),
    },
    entries: childrenOf(channel, "item").map((item) => {
      const enclosure = one(item, "enclosure");
      if (enclosure !== undefined && attributeOf(enclosure, "length") !== "0")
        throw new Error("The enclosure has a length that nobody knows.");
      const media = one(item, "content", MEDIA);
      if (media !== undefined && attributeOf(media, "medium") !== "image")
        throw new Error("The medium is not image.");
      return {
        id: guidOf(item),
        headline: fromHtml(textAt(item, "title")),
        link: must(textAt(item, "link"), "link"),
        published: instant(textAt(item, "pubDate")),
        updated: instant(textAt(item, "updated", ATOM)),
        standfirst: fromHtmlOrNone(textAt(item, "description")),
        html: must(textAt(item, "encoded", CONTENT), "content"),
        labels: childrenOf(item, "category").map(textOf),
        schemes: childrenOf(item, "category").map((category) =>
          must(attributeOf(category, "domain"), "domain"),
        ),
        authors: childrenOf(item, "creator", DC).map(textOf),
        picture: enclosure === undefined ? null : must(attributeOf(enclosure, "url"), "url"),
        pictureType: enclosure === undefined ? null : must(attributeOf(enclosure, "type"), "type"),
        lead: media === undefined ? null : must(attributeOf(media, "url"), "url"),
        leadType: media === undefined ? null : must(attributeOf(media, "type"), "type"),
        alternative: textAt(media, "description", MEDIA) ?? null,
        language: must(textAt(item, "language", DC), "language"),
      };
    }),
  };
}

function isForPeople(link: Element): boolean {
  return attributeOf(link, "type") === PEOPLE;
}

function hrefs(links: readonly Element[], rel: string): string[] {
  return links
    .filter((link) => (attributeOf(link, "rel") ?? "alternate") === rel)
    .map((link) => must(attributeOf(link, "href"), "href"));
}

/** The text of an Atom text construct (RFC 4287, section 3.1). */
function atomText(parent: Element, name: string): string | null {
  const element = one(parent, name, ATOM);
  if (element === undefined) return null;
  return attributeOf(element, "type") === "html" ? fromHtml(textOf(element)) : textOf(element);
}

function atomBySaxes(document: string): DocumentRead {
  const feed = parseXml(document);
  if (feed.name !== "feed" || feed.uri !== ATOM) throw new Error("This is not Atom 1.0.");
  const links = childrenOf(feed, "link", ATOM);
  const language = must(attributeOf(feed, "lang", XML), "language");
  const typed = links.filter((link) => attributeOf(link, "type") !== undefined);
  return {
    feed: {
      id: must(textAt(feed, "id", ATOM), "id"),
      title: atomText(feed, "title") ?? NONE,
      description: atomText(feed, "subtitle") ?? NONE,
      page: must(
        hrefs(
          links.filter((link) => attributeOf(link, "type") === undefined),
          "alternate",
        )[0],
        "page",
      ),
      self: must(hrefs(links, "self")[0], "self"),
      people: must(hrefs(links.filter(isForPeople), "alternate")[0], "page for people"),
      others: typed
        .filter((link) => attributeOf(link, "rel") === "alternate" && !isForPeople(link))
        .map((link) => [attributeOf(link, "type") ?? NONE, attributeOf(link, "href") ?? NONE]),
      language,
      copyright: atomText(feed, "rights"),
      icon: textAt(feed, "icon", ATOM) ?? null,
      generator: must(textAt(feed, "generator", ATOM), "generator"),
      ...atomCategories(feed),
      updated: instant(textAt(feed, "updated", ATOM)),
      hubs: hrefs(links, "hub"),
      authors: childrenOf(feed, "author", ATOM).map((author) => must(textAt(author, "name", ATOM), "name")),
    },
    entries: childrenOf(feed, "entry", ATOM).map((entry) => {
      const own = childrenOf(entry, "link", ATOM);
      const enclosure = own.find((link) => attributeOf(link, "rel") === "enclosure");
      const content = must(one(entry, "content", ATOM), "content");
      if (attributeOf(content, "type") !== "html") throw new Error("The content is not HTML.");
      const authors = childrenOf(entry, "author", ATOM);
      return {
        id: must(textAt(entry, "id", ATOM), "id"),
        headline: atomText(entry, "title") ?? NONE,
        link: must(hrefs(own, "alternate")[0], "link"),
        published: instant(textAt(entry, "published", ATOM)),
        updated: instant(textAt(entry, "updated", ATOM)),
        standfirst: atomText(entry, "summary"),
        html: textOf(content),
        ...atomCategories(entry),
        authors: authors.map((author) => must(textAt(author, "name", ATOM), "name")),
        authorPages: authors.map((author) => must(textAt(author, "uri", ATOM), "uri")),
        picture: enclosure === undefined ? null : must(attributeOf(enclosure, "href"), "href"),
        pictureType: enclosure === undefined ? null : must(attributeOf(enclosure, "type"), "type"),
        // A title that says nothing is the same as none.
        alternative: (enclosure === undefined ? undefined : attributeOf(enclosure, "title")) || null,
        language: attributeOf(entry, "lang", XML) ?? language,
      };
    }),
  };
}

function atomCategories(parent: Element): Pick<EntryRead, "labels" | "terms" | "schemes"> {
  const categories = childrenOf(parent, "category", ATOM);
  const all = (name: string) => categories.map((category) => must(attributeOf(category, name), name));
  return { labels: all("label"), terms: all("term"), schemes: all("scheme") };
}

// --- feedsmith: a parser of all three formats, itself on fast-xml-parser. ---

function rssByFeedsmith(document: string): DocumentRead {
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

function atomByFeedsmith(document: string): DocumentRead {
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

function jsonByFeedsmith(document: string): DocumentRead {
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

// --- rss-parser: the most used one of npm, on xml2js. ---

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

async function rssByRssParser(document: string): Promise<DocumentRead> {
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

async function atomByRssParser(document: string): Promise<DocumentRead> {
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

// --- @rowanmanning/feed-parser: on fast-xml-parser. It decodes HTML in every element's text, whatever it is. ---

function byRowanManning(document: string): DocumentRead {
  const feed = parseFeed(document);
  return {
    feed: {
      title: feed.title ?? NONE,
      description: feed.description ?? NONE,
      page: feed.url ?? NONE,
      self: feed.self ?? NONE,
      language: feed.language ?? NONE,
      copyright: feed.copyright,
      icon: feed.image?.url ?? null,
      generator: feed.generator?.label ?? NONE,
      labels: feed.categories.map(({ label }) => label ?? NONE),
      terms: feed.categories.map(({ term }) => term),
      schemes: feed.categories.map(({ url }) => url ?? NONE),
      updated: instant(feed.updated),
      authors: feed.authors.map(({ name }) => name ?? NONE),
    },
    entries: feed.items.map((item) => ({
      id: item.id ?? NONE,
      headline: item.title ?? NONE,
      link: item.url ?? NONE,
      published: instant(item.published),
      updated: instant(item.updated),
      standfirst: item.description,
      html: item.content ?? NONE,
      authors: ownAuthors(item, feed).map(({ name }) => name ?? NONE),
      authorPages: ownAuthors(item, feed).map(({ url }) => url ?? NONE),
      picture: item.media[0]?.url ?? null,
      pictureType: item.media[0]?.mimeType ?? null,
    })),
  };
}

/** It takes a word of a name with "@" in it for a mail address. */
function withoutMail(name: string): string {
  const words = name.split(" ");
  return words.filter((word) => !word.includes("@")).join(" ");
}

/** It gives an entry without authors the feed's, which have no address where an entry's own have one. */
function ownAuthors(
  { authors }: ReturnType<typeof parseFeed>["items"][number],
  { meta }: ReturnType<typeof parseFeed>,
): typeof authors {
  return meta.type === "atom" ? authors.filter(({ url }) => url !== null) : authors;
}

// --- JSON.parse ---

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

function jsonByParse(document: string): DocumentRead {
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
      if (item.tags.join("\n") !== categories.labels.join("\n"))
        throw new Error("The tags are not the labels.");
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

// --- What the formats can say, and what each parser tells of it. ---

const TOLD: readonly (keyof EntryRead)[] = [
  "id",
  "headline",
  "link",
  "published",
  "updated",
  "standfirst",
  "html",
  "labels",
  "authors",
  "picture",
  "pictureType",
  "alternative",
  "language",
];

/** Everything that a format can say of an article. */
export const ENTRY_FIELDS: Readonly<Record<Format, readonly (keyof EntryRead)[]>> = {
  rss: [...TOLD, "schemes", "lead", "leadType"],
  atom: [...TOLD, "terms", "schemes", "authorPages"],
  json: [...TOLD, "terms", "schemes", "authorPages", "lead", "readingMinutes"],
};

const OF_FEEDS: readonly (keyof FeedRead)[] = [
  "title",
  "description",
  "page",
  "self",
  "people",
  "language",
  "copyright",
  "icon",
  "generator",
  "labels",
  "updated",
  "hubs",
];

/** Everything that a format can say of a feed. */
export const FEED_FIELDS: Readonly<Record<Format, readonly (keyof FeedRead)[]>> = {
  rss: OF_FEEDS,
  atom: [...OF_FEEDS, "id", "others", "terms", "schemes", "authors"],
  json: [...OF_FEEDS, "id", "terms", "schemes", "authors"],
};

function without<T>(fields: readonly T[], ...left: readonly T[]): T[] {
  return fields.filter((field) => !left.includes(field));
}

/** Every parser at hand, for every format that it reads. */
export const READERS: readonly Reader[] = [
  {
    name: "saxes",
    format: "rss",
    feedFields: FEED_FIELDS.rss,
    entryFields: ENTRY_FIELDS.rss,
    read: rssBySaxes,
  },
  {
    name: "feedsmith",
    format: "rss",
    feedFields: FEED_FIELDS.rss,
    entryFields: ENTRY_FIELDS.rss,
    read: rssByFeedsmith,
  },
  {
    name: "rss-parser",
    format: "rss",
    feedFields: without(FEED_FIELDS.rss, "people", "labels", "hubs"),
    entryFields: without(ENTRY_FIELDS.rss, "alternative"),
    read: rssByRssParser,
  },
  {
    name: "@rowanmanning/feed-parser",
    format: "rss",
    // It takes a feed's categories and authors for those of entries that have none, and knows no atom:updated.
    feedFields: without(FEED_FIELDS.rss, "people", "hubs"),
    entryFields: without(
      ENTRY_FIELDS.rss,
      "updated",
      "labels",
      "schemes",
      "alternative",
      "lead",
      "leadType",
      "language",
    ),
    habits: {
      html: decodeOnceMore,
      authors: (name) => withoutMail(decodeOnceMore(name)),
      labels: decodeOnceMore,
      copyright: decodeOnceMore,
    },
    read: byRowanManning,
  },
  {
    name: "saxes",
    format: "atom",
    feedFields: FEED_FIELDS.atom,
    entryFields: ENTRY_FIELDS.atom,
    read: atomBySaxes,
  },
  {
    name: "feedsmith",
    format: "atom",
    feedFields: FEED_FIELDS.atom,
    entryFields: ENTRY_FIELDS.atom,
    read: atomByFeedsmith,
  },
  {
    name: "rss-parser",
    format: "atom",
    feedFields: ["title", "page", "self", "updated"],
    entryFields: ["id", "headline", "link", "published", "standfirst", "html"],
    read: atomByRssParser,
  },
  {
    name: "@rowanmanning/feed-parser",
    format: "atom",
    feedFields: without(FEED_FIELDS.atom, "id", "people", "others", "hubs"),
    entryFields: without(ENTRY_FIELDS.atom, "labels", "terms", "schemes", "alternative", "language"),
    habits: {
      html: decodeOnceMore,
      authors: decodeOnceMore,
      title: decodeOnceMore,
      description: decodeOnceMore,
      copyright: decodeOnceMore,
    },
    read: byRowanManning,
  },
  {
    name: "JSON.parse",
    format: "json",
    feedFields: FEED_FIELDS.json,
    entryFields: ENTRY_FIELDS.json,
    read: jsonByParse,
  },
  {
    name: "feedsmith",
    format: "json",
    feedFields: without(
      FEED_FIELDS.json,
      "id",
      "people",
      "copyright",
      "generator",
      "labels",
      "terms",
      "schemes",
      "updated",
    ),
    entryFields: without(ENTRY_FIELDS.json, "terms", "schemes", "readingMinutes"),
    read: jsonByFeedsmith,
  },
];

/** The part of what is true that a reader tells, as it tells it. */
export function asToldBy<T extends EntryRead | FeedRead>(
  reader: Reader,
  truth: T,
  fields: readonly (keyof T)[],
): Partial<T> {
  const told: Partial<T> = {};
  for (const field of fields) {
    const habit = reader.habits?.[field as keyof Reader["habits"]];
    told[field] = habit === undefined ? truth[field] : (changed(truth[field], habit) as T[keyof T]);
  }
  return told;
}

function changed(value: unknown, habit: (text: string) => string): unknown {
  if (typeof value === "string") return habit(value);
  return Array.isArray(value) ? value.map((each) => changed(each, habit)) : value;
}
