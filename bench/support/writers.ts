import { type Extension, Feed } from "feed";
import { generateAtomFeed, generateJsonFeed, generateRssFeed } from "feedsmith";
import RSS from "rss";
import type { Article } from "../../src/article/article.ts";
import type { Format } from "../../src/lib/feed-format.ts";
import type { Site } from "../../src/site/site.ts";
import { articleId, articlePath, feedPath, scopeAddress } from "../../src/site/urls.ts";

/**
 * The whole list, written anew with `feed`.
 * @param full with every element that Harkara writes, as far as `feed` can; else as one begins
 */
export function feedDocument(site: Site, articles: readonly Article[], format: Format, full: boolean): string {
  const self = selfOf(site, format);
  const feed = new Feed({
    id: `${site.address}/`,
    title: site.title,
    description: site.description,
    link: `${site.address}/`,
    feed: self,
    feedLinks: { [format]: self },
    language: site.language,
    updated: newest(articles),
    ...(site.copyright === null ? {} : { copyright: site.copyright }),
  });
  for (const article of articles) {
    feed.addItem({
      title: article.headline,
      link: site.address + articlePath(article.slug),
      id: articleId(site, article),
      date: article.updated,
      published: article.published,
      description: article.standfirst ?? "",
      content: article.html,
      author: authorsOf(site, article).map(({ name, url }) => ({ name, link: url })),
      category: article.categories.map(({ label, slug }) => ({
        name: label,
        term: slug,
        domain: termAddress(site, slug),
      })),
      ...(article.picture === null
        ? {}
        : { image: { url: article.picture.address, type: article.picture.type, length: 0 } }),
      ...(full && format === "rss" ? { extensions: extensionsOf(article) } : {}),
    });
  }
  return format === "rss" ? feed.rss2() : format === "atom" ? feed.atom1() : feed.json1();
}

/** The same with `feedsmith`. */
export function feedsmithDocument(site: Site, articles: readonly Article[], format: Format): string {
  switch (format) {
    case "rss":
      return generateRssFeed({
        title: site.title,
        link: `${site.address}/`,
        description: site.description,
        language: site.language,
        lastBuildDate: newest(articles),
        atom: { links: [{ href: selfOf(site, "rss"), rel: "self", type: "application/rss+xml" }] },
        items: articles.map((article) => ({
          title: article.headline,
          link: site.address + articlePath(article.slug),
          guid: { value: articleId(site, article), isPermaLink: false },
          pubDate: article.published,
          description: article.standfirst ?? "",
          content: { encoded: article.html },
          dc: { creators: article.authors.map(({ name }) => name), languages: [article.language] },
          atom: { updated: article.updated },
          categories: article.categories.map(({ label, slug }) => ({
            name: label,
            domain: termAddress(site, slug),
          })),
          ...(article.picture === null
            ? {}
            : {
                enclosures: [{ url: article.picture.address, length: 0, type: article.picture.type }],
                media: {
                  contents: [
                    {
                      url: article.picture.address,
                      medium: "image",
                      type: article.picture.type,
                      description: { value: article.picture.alternative, type: "plain" },
                    },
                  ],
                },
              }),
        })),
      });
    case "atom":
      return generateAtomFeed({
        id: `${site.address}/`,
        title: { value: site.title },
        subtitle: { value: site.description },
        updated: newest(articles),
        links: [{ href: selfOf(site, "atom"), rel: "self" }],
        entries: articles.map((article) => ({
          id: articleId(site, article),
          title: { value: article.headline },
          updated: article.updated,
          published: article.published,
          links: [
            { href: site.address + articlePath(article.slug) },
            ...(article.picture === null
              ? []
              : [{ rel: "enclosure", href: article.picture.address, type: article.picture.type }]),
          ],
          summary: { value: article.standfirst ?? "" },
          content: { value: article.html, type: "html" },
          authors: authorsOf(site, article).map(({ name, url }) => ({ name, uri: url })),
          categories: article.categories.map(({ label, slug }) => ({
            term: slug,
            scheme: termAddress(site, slug),
            label,
          })),
        })),
      });
    case "json":
      return JSON.stringify(
        generateJsonFeed({
          title: site.title,
          home_page_url: `${site.address}/`,
          feed_url: selfOf(site, "json"),
          description: site.description,
          language: site.language,
          items: articles.map((article) => ({
            id: articleId(site, article),
            url: site.address + articlePath(article.slug),
            title: article.headline,
            content_html: article.html,
            summary: article.standfirst ?? "",
            date_published: article.published,
            date_modified: article.updated,
            authors: authorsOf(site, article),
            tags: article.categories.map(({ label }) => label),
            language: article.language,
            ...(article.picture === null
              ? {}
              : {
                  image: article.picture.address,
                  attachments: [{ url: article.picture.address, mime_type: article.picture.type }],
                }),
          })),
        }),
        null,
        4,
      );
  }
}

/** The same with `rss`, which writes RSS only. */
export function rssDocument(site: Site, articles: readonly Article[]): string {
  const feed = new RSS({
    title: site.title,
    description: site.description,
    site_url: `${site.address}/`,
    feed_url: selfOf(site, "rss"),
    language: site.language,
    copyright: site.copyright,
    pubDate: newest(articles),
    custom_namespaces: { media: "http://search.yahoo.com/mrss/" },
  });
  for (const article of articles) {
    feed.item({
      title: article.headline,
      description: article.standfirst,
      url: site.address + articlePath(article.slug),
      guid: articleId(site, article),
      date: article.published,
      categories: article.categories.map(({ label }) => label),
      ...(article.picture === null
        ? {}
        : { enclosure: { url: article.picture.address, type: article.picture.type, size: 0 } }),
      custom_elements: [
        { "content:encoded": { _cdata: article.html } },
        ...article.authors.map(({ name }) => ({ "dc:creator": name })),
        { "dc:language": article.language },
        { "atom:updated": article.updated.toISOString() },
        ...(article.picture === null
          ? []
          : [
              {
                "media:content": [
                  {
                    _attr: {
                      url: article.picture.address,
                      medium: "image",
                      type: article.picture.type,
                    },
                  },
                  { "media:description": [{ _attr: { type: "plain" } }, article.picture.alternative] },
                ],
              },
            ]),
      ],
    });
  }
  return feed.xml({ indent: true });
}

function extensionsOf({ authors, language, updated, picture }: Article): Extension[] {
  // `feed` passes lists on as well as objects, which its types do not say.
  const creators = authors.map(({ name }) => ({ _text: name })) as object as Extension["objects"];
  return [
    { name: "dc:creator", objects: creators },
    { name: "dc:language", objects: { _text: language } },
    { name: "atom:updated", objects: { _text: updated.toISOString() } },
    ...(picture === null
      ? []
      : [
          {
            name: "media:content",
            objects: {
              _attributes: { url: picture.address, medium: "image", type: picture.type },
              "media:description": { _attributes: { type: "plain" }, _text: picture.alternative },
            },
          },
        ]),
  ];
}

function selfOf(site: Site, format: Format): string {
  return site.address + feedPath({ kind: "all" }, format);
}

function termAddress(site: Site, slug: string): string {
  return scopeAddress(site, { kind: "category", slug });
}

function authorsOf(site: Site, { authors }: Article): { name: string; url: string }[] {
  return authors.map(({ name, slug }) => ({ name, url: scopeAddress(site, { kind: "author", slug }) }));
}

function newest(articles: readonly Article[]): Date {
  return new Date(Math.max(0, ...articles.map(({ updated }) => updated.getTime())));
}
