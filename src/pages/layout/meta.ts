import type { Article } from "../../article/article.ts";
import type { Scope } from "../../site/scope.ts";
import type { Site } from "../../site/site.ts";
import { articlePath, SEARCH_PATH, scopeAddress } from "../../site/urls.ts";
import { ownDescription, summaryOf } from "../components/summary.ts";
import { type Html, markup, NOTHING, raw } from "./markup.ts";

/** What a page is, for those who show a link to it. */
export interface Card {
  readonly title: string;
  readonly description?: string;
  /** The page's own absolute address. */
  readonly address: string;
}

/**
 * What programs that do not read the page are told of it: Open Graph (ogp.me), which messengers and social networks
 * show a link by, and JSON-LD (schema.org), which search engines read.
 */
export function siteMeta(site: Site, card: Card, data: readonly object[]): Html {
  const picture = site.logo ?? site.icon;
  return markup`${openGraph([
    ["og:type", "website"],
    ...cardProperties(site, card, site.language),
    ...(picture === null ? [] : [["og:image", picture] as const]),
  ])}<meta name="twitter:card" content="summary">
${data.length === 0 ? NOTHING : dataBlock(data)}`;
}

/** The same of an article. */
export function articleMeta(site: Site, article: Article): Html {
  const { slug, headline, authors, categories, picture, language, published, updated } = article;
  const address = site.address + articlePath(slug);
  const description = summaryOf(article);
  const card = { title: headline, address, ...(description === undefined ? {} : { description }) };
  const people = authors.map((author) => authorAddress(site, author.slug));
  const shown = picture?.address ?? site.logo ?? site.icon;
  return markup`${
    authors.length === 0
      ? NOTHING
      : markup`<meta name="author" content="${authors.map(({ name }) => name).join(", ")}">\n`
  }${openGraph([
    ["og:type", "article"],
    ...cardProperties(site, card, language),
    ...(shown === null ? [] : [["og:image", shown] as const]),
    ...(picture === null || picture.alternative === "" ? [] : [["og:image:alt", picture.alternative] as const]),
    ["article:published_time", published.toISOString()],
    ["article:modified_time", updated.toISOString()],
    ...people.map((person) => ["article:author", person] as const),
    ...categories.slice(0, 1).map(({ label }) => ["article:section", label] as const),
    ...categories.map(({ label }) => ["article:tag", label] as const),
  ])}${picture === null ? NOTHING : markup`<meta name="robots" content="max-image-preview:large">\n`}<meta name="twitter:card" content="${picture === null ? "summary" : "summary_large_image"}">
${dataBlock([newsArticle(site, article, description), crumbs(site, article)])}`;
}

/** The site and how it is searched (schema.org `WebSite`). */
export function websiteData(site: Site): object {
  const description = ownDescription(site, site.title, site.description);
  return {
    "@type": "WebSite",
    "@id": `${site.address}/#website`,
    name: site.title,
    ...(description === undefined ? {} : { description }),
    url: `${site.address}/`,
    inLanguage: site.language,
    publisher: publisherOf(site),
    potentialAction: {
      "@type": "SearchAction",
      target: {
        "@type": "EntryPoint",
        urlTemplate: `${site.address}${SEARCH_PATH}?q={search_term_string}`,
      },
      "query-input": "required name=search_term_string",
    },
  };
}

/** Where a page stands (schema.org `BreadcrumbList`): below the front page. @param trail what leads down to it */
export function breadcrumbs(site: Site, trail: readonly { name: string; address: string }[]): object {
  return {
    "@type": "BreadcrumbList",
    itemListElement: [{ name: site.title, address: `${site.address}/` }, ...trail].map(({ name, address }, index) => ({
      "@type": "ListItem",
      position: index + 1,
      name,
      item: address,
    })),
  };
}

function newsArticle(site: Site, article: Article, description: string | undefined): object {
  const { slug, headline, authors, categories, picture, language, published, updated } = article;
  const address = site.address + articlePath(slug);
  return {
    "@type": "NewsArticle",
    "@id": `${address}#article`,
    url: address,
    mainEntityOfPage: address,
    headline,
    ...(description === undefined ? {} : { description }),
    ...(picture === null ? {} : { image: [picture.address] }),
    datePublished: published.toISOString(),
    dateModified: updated.toISOString(),
    ...(authors.length === 0
      ? {}
      : {
          author: authors.map((author) => ({
            "@type": "Person",
            name: author.name,
            url: authorAddress(site, author.slug),
          })),
        }),
    publisher: publisherOf(site),
    ...(categories.length === 0 ? {} : { articleSection: categories.map(({ label }) => label) }),
    inLanguage: language,
    isAccessibleForFree: true,
  };
}

function crumbs(site: Site, { slug, headline, categories }: Article): object {
  const [category] = categories;
  return breadcrumbs(site, [
    ...(category === undefined
      ? []
      : [
          {
            name: category.label,
            address: scopeAddress(site, { kind: "category", slug: category.slug }),
          },
        ]),
    { name: headline, address: site.address + articlePath(slug) },
  ]);
}

function publisherOf(site: Site): object {
  const logo = site.logo ?? site.icon;
  return {
    "@type": "Organization",
    name: site.title,
    url: `${site.address}/`,
    ...(logo === null ? {} : { logo: { "@type": "ImageObject", url: logo } }),
  };
}

function authorAddress(site: Site, slug: string): string {
  const scope: Scope = { kind: "author", slug };
  return scopeAddress(site, scope);
}

type Property = readonly [name: string, content: string];

/** @param language BCP 47 */
function cardProperties(site: Site, { title, description, address }: Card, language: string): Property[] {
  return [
    ["og:site_name", site.title],
    ["og:title", title],
    ...(description === undefined ? [] : [["og:description", description] as const]),
    ["og:url", address],
    ["og:locale", localeOf(language)],
  ];
}

/** Open Graph's form of a language, which names a country: `hi_IN`, `en_US`; the likeliest one where none is given. */
function localeOf(tag: string): string {
  const { language, region } = new Intl.Locale(tag).maximize();
  return region === undefined ? language : `${language}_${region}`;
}

function openGraph(properties: readonly Property[]): Html {
  return markup`${properties.map(([name, content]) => markup`<meta property="${name}" content="${content}">\n`)}`;
}

/**
 * JSON-LD in a data block, which browsers never run (HTML, section 4.12.1.1). JSON's own escapes stand for all that
 * could end the element or begin a comment in it, so that no text gets out.
 */
function dataBlock(graph: readonly object[]): Html {
  const json = JSON.stringify({ "@context": "https://schema.org", "@graph": graph });
  const safe = json.replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return markup`<script type="application/ld+json">${raw(safe)}</script>\n`;
}
