import { Feed, type FeedOptions } from "feed";
import type { Article } from "../../article/article.ts";
import { escapeText } from "../../lib/text.ts";
import type { Site } from "../../site/site.ts";
import { articleId, articlePath, scopeAddress } from "../../site/urls.ts";
import type { Selection } from "../selection.ts";
import { asAttribute, asOwnAttribute, asRawAttribute, asText, finishAttributes } from "./escape.ts";
import { atomElements } from "./fields.ts";
import { categoriesOf, hubsOf, PAGE_TYPE, selfAddress, subscribePageAddress } from "./head.ts";
import { type Frame, GENERATOR, splitDocument } from "./split-document.ts";

const ENTRY = { opening: "\n    <entry>", closing: "\n</feed>" };

const NO_HEAD: FeedOptions = { id: "-", title: "-", updated: new Date(0) };

/**
 * Writes an article as an Atom 1.0 `<entry>` (RFC 4287). `feed` prints it; added are the language, where it differs from
 * the feed's, the picture's media type, and the fields of the registry.
 */
export function atomEntry(site: Site, article: Article): string {
  const feed = new Feed(NO_HEAD);
  feed.addItem({
    title: escapeText(article.headline),
    link: site.address + articlePath(article.slug),
    id: articleId(site, article),
    date: article.updated,
    published: article.published,
    ...(article.standfirst === null ? {} : { description: escapeText(article.standfirst) }),
    content: article.html,
    author: article.authors.map(({ name, slug }) => ({
      name: asText(name),
      link: scopeAddress(site, { kind: "author", slug }),
    })),
    category: article.categories.map(({ label, slug }) => ({
      name: asAttribute(label),
      term: slug,
      scheme: scopeAddress(site, { kind: "category", slug }),
    })),
    ...(article.picture === null
      ? {}
      : {
          image: {
            url: article.picture.address,
            ...(article.picture.alternative === "" ? {} : { title: asRawAttribute(article.picture.alternative) }),
          },
        }),
  });
  const entry = finishAttributes(splitDocument(feed.atom1(), ENTRY).entries);
  return withLanguage(withFields(withPictureType(entry, article), article), site, article);
}

/** Writes what precedes and follows the entries of an Atom 1.0 document. */
export function atomFrame(selection: Selection, articles: readonly Article[]): Frame {
  const { site } = selection;
  const feed = new Feed({
    id: asText(selection.id),
    title: asText(selection.title),
    description: asText(selection.description),
    link: selection.page,
    feed: selfAddress(selection, "atom"),
    updated: selection.updated,
    generator: GENERATOR,
    // An entry without an author takes the feed's: RFC 4287, section 4.1.1, wants one of the two.
    author: { name: asText(site.author?.name ?? site.title) },
    ...(site.copyright === null ? {} : { copyright: asText(site.copyright) }),
    ...(site.icon === null ? {} : { favicon: asText(site.icon) }),
  });
  const { head, tail } = splitDocument(feed.atom1(), ENTRY);
  return { head: finishHead(head, selection, articles), tail };
}

/** Adds what `feed` cannot print: the language, the links to the subscribe page and other formats, every hub, and categories with scheme and label. */
function finishHead(head: string, selection: Selection, articles: readonly Article[]): string {
  const { site } = selection;
  const elements = [
    // No two alternates may have the same type and `hreflang` (RFC 4287, section 4.1.1); the site's own has none.
    `<link rel="alternate" type="${PAGE_TYPE}" href="${asOwnAttribute(subscribePageAddress(selection))}"/>`,
    `<link rel="alternate" type="application/rss+xml" href="${asOwnAttribute(selfAddress(selection, "rss"))}"/>`,
    `<link rel="alternate" type="application/feed+json" href="${asOwnAttribute(selfAddress(selection, "json"))}"/>`,
    // Newsboat takes the last alternate for the site's page, most others the first: it is both.
    `<link rel="alternate" hreflang="${asOwnAttribute(site.language)}" href="${asOwnAttribute(selection.page)}"/>`,
    ...hubsOf(selection).map((hub) => `<link rel="hub" href="${asOwnAttribute(hub)}"/>`),
    ...categoriesOf(selection, articles).map(({ label, slug }) => {
      const scheme = scopeAddress(site, { kind: "category", slug });
      return `<category label="${asOwnAttribute(label)}" scheme="${asOwnAttribute(scheme)}" term="${asOwnAttribute(slug)}"/>`;
    }),
  ];
  return (
    head.replace("<feed ", `<feed xml:lang="${asOwnAttribute(site.language)}" `) +
    elements.map((element) => `\n    ${element}`).join("")
  );
}

/** Adds the elements of the registry's fields at the end of the entry. In texts `<` is escaped, so the last end tag is the entry's. */
function withFields(entry: string, article: Article): string {
  const end = entry.lastIndexOf("\n    </entry>");
  return entry.slice(0, end) + atomElements(article) + entry.slice(end);
}

function withLanguage(entry: string, site: Site, article: Article): string {
  if (article.language === site.language) return entry;
  return entry.replace("<entry>", `<entry xml:lang="${asOwnAttribute(article.language)}">`);
}

/**
 * Corrects the picture's media type, which `feed` derives from the end of its address ("image/jpg"). The first
 * `<link rel="enclosure"` is the picture's: in the title before it `<` is escaped, and in attributes `"` is.
 */
function withPictureType(entry: string, article: Article): string {
  const { picture } = article;
  if (picture === null) return entry;
  return entry.replace(/(<link rel="enclosure"[^\n]*? type=")[^"]*/, (_, before: string) => before + picture.type);
}
