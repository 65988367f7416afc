import type { Article } from "../../article/article.ts";
import { fieldsOf } from "../../article/fields/registry.ts";
import { textsIn } from "../../article/fields/shape.ts";
import type { Scope } from "../../site/scope.ts";
import type { Site } from "../../site/site.ts";
import { articlePath, pathPrefix, subscribePath } from "../../site/urls.ts";
import type { Neighbour, Neighbours } from "../../store/article-store.ts";
import { authorLinks, categoryLink, joinWithDots } from "../components/byline.ts";
import { type Alternate, alternatesOf } from "../components/feed-links.ts";
import { hreflangAttribute, interfaceLangAttributes, isRightToLeft, langAttributes } from "../components/language.ts";
import { withLazyPictures } from "../components/pictures.ts";
import { readingTime } from "../components/reading-time.ts";
import { summaryOf } from "../components/summary.ts";
import { createPageClock, timeElement } from "../components/time.ts";
import { layout } from "../layout/layout.ts";
import { type Html, markup, NOTHING, raw } from "../layout/markup.ts";
import { articleMeta } from "../layout/meta.ts";
import { translationsFor } from "../translations/translations.ts";

/**
 * An article as a page.
 * @param scope its first category, or everything where it has none
 * @param beside what stands beside it there
 */
export function articlePage(site: Site, article: Article, scope: Scope, beside: Neighbours): string {
  const { headline, standfirst, picture, language, html } = article;
  const description = summaryOf(article);
  const main = markup`<article class="story" lang="${language}"${isRightToLeft(language) ? raw(' dir="rtl"') : NOTHING}>
<header>
<h1 ${langAttributes(language, language)}>${headline}</h1>
${standfirst === null ? NOTHING : markup`<p class="standfirst" ${langAttributes(language, language)}>${standfirst}</p>\n`}${facts(site, article)}
</header>
${
  picture === null
    ? NOTHING
    : markup`<figure class="lead"><img src="${picture.address}" alt="${picture.alternative}" fetchpriority="high" referrerpolicy="no-referrer"></figure>\n`
}<div class="body" ${langAttributes(language, language)}>
${raw(withLazyPictures(html))}
</div>
${ending(site, article)}</article>
${besideLinks(site, article, scope, beside)}`;
  return layout(site, {
    title: `${headline} – ${site.title}`,
    ...(description === undefined ? {} : { description }),
    canonical: site.address + articlePath(article.slug),
    language,
    alternates: feedsAround(site, article),
    head: articleMeta(site, article),
    main,
  });
}

/** Who wrote it, when it was published and changed, how long it takes to read, and what its labelled fields say. */
function facts(site: Site, article: Article): Html {
  const { authors, published, updated, language } = article;
  const words = translationsFor(site);
  const clock = createPageClock(site);
  const { minutes, stated } = readingTime(article);
  const pieces = [
    ...(authors.length === 0 ? [] : [markup`${words.by(authors.length)} ${authorLinks(site, authors)}`]),
    markup`${words.published} ${timeElement(clock, published)}`,
    ...(updated > published ? [markup`${words.updated} ${timeElement(clock, updated)}`] : []),
    markup`${stated ? words.minutes(minutes) : words.reading.estimate(minutes)}`,
    ...fieldsOf(article).flatMap(([{ page }, value]) =>
      page === undefined
        ? []
        : [
            markup`${page[words.language] ?? page.en}: <span ${langAttributes(language)}>${textsIn(value).join(", ")}</span>`,
          ],
    ),
  ];
  return markup`<p class="meta"${interfaceLangAttributes(site, language)}>${joinWithDots(pieces)}</p>`;
}

/** Its categories, and the feed of the first. */
function ending(site: Site, { categories, language }: Article): Html {
  const [first] = categories;
  if (first === undefined) return NOTHING;
  const feed: Scope = { kind: "category", slug: first.slug };
  return markup`<footer${interfaceLangAttributes(site, language)}>
<ul class="tags">
${categories.map((category) => markup`<li>${categoryLink(site, category)}</li>\n`)}</ul>
<p class="meta"><a href="${pathPrefix(site)}${subscribePath(feed)}">${translationsFor(site).subscribe}: <bdi>${first.label}</bdi></a></p>
</footer>
`;
}

/** Links to the articles before and behind it in time. */
function besideLinks(site: Site, { categories, language }: Article, scope: Scope, beside: Neighbours): Html {
  const { older, newer } = beside;
  if (older === null && newer === null) return NOTHING;
  const words = translationsFor(site).reading;
  const name = scope.kind === "category" ? (categories[0]?.label ?? "") : "";
  const link = (other: Neighbour | null, label: string, rel: string) =>
    other === null
      ? NOTHING
      : markup`<a href="${pathPrefix(site)}${articlePath(other.slug)}" rel="${rel}"${hreflangAttribute(other.language, language)}><span class="label">${label}${
          name === "" ? NOTHING : markup` · <bdi>${name}</bdi>`
        }</span> <span class="headline" ${langAttributes(other.language)}>${other.headline}</span></a>\n`;
  return markup`<nav class="beside"${interfaceLangAttributes(site, language)} aria-label="${words.beside(name)}">
${link(older, words.previous, "prev")}${link(newer, words.next, "next")}</nav>`;
}

/** The site's feeds, and one of each of its categories and authors. */
function feedsAround(site: Site, { categories, authors }: Article): Alternate[] {
  const [all = [], ...others] = [
    alternatesOf(site, { kind: "all" }, site.title),
    ...categories.map(({ slug, label }) => alternatesOf(site, { kind: "category", slug }, `${site.title}: ${label}`)),
    ...authors.map(({ slug, name }) => alternatesOf(site, { kind: "author", slug }, `${site.title}: ${name}`)),
  ];
  return [...all, ...others.flatMap((feeds) => feeds.slice(0, 1))];
}
