import { raw } from "hono/html";
import { articlePath } from "../addresses.ts";
import type { Article } from "../article/article.ts";
import type { Site } from "../site.ts";
import { alternatesOf, descriptionOf, pagePath } from "./feeds.ts";
import { type Html, layout, markup } from "./layout.ts";

/** An article as a page. */
export function articlePage(site: Site, article: Article): string {
  const { headline, standfirst, authors, picture, categories, language, readingMinutes } = article;
  const main = markup`<main>
<p><a href="${pagePath(site, { kind: "all" })}">${site.title}</a></p>
<article lang="${language}">
<h1>${headline}</h1>
${standfirst === null ? "" : markup`<p>${standfirst}</p>\n`}${
  authors.length === 0 ? "" : markup`<p>By ${joined(authors.map((author) => authorLink(site, author)))}</p>\n`
}<p>Published ${time(article.published)}${
    article.updated > article.published ? markup`. Updated ${time(article.updated)}` : ""
  }${readingMinutes === null ? "" : `. ${readingMinutes} min read`}</p>
${
  picture === null
    ? ""
    : markup`<p><img src="${picture.address}" alt="${picture.alternative}" referrerpolicy="no-referrer"></p>\n`
}${raw(article.html)}
</article>
${
  categories.length === 0
    ? ""
    : markup`<ul>
${categories.map(({ label, slug }) => markup`<li><a href="${pagePath(site, { kind: "category", slug })}" rel="tag">${label}</a></li>\n`)}</ul>`
}
</main>`;
  return layout({
    title: `${headline} – ${site.title}`,
    ...(standfirst === null ? {} : { description: standfirst }),
    language: site.language,
    canonical: site.address + articlePath(article.slug),
    alternates: alternatesOf(site, { kind: "all" }, site.title),
    search: descriptionOf(site),
    main,
  });
}

/** An instant, exact for programs and in UTC for people. */
export function time(instant: Date): Html {
  const iso = instant.toISOString();
  return markup`<time datetime="${iso}">${iso.slice(0, 16).replace("T", " ")} UTC</time>`;
}

function authorLink(site: Site, { name, slug }: Article["authors"][number]): Html {
  return markup`<a href="${pagePath(site, { kind: "author", slug })}" rel="author">${name}</a>`;
}

function joined(pieces: readonly Html[]): Html {
  const between = (index: number) => (index === 0 ? "" : index === pieces.length - 1 ? " and " : ", ");
  return markup`${pieces.map((piece, index) => markup`${between(index)}${piece}`)}`;
}
