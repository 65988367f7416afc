import type { Article } from "../../article/article.ts";
import { describeSearch, titleOf } from "../../feed/title.ts";
import { type SearchQuery, searchText } from "../../search/search-query.ts";
import type { Scope } from "../../site/scope.ts";
import type { Site } from "../../site/site.ts";
import { pathPrefix, SEARCH_PATH, scopeAddress, subscribePath } from "../../site/urls.ts";
import { categoryLink } from "../components/byline.ts";
import { alternatesOf, feedLinks } from "../components/feed-links.ts";
import { layout } from "../layout/layout.ts";
import { type Html, markup, NOTHING } from "../layout/markup.ts";
import { siteMeta } from "../layout/meta.ts";
import { translationsFor } from "../translations/translations.ts";
import { FRONT_TERMS } from "./front-page.ts";
import { articleList } from "./list-page.ts";

/** The page on which a search begins. */
export function searchForm(site: Site): string {
  const words = translationsFor(site);
  const title = `${words.search} – ${site.title}`;
  const canonical = `${site.address}${SEARCH_PATH}`;
  const main = markup`<header class="intro">
<h1>${words.search}</h1>
<p class="description">${words.reading.searchHelp}</p>
</header>
${searchBox(site, undefined)}
${browse(site)}`;
  return layout(site, {
    title,
    canonical,
    alternates: alternatesOf(site, { kind: "all" }, site.title),
    head: siteMeta(site, { title, address: canonical }, []),
    current: "search",
    main,
  });
}

/**
 * What was found: the newest articles, and its feeds.
 * @param more whether there may be others
 */
export function searchPage(
  site: Site,
  scope: Extract<Scope, { kind: "search" }>,
  articles: readonly Article[],
  more: boolean,
): string {
  const words = translationsFor(site);
  const feed = titleOf(site, scope, "");
  const query = describeSearch(site, scope.query);
  const title = `${query} – ${words.search} – ${site.title}`;
  const canonical = scopeAddress(site, scope);
  const main = markup`<header class="intro">
<h1><span class="visually-hidden">${words.search}: </span><bdi>${query}</bdi></h1>
</header>
${searchBox(site, scope.query)}
${articles.length === 0 ? nothing(site) : markup`<p class="meta">${words.reading.found(articles.length, more)}</p>\n${articleList(site, articles, 2)}`}
<p class="meta"><a href="${pathPrefix(site)}${subscribePath(scope)}">${words.reading.searchFeed}</a> ${feedLinks(site, scope)}</p>`;
  return layout(site, {
    title,
    canonical,
    noindex: true,
    alternates: alternatesOf(site, scope, feed),
    head: siteMeta(site, { title, address: canonical }, []),
    current: "search",
    main,
  });
}

/** What to do when nothing was found. */
function nothing(site: Site): Html {
  const { nothingFound, searchTips } = translationsFor(site).reading;
  return markup`<p>${nothingFound}</p>
<ul>
${searchTips.map((tip) => markup`<li>${tip}</li>\n`)}</ul>
${browse(site)}`;
}

/** The categories that the settings name. */
export function browse(site: Site): Html {
  if (site.categories.length === 0) return NOTHING;
  return markup`<h2>${translationsFor(site).reading.browse}</h2>
<ul class="tags">
${site.categories.slice(0, FRONT_TERMS).map((category) => markup`<li>${categoryLink(site, category)}</li>\n`)}</ul>`;
}

/** The field in which a search is written; what cannot be typed goes along with it. */
export function searchBox(site: Site, question: SearchQuery | undefined): Html {
  const words = translationsFor(site);
  const hidden = [
    ...(question?.categories ?? []).map((slug) => ["category", slug] as const),
    ...(question?.withoutCategories ?? []).map((slug) => ["-category", slug] as const),
    ...(question?.authors ?? []).map((slug) => ["author", slug] as const),
  ];
  return markup`<form class="search" action="${pathPrefix(site)}${SEARCH_PATH}" role="search">
${hidden.map(([name, value]) => markup`<input type="hidden" name="${name}" value="${value}">\n`)}<label for="q">${words.searchFor}</label>
<input id="q" type="search" name="q" value="${question === undefined ? "" : searchText(question)}" dir="auto" enterkeyhint="search">
<button type="submit">${words.search}</button>
</form>`;
}
