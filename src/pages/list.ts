import { articlePath, SEARCH_PATH, scopeAddress } from "../addresses.ts";
import type { Article } from "../article/article.ts";
import type { Selection } from "../feed/selection.ts";
import type { Site } from "../site.ts";
import type { Census, Term } from "../store/store.ts";
import { time } from "./article.ts";
import { alternatesOf, descriptionOf, feedLinks, pagePath, pathPrefix } from "./feeds.ts";
import { type Html, layout, markup } from "./layout.ts";

/** The front page: every feed of the site, each with a link for readers that look for one. */
export function frontPage(site: Site, census: Census): string {
  const categories = census.categories.map(
    (term) => ({ scope: { kind: "category", slug: term.slug }, term }) as const,
  );
  const authors = census.authors.map(
    (term) => ({ scope: { kind: "author", slug: term.slug }, term }) as const,
  );
  const main = markup`<main>
<h1>${site.title}</h1>
<p>${site.description}</p>
<h2>Feeds</h2>
<p>All articles (${census.articles}): ${feedLinks(site, { kind: "all" })}</p>
<p><a href="${pathPrefix(site)}${SEARCH_PATH}">Search</a></p>
${section(
  "Categories",
  categories.map(({ scope, term }) => row(site, scope, term)),
)}${section(
  "Authors",
  authors.map(({ scope, term }) => row(site, scope, term)),
)}</main>`;
  return layout({
    title: site.title,
    description: site.description,
    language: site.language,
    canonical: scopeAddress(site, { kind: "all" }),
    alternates: [
      ...alternatesOf(site, { kind: "all" }, site.title),
      ...[...categories, ...authors].flatMap(({ scope, term }) =>
        alternatesOf(site, scope, `${site.title}: ${term.name}`),
      ),
    ],
    search: descriptionOf(site),
    main,
  });
}

/** The page of a category or an author: its feeds and its newest articles. */
export function scopePage(selection: Selection, articles: readonly Article[]): string {
  const { site, scope, title, description } = selection;
  const main = markup`<main>
<p><a href="${pagePath(site, { kind: "all" })}">${site.title}</a></p>
<h1>${title}</h1>
<p>${description}</p>
<p>Feeds: ${feedLinks(site, scope)}</p>
${articles.length === 0 ? markup`<p>There are no articles yet.</p>` : articleList(site, articles)}
</main>`;
  return layout({
    title,
    description,
    language: site.language,
    canonical: selection.page,
    alternates: alternatesOf(site, scope, title),
    search: descriptionOf(site),
    main,
  });
}

/** Articles as links, each with when it was published. */
export function articleList(site: Site, articles: readonly Article[]): Html {
  return markup`<ul>
${articles.map(
  ({ slug, headline, language, published }) =>
    markup`<li><a href="${pathPrefix(site)}${articlePath(slug)}" lang="${language}">${headline}</a>, ${time(published)}</li>\n`,
)}</ul>`;
}

function section(title: string, rows: readonly Html[]): Html {
  return rows.length === 0 ? markup`` : markup`<h2>${title}</h2>\n<ul>\n${rows}</ul>\n`;
}

function row(site: Site, scope: Parameters<typeof pagePath>[1], { name, count }: Term): Html {
  return markup`<li><a href="${pagePath(site, scope)}">${name}</a> (${count}): ${feedLinks(site, scope)}</li>\n`;
}
