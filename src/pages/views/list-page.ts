import type { Article } from "../../article/article.ts";
import { descriptionOf, titleOf } from "../../feed/title.ts";
import type { Scope } from "../../site/scope.ts";
import type { Site } from "../../site/site.ts";
import { articlePath, listPath, pathPrefix, scopeAddress } from "../../site/urls.ts";
import { authorLinks, categoryLink, joinWithDots } from "../components/byline.ts";
import { alternatesOf, subscribeBox } from "../components/feed-links.ts";
import { hreflangAttribute, langAttributes } from "../components/language.ts";
import { ownDescription } from "../components/summary.ts";
import { createPageClock, formatWallTime, type PageClock, timeElement } from "../components/time.ts";
import { layout } from "../layout/layout.ts";
import { type Html, markup, NOTHING } from "../layout/markup.ts";
import { breadcrumbs, siteMeta } from "../layout/meta.ts";
import { pageLanguage, translationsFor } from "../translations/translations.ts";

/** Articles on a page of a list. `ARCHIVE_ENTRIES` is a multiple of it, so that no page spans two archive pages. @limit articles */
export const LIST_ENTRIES = 20;

/** Where a page of articles stands among the others of its scope: positions of the archive, as `listPath` takes them. */
export interface Pager {
  /** Its own; nothing for the page of the newest articles. */
  readonly from: number | undefined;
  /** The page of newer articles; nothing when that is the newest one, or there is none. */
  readonly newer: number | undefined;
  /** The page of older ones: what it holds are the positions up to there, and this one's begin behind. */
  readonly older: number | undefined;
}

/** A page of the articles of a scope. */
export interface ListParts {
  readonly site: Site;
  readonly scope: Exclude<Scope, { kind: "search" }>;
  /** What the store calls the scope; empty for all articles. */
  readonly name: string;
  readonly articles: readonly Article[];
  readonly pager: Pager;
}

/** A page of articles: of all, of a category or of an author. */
export function listPage(parts: ListParts): string {
  const { site, scope, name, articles, pager } = parts;
  const clock = createPageClock(site);
  const words = translationsFor(site);
  const feed = titleOf(site, scope, name);
  const older = pager.from === undefined ? undefined : olderTexts(parts, clock, pager.from);
  const description = older?.intro ?? ownDescription(site, feed, descriptionOf(site, scope, name));
  const described = description === undefined ? {} : { description };
  const title = older?.title ?? (name === "" ? site.title : `${name} – ${site.title}`);
  const canonical = site.address + listPath(scope, pager.from);
  const trail = name === "" ? [] : [{ name, address: scopeAddress(site, scope) }];
  const main = markup`<header class="intro">
${name === "" ? markup`<h1 ${langAttributes(site.language, pageLanguage(site))}>${site.title}</h1>` : markup`<h1 dir="auto">${name}</h1>`}
${intro(parts, older?.intro)}${lastChange(parts, clock)}</header>
${articles.length === 0 && older === undefined ? markup`<p>${words.nothing}</p>` : articleList(site, articles, 2)}
${pagerLinks(site, scope, pager)}
${subscribeBox(site, scope, feed)}`;
  return layout(site, {
    title,
    ...described,
    canonical,
    alternates: alternatesOf(site, scope, feed),
    head: markup`${pagerHead(site, scope, pager)}${siteMeta(site, { title, ...described, address: canonical }, [
      breadcrumbs(site, trail),
    ])}`,
    copies: true,
    main,
  });
}

/** What a page of older articles is called: no two pages of a scope show the same positions. */
function olderTexts(
  { site, name, articles, pager }: ListParts,
  clock: PageClock,
  from: number,
): { title: string; intro: string } {
  const { olderTitle, olderIntro } = translationsFor(site).reading;
  const latest = articles[0] && formatWallTime(clock, articles[0].published);
  const own = olderTitle(name === "" ? site.title : name, (pager.older ?? 0) + 1, from, latest);
  return { title: name === "" ? own : `${own} – ${site.title}`, intro: olderIntro(latest) };
}

/** What the site says of a scope; of an author it says nothing of its own. */
function intro({ site, scope }: ListParts, older: string | undefined): Html {
  if (older !== undefined) return markup`<p class="description">${older}</p>\n`;
  if (scope.kind !== "category") return NOTHING;
  const description = site.categories.find(({ slug }) => slug === scope.slug)?.description ?? null;
  if (description === null) return NOTHING;
  return markup`<p class="description" ${langAttributes(site.language, pageLanguage(site))}>${description}</p>\n`;
}

/** When one of the newest articles last changed; of all articles the front page says more. */
function lastChange({ site, scope, articles, pager }: ListParts, clock: PageClock): Html {
  if (scope.kind === "all" || pager.from !== undefined || articles.length === 0) return NOTHING;
  const updated = new Date(Math.max(...articles.map((article) => article.updated.getTime())));
  return markup`<p class="meta">${translationsFor(site).feed.changed}: ${timeElement(clock, updated)}</p>\n`;
}

/**
 * Articles, each with what it is about, when it was published, by whom and in which categories.
 * @param level of their headings
 */
export function articleList(site: Site, articles: readonly Article[], level: 2 | 3): Html {
  const clock = createPageClock(site);
  return markup`<ol class="entries">
${articles.map((article) => entry(site, clock, article, level))}</ol>`;
}

function entry(site: Site, clock: PageClock, article: Article, level: 2 | 3): Html {
  const { slug, headline, standfirst, language, published, authors, categories } = article;
  const own = pageLanguage(site);
  const attributes = langAttributes(language, own);
  const link = markup`<a href="${pathPrefix(site)}${articlePath(slug)}"${hreflangAttribute(language, own)}>${headline}</a>`;
  const pieces = [
    timeElement(clock, published),
    ...(authors.length === 0
      ? []
      : [markup`${translationsFor(site).by(authors.length)} ${authorLinks(site, authors)}`]),
    ...categories.map((category) => categoryLink(site, category)),
  ];
  return markup`<li><article>
${level === 2 ? markup`<h2 ${attributes}>${link}</h2>` : markup`<h3 ${attributes}>${link}</h3>`}
${standfirst === null ? NOTHING : markup`<p class="standfirst" ${attributes}>${standfirst}</p>\n`}<p class="meta">${joinWithDots(pieces)}</p>
</article></li>
`;
}

/** Links to the pages before and behind one. */
export function pagerLinks(site: Site, scope: Scope, { from, newer, older }: Pager): Html {
  const words = translationsFor(site);
  const link = (to: number | undefined, rel: string, text: string) =>
    markup`<a href="${pathPrefix(site)}${listPath(scope, to)}" rel="${rel}">${text}</a>\n`;
  if (from === undefined && older === undefined) return NOTHING;
  return markup`<nav class="pager" aria-label="${words.reading.pager}">
${from === undefined ? NOTHING : link(newer, "prev", newer === undefined ? words.newest : words.newer)}${
  older === undefined ? NOTHING : link(older, "next", words.older)
}</nav>`;
}

/** The same for a page's head. */
export function pagerHead(site: Site, scope: Scope, { from, newer, older }: Pager): Html {
  const link = (rel: string, to: number | undefined) =>
    markup`<link rel="${rel}" href="${site.address}${listPath(scope, to)}">\n`;
  return markup`${from === undefined ? NOTHING : link("prev", newer)}${older === undefined ? NOTHING : link("next", older)}`;
}
