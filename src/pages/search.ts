import { type Scope, SEARCH_PATH, scopeAddress } from "../addresses.ts";
import type { Article } from "../article/article.ts";
import { describeQuestion, titleOf } from "../feed/title.ts";
import { type Question, textOf } from "../search/question.ts";
import type { Site } from "../site.ts";
import { alternatesOf, descriptionOf, feedLinks, pagePath, pathPrefix } from "./feeds.ts";
import { type Html, layout, markup } from "./layout.ts";
import { articleList } from "./list.ts";

/** The page on which a search begins. */
export function searchForm(site: Site): string {
  const main = markup`<main>
<p><a href="${pagePath(site, { kind: "all" })}">${site.title}</a></p>
<h1>Search</h1>
${form(site, undefined)}
<p>All words occur, “phrases in quotes” as they stand; a hyphen before a word leaves articles with it out. Each search
is a feed as well.</p>
</main>`;
  return layout({
    title: `Search – ${site.title}`,
    language: site.language,
    canonical: `${site.address}${SEARCH_PATH}`,
    search: descriptionOf(site),
    main,
  });
}

/** What was found: its feeds and the newest articles. */
export function searchPage(
  site: Site,
  scope: Extract<Scope, { kind: "search" }>,
  articles: readonly Article[],
): string {
  const title = titleOf(site, scope, "");
  const main = markup`<main>
<p><a href="${pagePath(site, { kind: "all" })}">${site.title}</a></p>
<h1>${describeQuestion(site, scope.question)}</h1>
${form(site, scope.question)}
<p>Feeds: ${feedLinks(site, scope)}</p>
${articles.length === 0 ? markup`<p>Nothing was found.</p>` : articleList(site, articles)}
</main>`;
  return layout({
    title,
    language: site.language,
    canonical: scopeAddress(site, scope),
    alternates: alternatesOf(site, scope, title),
    search: descriptionOf(site),
    main,
  });
}

/** What cannot be typed into the field goes along with it. */
function form(site: Site, question: Question | undefined): Html {
  const hidden = [
    ...(question?.categories ?? []).map((slug) => ["category", slug] as const),
    ...(question?.withoutCategories ?? []).map((slug) => ["-category", slug] as const),
    ...(question?.authors ?? []).map((slug) => ["author", slug] as const),
  ];
  return markup`<form action="${pathPrefix(site)}${SEARCH_PATH}" role="search">
${hidden.map(([name, value]) => markup`<input type="hidden" name="${name}" value="${value}">\n`)}<p><label>Words <input type="search" name="q" value="${question === undefined ? "" : textOf(question)}"></label> <button type="submit">Search</button></p>
</form>`;
}
