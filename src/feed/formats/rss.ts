import { type Extension, Feed, type FeedOptions } from "feed";
import type { Article } from "../../article/article.ts";
import { MEDIA_RSS } from "../../article/fields/field.ts";
import { escapeText } from "../../lib/text.ts";
import type { Site } from "../../site/site.ts";
import { articleId, articlePath, scopeAddress } from "../../site/urls.ts";
import type { Selection } from "../selection.ts";
import { asRawAttribute, asRssTitle, asText, finishAttributes } from "./escape.ts";
import { rssExtensions } from "./fields.ts";
import { categoriesOf, hubsOf, PAGE_TYPE, selfAddress, subscribePageAddress } from "./head.ts";
import { type Frame, GENERATOR, splitDocument } from "./split-document.ts";

const ITEM = { opening: "\n        <item>", closing: "\n    </channel>" };

/** `feed` needs a head to print an item; it is cut off again. */
const NO_HEAD: FeedOptions = { title: "-", link: "http://localhost/", updated: new Date(0) };

/** Writes an article as an RSS 2.0 `<item>`, as `feed` prints it. */
export function rssEntry(site: Site, article: Article): string {
  const feed = new Feed(NO_HEAD);
  feed.addItem({
    title: asRssTitle(article.headline),
    link: site.address + articlePath(article.slug),
    id: asText(articleId(site, article)),
    date: article.updated,
    published: article.published,
    ...(article.standfirst === null ? {} : { description: escapeText(article.standfirst) }),
    content: article.html,
    category: article.categories.map(({ label, slug }) => ({
      name: asText(label),
      domain: asRawAttribute(scopeAddress(site, { kind: "category", slug })),
    })),
    ...(article.picture === null
      ? {}
      : { image: { url: article.picture.address, type: article.picture.type, length: 0 } }),
    extensions: itemExtensions(article),
  });
  return finishAttributes(splitDocument(feed.rss2(), ITEM).entries);
}

/** Writes what precedes and follows the items of an RSS 2.0 document, with elements of Atom, Dublin Core and Media RSS. */
export function rssFrame(selection: Selection, articles: readonly Article[]): Frame {
  const { site } = selection;
  const feed = new Feed({
    title: asText(asRssTitle(selection.title)),
    description: asText(asRssTitle(selection.description)),
    link: selection.page,
    feed: selfAddress(selection, "rss"),
    updated: selection.updated,
    generator: GENERATOR,
    language: site.language,
    ...(site.cache.maxAge > 0 ? { ttl: Math.ceil(site.cache.maxAge / 60) } : {}),
    ...(site.copyright === null ? {} : { copyright: asText(site.copyright) }),
    ...(site.icon === null ? {} : { image: asText(site.icon) }),
  });
  for (const { label } of categoriesOf(selection, articles)) feed.addCategory(asText(label));
  feed.addExtension(extension("_attributes", { "xmlns:media": MEDIA_RSS }));
  feed.addExtension(
    extension("atom:link", [
      link(selfAddress(selection, "rss"), "self", "application/rss+xml"),
      link(subscribePageAddress(selection), "alternate", PAGE_TYPE),
      ...hubsOf(selection).map((hub) => link(hub, "hub")),
    ]),
  );
  // `feed` declares the namespaces of items only in a document with an item.
  if (articles.length > 0) feed.addItem({ title: "-", link: selection.page, date: selection.updated, content: "-" });
  return splitDocument(feed.rss2(), ITEM);
}

function itemExtensions(article: Article): Extension[] {
  const { authors, language, updated } = article;
  return [
    ...(authors.length === 0
      ? []
      : [
          extension(
            "dc:creator",
            authors.map(({ name }) => ({ _text: asText(name) })),
          ),
        ]),
    extension("dc:language", { _text: language }),
    extension("atom:updated", { _text: updated.toISOString() }),
    ...rssExtensions(article),
  ];
}

function link(href: string, rel: string, type?: string): object {
  return { _attributes: { href: asRawAttribute(href), rel, ...(type === undefined ? {} : { type }) } };
}

/** `feed` also takes lists as `objects`, although its types say otherwise. */
function extension(name: string, objects: object): Extension {
  return { name, objects: objects as Extension["objects"] };
}
