import { selectEntries } from "../feed/selection.ts";
import { FORMATS } from "../lib/feed-format.ts";
import { FEEDS_ON_PAGE } from "../pages/views/feeds-page.ts";
import { FRONT_ENTRIES } from "../pages/views/front-page.ts";
import { LIST_ENTRIES } from "../pages/views/list-page.ts";
import { PREVIEW_ENTRIES } from "../pages/views/subscribe-page.ts";
import { countSitemapParts } from "../routes/discovery/archive-walk.ts";
import { SITEMAP_FEEDS } from "../routes/discovery/load-sitemap.ts";
import type { Target } from "../routes/target.ts";
import { type FeedPart, NEWEST, type Scope } from "../site/scope.ts";
import { FIXED_PATHS, type FixedDocument } from "../site/urls.ts";
import { ARCHIVE_ENTRIES, type TaxonomyCounts } from "../store/article-store.ts";
import type { Content } from "../store/content.ts";

/**
 * Everything that is served of a scope, and the pages of articles that belong to it: an article's page shows its
 * neighbours in its first category, so it belongs to that; without one to the scope of all.
 * @param now UTC
 */
export async function targetsOfScope(
  { site, store }: Content,
  scope: Exclude<Scope, { kind: "search" }>,
  now: Date,
): Promise<readonly Target[]> {
  const newest = await selectEntries(store, site, scope, NEWEST, now);
  if (newest === undefined) return [];
  const shown = scope.kind === "all" ? FRONT_ENTRIES : LIST_ENTRIES;
  const slugs: string[] = [];
  let last = 0;
  let older = 0;
  let pages = 0;
  // The page behind the last full one is there as well, and empty: the full one links to it.
  for (let page = 1; page === 1 || page <= Math.floor(last / ARCHIVE_ENTRIES) + 1; page += 1) {
    const archive = await store.archivePage({ scope, page, to: undefined, newest: shown, now });
    if (archive === undefined) break;
    pages = page;
    last = archive.last;
    older = archive.cursor.olderPosition;
    if (scope.kind === "author") continue;
    for (const { slug, categories } of await archive.articles())
      if (categories[0]?.slug === (scope.kind === "category" ? scope.slug : undefined)) slugs.push(slug);
  }
  const parts = [
    NEWEST,
    ...numbers(pages, 1).map((page): FeedPart => ({ kind: "archive", page, to: undefined })),
    ...(await partialArchivePages({ site, store }, scope, newest.archiveLinks.previous, now)),
  ];
  const positions = new Set([...numbers(last, LIST_ENTRIES).map((end) => end - 1 + LIST_ENTRIES), last, older]);
  return [
    ...slugs.map((slug): Target => ({ kind: "article", slug })),
    ...[...positions].filter((to) => to > 0 && to <= last).map((to): Target => ({ kind: "list", scope, to })),
    ...parts.flatMap((part) => FORMATS.map((format): Target => ({ kind: "feed", scope, format, part }))).reverse(),
    ...numbers(Math.max(1, newest.refs.length), PREVIEW_ENTRIES)
      .reverse()
      .map((from): Target => ({ kind: "subscribe", scope, from })),
    { kind: "list", scope, to: undefined },
  ];
}

/** The documents behind the newest one that are no whole pages of the archive, as the links lead there. */
async function partialArchivePages(
  { site, store }: Content,
  scope: Scope,
  first: FeedPart | undefined,
  now: Date,
): Promise<readonly FeedPart[]> {
  const parts: FeedPart[] = [];
  let part = first;
  while (part?.kind === "archive" && (part.to !== undefined || part.except !== undefined)) {
    parts.push(part);
    part = (await selectEntries(store, site, scope, part, now))?.archiveLinks.previous;
  }
  return parts;
}

/** What follows from the settings alone. The style sheet comes first, as every page needs it. */
export function fixedTargets(): readonly Target[] {
  const names = Object.keys(FIXED_PATHS) as FixedDocument[];
  return names.reverse().map((name): Target => ({ kind: "fixed", name }));
}

/** What is about everything there is: lists of feeds and of pages. @param last the highest position of the archive */
export function overviewTargets({ categories, authors }: TaxonomyCounts, last: number): readonly Target[] {
  const feeds = 1 + categories.length + authors.length;
  const articleParts = countSitemapParts(last);
  const pageParts = Math.ceil(feeds / SITEMAP_FEEDS);
  const isSplit = articleParts > 1 || pageParts > 1;
  return [
    ...numbers(Math.ceil(feeds / FEEDS_ON_PAGE), 1).map((page): Target => ({ kind: "feeds", page })),
    ...(isSplit ? numbers(articleParts, 1) : []).map(
      (number): Target => ({ kind: "sitemap", part: { of: "articles", number } }),
    ),
    ...(isSplit ? numbers(pageParts, 1) : []).map(
      (number): Target => ({ kind: "sitemap", part: { of: "pages", number } }),
    ),
    { kind: "opml" },
    { kind: "news" },
    { kind: "sitemap", part: undefined },
  ];
}

/** 1, and on by steps up to a number. */
function numbers(end: number, step: number): number[] {
  return Array.from({ length: Math.ceil(end / step) }, (_, index) => 1 + index * step);
}
