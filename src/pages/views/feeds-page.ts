import type { KnownFeed } from "../../feed/known-feed.ts";
import { descriptionOf, titleOf } from "../../feed/title.ts";
import { FEED_TYPES, FORMATS } from "../../lib/feed-format.ts";
import type { Site } from "../../site/site.ts";
import { feedPath, feedsPath, OPML_PATH, pathPrefix, subscribePath } from "../../site/urls.ts";
import { alternatesOf, copyButton, FORMAT_NAMES, readerList } from "../components/feed-links.ts";
import { langAttributes } from "../components/language.ts";
import { ownDescription } from "../components/summary.ts";
import { createPageClock, type PageClock, timeElement } from "../components/time.ts";
import { layout } from "../layout/layout.ts";
import { type Html, markup, NOTHING } from "../layout/markup.ts";
import { pageLanguage, translationsFor } from "../translations/translations.ts";

/** Feeds on a page of the table of all feeds, about 2 KB each: such a page stays below 30 KB. @limit feeds */
export const FEEDS_ON_PAGE = 12;

/** A feed as the table of all feeds shows it. */
export interface FeedRow extends KnownFeed {
  /** How many entries its documents have. */
  readonly entries: number;
  /** When its entries last changed, as its documents say, UTC; nothing when it has none. */
  readonly updated: Date | null;
}

/** What a page of the table shows. */
export interface FeedsTable {
  readonly site: Site;
  readonly rows: readonly FeedRow[];
  /** Counted from 1. */
  readonly page: number;
  readonly pages: number;
  /** Feeds on all pages together. */
  readonly count: number;
}

/** A page of the table of all feeds. */
export function feedsPage({ site, rows, page, pages, count }: FeedsTable): string {
  const words = translationsFor(site);
  const { feed } = words;
  const clock = createPageClock(site);
  const first = (page - 1) * FEEDS_ON_PAGE + 1;
  const main = markup`<header class="intro">
<h1>${words.feeds}</h1>
<p class="description">${feed.overview}</p>
<p><a href="${pathPrefix(site)}${OPML_PATH}" type="text/x-opml">${feed.opml}</a>, ${feed.opmlUse}</p>
</header>
<section class="wide" aria-labelledby="listed" tabindex="0">
<table class="feeds">
<caption id="listed">${feed.listed(first, first + rows.length - 1, count)}</caption>
<thead>
<tr>${[feed.feed, feed.holds, feed.addresses, feed.count, feed.changed].map((name) => markup`<th scope="col">${name}</th>`)}</tr>
</thead>
<tbody>
${rows.map((row) => rowOf(site, clock, row))}</tbody>
</table>
</section>
${pager(site, page, pages)}`;
  const title = `${words.feeds} – ${site.title}`;
  return layout(site, {
    title: page === 1 ? title : `${feed.page(page, pages)}: ${title}`,
    description: feed.overview,
    canonical: site.address + feedsPath(page),
    alternates: alternatesOf(site, { kind: "all" }, site.title),
    current: "feeds",
    copies: true,
    main,
  });
}

function rowOf(site: Site, clock: PageClock, { scope, name, entries, updated }: FeedRow): Html {
  const { feed } = translationsFor(site);
  const prefix = pathPrefix(site);
  const own = langAttributes(site.language, pageLanguage(site));
  const title = titleOf(site, scope, name);
  const description = ownDescription(site, title, descriptionOf(site, scope, name));
  const documents = FORMATS.map(
    (format) =>
      markup`<li><a href="${site.address}${feedPath(scope, format)}" type="${FEED_TYPES[format]}">${FORMAT_NAMES[format]}</a> ${copyButton(site, scope, format, title)}</li>\n`,
  );
  return markup`<tr><th scope="row"><a href="${prefix}${subscribePath(scope)}" ${own}>${title}</a></th>
<td ${own}>${description ?? ""}</td>
<td><ul class="addresses">
${documents}</ul>
<details><summary>${feed.openIn}</summary>
${readerList(site, scope)}
</details></td>
<td data-label="${feed.count}">${entries}</td>
<td data-label="${feed.changed}">${updated === null ? "–" : timeElement(clock, updated)}</td></tr>
`;
}

function pager(site: Site, page: number, pages: number): Html {
  const { feed } = translationsFor(site);
  if (pages <= 1) return NOTHING;
  const link = (to: number, rel: string, text: string) =>
    markup`<a href="${pathPrefix(site)}${feedsPath(to)}" rel="${rel}">${text}</a>\n`;
  return markup`<nav class="pager" aria-label="${feed.page(page, pages)}">
${page === 1 ? NOTHING : link(page - 1, "prev", feed.previous)}<span>${feed.page(page, pages)}</span>
${page === pages ? NOTHING : link(page + 1, "next", feed.next)}</nav>`;
}
