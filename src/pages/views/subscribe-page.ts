import type { Article, Category } from "../../article/article.ts";
import type { Selection } from "../../feed/selection.ts";
import type { Site } from "../../site/site.ts";
import { articleId, articlePath, pathPrefix, scopeAddress, subscribePath } from "../../site/urls.ts";
import { authorLinks } from "../components/byline.ts";
import { addressList, alternatesOf, pagePath, readerList } from "../components/feed-links.ts";
import { langAttributes } from "../components/language.ts";
import { TAG, withLazyPictures } from "../components/pictures.ts";
import { ownDescription } from "../components/summary.ts";
import { createPageClock, type PageClock, timeElement } from "../components/time.ts";
import { layout } from "../layout/layout.ts";
import { type Html, markup, NOTHING, raw } from "../layout/markup.ts";
import { pageLanguage, translationsFor } from "../translations/translations.ts";

/** Entries on a page that shows a feed to people, some 1.4 KB each without their texts: such a page stays below 30 KB. @limit entries */
export const PREVIEW_ENTRIES = 6;

/** Bytes of all texts on a page that shows a feed to people; an entry whose text does not fit any more shows where it can be read. @limit bytes */
export const PREVIEW_TEXT_BYTES = 12_288;

/**
 * A feed for people: what it is, how to subscribe, and its entries as a reader would show them, with what the feed's
 * documents say of each. Later pages have only entries.
 * @param articles those of the entries that are shown
 * @param from the first of them, counted from 1, the newest of the feed
 */
export function subscribePage(selection: Selection, articles: readonly Article[], from: number): string {
  const { site, scope, title, refs } = selection;
  const description = ownDescription(site, title, selection.description);
  const { feed, subscribe } = translationsFor(site);
  const clock = createPageClock(site);
  const first = from === 1;
  const last = from - 1 + articles.length;
  const shown = feed.shown(from, last, refs.length);
  const whole = fitting(articles);
  const own = langAttributes(site.language, pageLanguage(site));
  const main = markup`<header class="intro">
<h1 ${own}>${title}</h1>
${description === undefined ? NOTHING : markup`<p class="description" ${own}>${description}</p>\n`}<p class="meta"><a href="${pagePath(site, scope)}">${feed.asPage}</a></p>
</header>
${first ? explanation(selection) : NOTHING}<section aria-labelledby="entries">
<h2 id="entries">${feed.entries}</h2>
<p class="meta">${articles.length === 0 ? feed.noEntries : shown}</p>
${
  articles.length === 0
    ? NOTHING
    : markup`<ol class="preview" start="${from}">
${articles.map((article) => markup`<li>${entry(site, clock, article, whole.has(article))}</li>\n`)}</ol>
`
}</section>
${pager(selection, from, last)}`;
  return layout(site, {
    title: first ? `${subscribe}: ${title}` : `${feed.entries} (${from}–${last}): ${title}`,
    ...(first ? (description === undefined ? {} : { description }) : { description: shown }),
    noindex: scope.kind === "search",
    canonical: site.address + subscribePath(scope, from),
    alternates: alternatesOf(site, scope, title),
    copies: first,
    main,
  });
}

function explanation({ site, scope }: Selection): Html {
  const { feed } = translationsFor(site);
  return markup`${feed.explanation.map((paragraph) => markup`<p class="explained">${paragraph}</p>\n`)}<section class="subscribe" aria-labelledby="subscribe">
<h2 id="subscribe">${feed.howTo}</h2>
<ol class="steps">
${feed.steps.map((step) => markup`<li>${step}</li>\n`)}</ol>
${addressList(site, scope)}
<p>${feed.openIn}:</p>
${readerList(site, scope)}
</section>
`;
}

/** The articles whose texts are shown: as many as fit on the page, so that a long one takes no other's place. */
function fitting(articles: readonly Article[]): ReadonlySet<Article> {
  const encoder = new TextEncoder();
  const found = new Set<Article>();
  let left = PREVIEW_TEXT_BYTES;
  for (const article of articles) {
    const { length } = encoder.encode(article.html);
    if (length > left) continue;
    left -= length;
    found.add(article);
  }
  return found;
}

/** An entry as a reader would show it, and below it what else the feed says of it. */
function entry(site: Site, clock: PageClock, article: Article, whole: boolean): Html {
  const { slug, headline, standfirst, authors, picture, language, html } = article;
  const words = translationsFor(site);
  const path = pathPrefix(site) + articlePath(slug);
  const own = langAttributes(language, pageLanguage(site));
  return markup`<article class="entry">
<h3 ${own}><a href="${path}">${headline}</a></h3>
${authors.length === 0 ? NOTHING : markup`<p class="meta">${words.by(authors.length)} ${authorLinks(site, authors)}</p>\n`}${
  standfirst === null ? NOTHING : markup`<p class="standfirst" ${own}>${standfirst}</p>\n`
}${
  picture === null
    ? NOTHING
    : markup`<figure class="lead"><img src="${picture.address}" alt="${picture.alternative}" loading="lazy" decoding="async" referrerpolicy="no-referrer"></figure>\n`
}${
  whole
    ? markup`<div class="body" ${own}>${raw(belowEntry(withLazyPictures(html)))}</div>\n`
    : markup`<p>${words.feed.whole}: <a href="${path}" ${own}>${headline}</a></p>\n`
}${facts(site, clock, article)}
</article>`;
}

/** The headings of a text, as those of a part of its entry: two levels lower than on a page of its own. */
function belowEntry(html: string): string {
  if (!/<h[2-6]/.test(html)) return html;
  return html.replace(TAG, (tag) =>
    tag.replace(/^(<\/?h)([2-6])/, (_, start: string, level) => start + Math.min(6, Number(level) + 2)),
  );
}

/** What stands in every format, though readers rarely show it. */
function facts(site: Site, clock: PageClock, article: Article): Html {
  const { published, updated, categories } = translationsFor(site);
  const fact = (name: string, value: Html) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>\n`;
  const exact = (instant: Date) => markup`${timeElement(clock, instant)} <code>${instant.toISOString()}</code>`;
  return markup`<dl class="facts">
${fact("id", markup`<code>${articleId(site, article)}</code>`)}${fact(published, exact(article.published))}${fact(
  updated,
  exact(article.updated),
)}${
  article.categories.length === 0
    ? NOTHING
    : fact(categories, markup`<ul>${article.categories.map((category) => categoryFacts(site, category))}</ul>`)
}</dl>`;
}

function categoryFacts(site: Site, { label, slug }: Category): Html {
  const { feed } = translationsFor(site);
  return markup`<li>${feed.label} <b class="value" dir="auto">${label}</b>, ${feed.term} <code>${slug}</code>, ${feed.scheme} <code>${scopeAddress(site, { kind: "category", slug })}</code></li>\n`;
}

function pager({ site, scope, refs }: Selection, from: number, last: number): Html {
  const { feed } = translationsFor(site);
  if (from === 1 && last === refs.length) return NOTHING;
  const link = (to: number, rel: string, text: string) =>
    markup`<a href="${pathPrefix(site)}${subscribePath(scope, to)}" rel="${rel}">${text}</a>\n`;
  return markup`<nav class="pager" aria-label="${feed.entries}">
${from === 1 ? NOTHING : link(Math.max(1, from - PREVIEW_ENTRIES), "prev", feed.newer)}${
  last >= refs.length ? NOTHING : link(last + 1, "next", feed.older)
}</nav>`;
}
