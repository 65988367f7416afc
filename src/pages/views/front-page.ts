import type { Article } from "../../article/article.ts";
import { titleOf } from "../../feed/title.ts";
import type { Site } from "../../site/site.ts";
import { FEEDS_PATH, pathPrefix, scopeAddress } from "../../site/urls.ts";
import type { TaxonomyCounts } from "../../store/article-store.ts";
import { alternatesOf, pagePath, subscribeBox } from "../components/feed-links.ts";
import { langAttributes } from "../components/language.ts";
import { ownDescription } from "../components/summary.ts";
import { createPageClock, dayElement } from "../components/time.ts";
import { layout } from "../layout/layout.ts";
import { type Html, markup, NOTHING } from "../layout/markup.ts";
import { siteMeta, websiteData } from "../layout/meta.ts";
import { pageLanguage, translationsFor } from "../translations/translations.ts";
import type { FeedRow } from "./feeds-page.ts";
import { articleList, type Pager, pagerHead, pagerLinks } from "./list-page.ts";

/** Newest articles on the front page: with categories such a page stays below 30 KB. @limit articles */
export const FRONT_ENTRIES = 12;

/** Categories on the front page: as many as can be looked over; the table of feeds has them all. @limit categories */
export const FRONT_TERMS = 24;

/** What the front page shows. */
export interface FrontPageContent {
  readonly site: Site;
  readonly taxonomy: TaxonomyCounts;
  /** The first categories, each with when its feed last changed. */
  readonly categories: readonly FeedRow[];
  /** The newest. */
  readonly articles: readonly Article[];
  /** Where older ones are; nothing when there are none. */
  readonly older: number | undefined;
}

/** The front page. */
export function frontPage({ site, taxonomy, categories, articles, older }: FrontPageContent): string {
  const words = translationsFor(site);
  const all = { kind: "all" } as const;
  const pager: Pager = { from: undefined, newer: undefined, older };
  const attributes = langAttributes(site.language, pageLanguage(site));
  const address = scopeAddress(site, all);
  const description = ownDescription(site, site.title, site.description);
  const main = markup`<header class="intro">
<h1 ${attributes}>${site.title}</h1>
${description === undefined ? NOTHING : markup`<p class="description" ${attributes}>${description}</p>\n`}</header>
<section class="latest" aria-labelledby="latest">
<h2 id="latest" class="visually-hidden">${words.reading.latest}</h2>
${articles.length === 0 ? markup`<p>${words.nothing}</p>` : articleList(site, articles, 3)}
${pagerLinks(site, all, pager)}
</section>
${categories.length === 0 ? NOTHING : termList(site, categories, taxonomy.categories.length)}${subscribeBox(site, all, site.title)}`;
  return layout(site, {
    title: site.title,
    ...(description === undefined ? {} : { description }),
    canonical: address,
    alternates: [
      ...alternatesOf(site, all, site.title),
      ...categories.flatMap(({ scope, name }) => alternatesOf(site, scope, titleOf(site, scope, name)).slice(0, 1)),
    ],
    head: markup`${pagerHead(site, all, pager)}${siteMeta(
      site,
      { title: site.title, ...(description === undefined ? {} : { description }), address },
      [websiteData(site)],
    )}`,
    current: "home",
    copies: true,
    main,
  });
}

/**
 * Categories, how many articles each has, and when its feed last changed.
 * @param all how many there are; where more than are shown, there is a way to the others
 */
function termList(site: Site, categories: readonly FeedRow[], all: number): Html {
  const words = translationsFor(site);
  const clock = createPageClock(site);
  return markup`<section class="categories" aria-labelledby="categories">
<h2 id="categories">${words.categories}</h2>
<ul class="terms">
${categories.map(
  ({ scope, name, articles: count, updated }) =>
    markup`<li><a href="${pagePath(site, scope)}" dir="auto">${name}</a> <span class="meta">${words.articles(count)}${
      updated === null ? NOTHING : markup`, ${words.reading.lastChange} ${dayElement(clock, updated)}`
    }</span></li>\n`,
)}</ul>
${all > categories.length ? markup`<p class="meta"><a href="${pathPrefix(site)}${FEEDS_PATH}">${words.feed.all}</a></p>\n` : NOTHING}</section>
`;
}
