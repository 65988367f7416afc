import type { Article, ArticleRef } from "../../article/article.ts";
import type { KnownFeed } from "../../feed/known-feed.ts";
import { escapeAttribute } from "../../lib/text.ts";
import type { Site } from "../../site/site.ts";
import { articlePath, FEEDS_PATH, type SitemapPart, scopeAddress, sitemapPath } from "../../site/urls.ts";

const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>';

/** Namespaces of the protocol (sitemaps.org, 0.9) and of Google's extension for news. */
const SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9";
const NEWS = "http://www.google.com/schemas/sitemap-news/0.9";

/** The entries of a sitemap. */
export interface SitemapContent {
  /** Feeds whose pages it lists. With the feed of all articles come the front page and the table of all feeds. */
  readonly feeds?: readonly KnownFeed[];
  /** When the front page and the table of all feeds last changed, UTC. */
  readonly modified?: Date;
  readonly articles?: readonly ArticleRef[];
}

/**
 * A sitemap (sitemaps.org, protocol 0.9). Pages of categories and authors have no `lastmod`: it is optional, and each
 * would cost a query.
 */
export function sitemap(site: Site, { feeds = [], modified, articles = [] }: SitemapContent): string {
  const pages = feeds.flatMap(({ scope }) =>
    scope.kind === "all"
      ? [url(scopeAddress(site, scope), modified), url(site.address + FEEDS_PATH, modified)]
      : [url(scopeAddress(site, scope))],
  );
  const stories = articles.map(({ slug, updated }) => url(site.address + articlePath(slug), updated));
  return `${DECLARATION}
<urlset xmlns="${SITEMAP}">
${[...pages, ...stories].join("")}</urlset>
`;
}

/** The index of the parts of a large sitemap, the newest articles first. */
export function sitemapIndex(site: Site, parts: { readonly pages: number; readonly articles: number }): string {
  const listed = (part: SitemapPart) =>
    `<sitemap><loc>${escapeAttribute(site.address + sitemapPath(part))}</loc></sitemap>\n`;
  const pages = Array.from({ length: parts.pages }, (_, index) => listed({ of: "pages", number: index + 1 }));
  const articles = Array.from({ length: parts.articles }, (_, index) =>
    listed({ of: "articles", number: parts.articles - index }),
  );
  return `${DECLARATION}
<sitemapindex xmlns="${SITEMAP}">
${[...pages, ...articles].join("")}</sitemapindex>
`;
}

/**
 * A sitemap of news, as Google reads it (Search Central, “News sitemaps”).
 * @param articles of the last two days, at most a thousand
 */
export function newsSitemap(site: Site, articles: readonly Article[]): string {
  const name = escapeAttribute(publicationName(site.title));
  const entries = articles.map(
    ({ slug, headline, language, published }) => `<url>
<loc>${escapeAttribute(site.address + articlePath(slug))}</loc>
<news:news>
<news:publication>
<news:name>${name}</news:name>
<news:language>${newsLanguage(language)}</news:language>
</news:publication>
<news:publication_date>${published.toISOString()}</news:publication_date>
<news:title>${escapeAttribute(headline)}</news:title>
</news:news>
</url>
`,
  );
  return `${DECLARATION}
<urlset xmlns="${SITEMAP}" xmlns:news="${NEWS}">
${entries.join("")}</urlset>
`;
}

/** W3C Datetime, as the protocol wants it, is what ISO 8601 is in UTC. */
function url(address: string, modified?: Date): string {
  const changed = modified === undefined ? "" : `<lastmod>${modified.toISOString()}</lastmod>`;
  return `<url><loc>${escapeAttribute(address)}</loc>${changed}</url>\n`;
}

/** What Google calls a publication: its name without what stands in parentheses. */
function publicationName(title: string): string {
  return title.replace(/\s*\([^()]*\)/g, "").trim() || title;
}

/**
 * The language of an article, as Google News takes it: a code of ISO 639, two letters or three; Chinese by its script.
 * @param language BCP 47
 */
function newsLanguage(language: string): string {
  const locale = new Intl.Locale(language);
  if (locale.language !== "zh") return locale.language;
  return locale.maximize().script === "Hant" ? "zh-tw" : "zh-cn";
}
