import type { ArticleRef } from "../../article/article.ts";
import { selectEntries } from "../../feed/selection.ts";
import { FRONT_ENTRIES } from "../../pages/views/front-page.ts";
import { LIST_ENTRIES, listPage, type Pager } from "../../pages/views/list-page.ts";
import { searchPage } from "../../pages/views/search-page.ts";
import { NEWEST, type Scope } from "../../site/scope.ts";
import { ARCHIVE_ENTRIES } from "../../store/article-store.ts";
import type { Content } from "../../store/content.ts";
import { archiveTag, articleTag, cacheTagsOf, scopeTag } from "../cache-tags.ts";
import { type Document, HTML, type LoadDocument } from "../documents/document.ts";
import type { Target } from "../target.ts";

/** A page of a scope's articles: the newest ones, those up to a position of its archive, or what a search finds. */
export const loadListPage: LoadDocument<Extract<Target, { kind: "list" }>> = (content, { scope, to }, now) => {
  if (scope.kind === "search") return loadSearchPage(content, scope, now);
  return to === undefined ? loadNewestPage(content, scope, now) : loadOlderPage(content, scope, to, now);
};

type SearchScope = Extract<Scope, { kind: "search" }>;
type ArchivedScope = Exclude<Scope, SearchScope>;

async function loadSearchPage({ site, store }: Content, scope: SearchScope, now: Date): Promise<Document | undefined> {
  const selection = await selectEntries(store, site, scope, NEWEST, now);
  if (selection === undefined) return undefined;
  const { validator, modified, next, refs, limit } = selection;
  return {
    ...pageOf(refs),
    validatorParts: [validator],
    lastModified: modified,
    changesAt: next,
    cacheTags: cacheTagsOf(selection),
    render: async () => searchPage(site, scope, await selection.articles(), refs.length === limit),
  };
}

async function loadNewestPage(
  { site, store }: Content,
  scope: ArchivedScope,
  now: Date,
): Promise<Document | undefined> {
  const page = await store.newestPage({ scope, limit: LIST_ENTRIES, now });
  if (page === undefined) return undefined;
  const { name, refs, modified, next, olderPosition } = page;
  const pager: Pager = {
    from: undefined,
    newer: undefined,
    older: olderPosition === 0 ? undefined : olderPosition,
  };
  return {
    ...pageOf(refs),
    validatorParts: [name, JSON.stringify(pager), ...revisionsOf(refs)],
    lastModified: modified,
    changesAt: next,
    cacheTags: [scopeTag(scope), ...articleTags(refs)],
    render: async () => listPage({ site, scope, name, articles: await page.articles(), pager }),
  };
}

/**
 * Pages of older articles begin and end at fixed positions of the archive, so an article stays on its page whatever is
 * published later.
 */
async function loadOlderPage(
  { site, store }: Content,
  scope: ArchivedScope,
  to: number,
  now: Date,
): Promise<Document | undefined> {
  const after = Math.floor((to - 1) / LIST_ENTRIES) * LIST_ENTRIES;
  const newest = scope.kind === "all" ? FRONT_ENTRIES : LIST_ENTRIES;
  const number = Math.ceil(to / ARCHIVE_ENTRIES);
  const archivePage = await store.archivePage({ scope, page: number, to, after, newest, now });
  if (archivePage === undefined) return undefined;
  const { name, refs, last, cursor } = archivePage;
  const newer = newerOf(to, last, cursor.olderPosition);
  const pager = { from: to, newer: newer.to, older: after === 0 ? undefined : after };
  return {
    ...pageOf(refs),
    validatorParts: [name, JSON.stringify(pager), ...revisionsOf(refs)],
    // Which page is the newer one depends on the number of articles, so it may change with the next publication.
    lastModified: archivePage.modified > cursor.modified ? archivePage.modified : cursor.modified,
    changesAt: newer.fixed ? archivePage.next : earliest(archivePage.next, cursor.next),
    // A removal may change it as well.
    cacheTags: [scopeTag(scope), archiveTag(scope), ...articleTags(refs)],
    // Links lead only to pages that end at a fixed position, at the last one, or where the newest page leaves off.
    uncached: to % LIST_ENTRIES !== 0 && to !== last && to !== cursor.olderPosition,
    render: async () => listPage({ site, scope, name, articles: await archivePage.articles(), pager }),
  };
}

/**
 * The end of the page of newer articles: the next fixed position, or the last one if that is not reached yet. Undefined
 * if the newest page has them all.
 * @param last the highest position
 */
function newerOf(
  to: number,
  last: number,
  olderPosition: number,
): { readonly to: number | undefined; readonly fixed: boolean } {
  const end = (Math.floor(to / LIST_ENTRIES) + 1) * LIST_ENTRIES;
  if (olderPosition <= to) return { to: undefined, fixed: false };
  return end <= last ? { to: end, fixed: true } : { to: last, fixed: false };
}

function pageOf(refs: readonly ArticleRef[]): Pick<Document, "kind" | "entries" | "slugs"> {
  return { kind: HTML, entries: refs.length, slugs: refs.map(({ slug }) => slug) };
}

function revisionsOf(refs: readonly ArticleRef[]): string[] {
  return refs.map(({ slug, revision }) => `${slug} ${revision}`);
}

/** At most `LIST_ENTRIES` of some 600 bytes, so they fit into the header. */
function articleTags(refs: readonly ArticleRef[]): string[] {
  return refs.map(({ slug }) => articleTag(slug));
}

function earliest(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
