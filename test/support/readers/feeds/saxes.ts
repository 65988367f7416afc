/** saxes: strict, with namespaces; it tells everything that stands in a document. */
import { attributeOf, childrenOf, type Element, parseXml, textOf } from "../xml.ts";
import { type DocumentRead, type EntryRead, fromHtml, fromHtmlOrNone, instant, NONE, PEOPLE } from "./reading.ts";

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

export function rssBySaxes(document: string): DocumentRead {
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
      if (media !== undefined && attributeOf(media, "medium") !== "image") throw new Error("The medium is not image.");
      return {
        id: guidOf(item),
        headline: fromHtml(textAt(item, "title")),
        link: must(textAt(item, "link"), "link"),
        published: instant(textAt(item, "pubDate")),
        updated: instant(textAt(item, "updated", ATOM)),
        standfirst: fromHtmlOrNone(textAt(item, "description")),
        html: must(textAt(item, "encoded", CONTENT), "content"),
        labels: childrenOf(item, "category").map(textOf),
        schemes: childrenOf(item, "category").map((category) => must(attributeOf(category, "domain"), "domain")),
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

export function atomBySaxes(document: string): DocumentRead {
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
