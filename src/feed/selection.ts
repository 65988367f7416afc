import type { Article, ArticleRef } from "../article/article.ts";
import { digest } from "../lib/digest.ts";
import type { Format } from "../lib/feed-format.ts";
import { VERSION } from "../lib/version.ts";
import { type FeedPart, NEWEST, type Scope } from "../site/scope.ts";
import type { Site } from "../site/site.ts";
import { scopeAddress, scopeId } from "../site/urls.ts";
import type { ArticleStore, EntryPage } from "../store/article-store.ts";
import { ARCHIVE_ENTRIES } from "../store/article-store.ts";
import { type ArchiveLinks, linksFromArchivePage, linksFromNewest } from "./archive/archive-links.ts";
import { NO_TOMBSTONES, type Tombstones, tombstonesOf } from "./archive/tombstones.ts";
import { descriptionOf, titleOf } from "./title.ts";

/** The content of a feed document, before it is rendered. */
export interface Selection {
  readonly site: Site;
  readonly scope: Scope;
  readonly part: FeedPart;
  /** Permanent id of the feed (RFC 4151), the same in all its parts (RFC 5005, section 4). */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Absolute address of the HTML page. */
  readonly page: string;
  /** Maximum number of entries. */
  readonly limit: number;
  /** Newest `updated` of the entries, UTC; the epoch if there are none, as Atom requires a value. */
  readonly updated: Date;
  /** `Last-Modified` (RFC 9110, section 8.8.2), UTC, in whole seconds. */
  readonly modified: Date;
  /** Changes with every byte of the document except tombstones; see `validatorOf`. */
  readonly validator: string;
  /** What the validator covers besides entries and archive links. Two states with the same frame differ in those only. */
  readonly frame: string;
  readonly archiveLinks: ArchiveLinks;
  /** Archive position of the newest article that is older than the entries; 0 if none, and on archive pages. */
  readonly olderPosition: number;
  /** The entries, without their content. */
  readonly refs: readonly ArticleRef[];
  /** Removed articles, for Atom. */
  readonly tombstones: Tombstones;
  /** When the next scheduled article of the scope becomes visible, UTC; `null` if there is none. */
  readonly next: Date | null;
  /** Reads the articles of the entries. */
  readonly articles: () => Promise<readonly Article[]>;
}

/**
 * Selects the entries of a feed document.
 * @param now UTC
 * @returns `undefined` if there is no such category, author or archive page
 * @throws what the store throws
 */
export async function selectEntries(
  store: ArticleStore,
  site: Site,
  scope: Scope,
  requested: FeedPart,
  now: Date,
): Promise<Selection | undefined> {
  const part = canonicalPart(site, requested);
  if (part.kind === "archive") {
    const { page: number, to, except = [] } = part;
    const page = await store.archivePage({ scope, page: number, to, except, now });
    return (
      page &&
      selectionOf(site, scope, part, now, page, {
        archiveLinks: linksFromArchivePage(number, to, except, page),
        olderPosition: 0,
        limit: ARCHIVE_ENTRIES,
        tombstones: NO_TOMBSTONES,
      })
    );
  }
  const limit = part.limit ?? site.pageSize;
  const page = await store.newestPage({ scope, limit, now });
  if (page === undefined) return undefined;
  const tombstones = await tombstonesOf(page.removals, site.tombstoneDays, now);
  const { olderPosition } = page;
  const archiveLinks = linksFromNewest(page);
  return selectionOf(site, scope, part, now, page, { archiveLinks, olderPosition, limit, tombstones });
}

/** The part in its canonical form: a `limit` equal to the site's page size is dropped. */
export function canonicalPart(site: Site, part: FeedPart): FeedPart {
  return part.kind === "newest" && part.limit === site.pageSize ? NEWEST : part;
}

/** The validator of a document in a format: it changes with every byte of it. Only Atom lists removed articles. */
export function validatorOf({ validator, tombstones }: Selection, format: Format): string {
  return format === "atom" ? validator + tombstones.version : validator;
}

async function selectionOf(
  site: Site,
  scope: Scope,
  part: FeedPart,
  now: Date,
  page: EntryPage,
  extent: Pick<Selection, "archiveLinks" | "olderPosition" | "limit" | "tombstones">,
): Promise<Selection> {
  const { name, refs, modified, next, articles } = page;
  const id = scopeId(site, scope);
  const frame = [VERSION, site.revision, id, name, JSON.stringify(part)].join("\n");
  const entries = refs.map(({ slug, revision }) => `${slug} ${revision}`);
  return {
    site,
    scope,
    part,
    id,
    title: titleOf(site, scope, name),
    description: descriptionOf(site, scope, name),
    page: scopeAddress(site, scope),
    updated: new Date(Math.max(0, ...refs.map(({ updated }) => updated.getTime()))),
    modified: wholeSeconds(modified, now),
    validator: await digest([frame, JSON.stringify(extent.archiveLinks), ...entries].join("\n")),
    frame,
    refs,
    next,
    articles,
    ...extent,
  };
}

/** A modification time in whole seconds, never in the future (RFC 9110, section 8.8.2.1). */
export function wholeSeconds(modified: Date, now: Date): Date {
  return new Date(Math.floor(Math.min(modified.getTime(), now.getTime()) / 1000) * 1000);
}
