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

/** What a feed is to hold, before anything of it is rendered. */
export interface Selection {
  readonly site: Site;
  readonly scope: Scope;
  readonly part: FeedPart;
  /** Permanent id of the feed (RFC 4151), the same in all its parts (RFC 5005, section 4). */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Absolute address of the page for people. */
  readonly page: string;
  /** At most so many entries. */
  readonly limit: number;
  /** Newest `updated` of the entries, UTC; the epoch when there is none, as a feed must say something. */
  readonly updated: Date;
  /** When something that may show last changed, UTC, in whole seconds. */
  readonly modified: Date;
  /** Differs when a byte of a document of this selection differs, but for tombstones; see `validatorOf`. */
  readonly validator: string;
  /**
   * Everything that the validator is made of but the entries and the road: two states of a feed differ in more than
   * entries if this differs.
   */
  readonly frame: string;
  readonly archiveLinks: ArchiveLinks;
  /** The position of the archive up to which there may be articles that are not shown; 0 on a sheet. */
  readonly olderPosition: number;
  /** The entries, without their texts. */
  readonly refs: readonly ArticleRef[];
  /** What the Atom document tells of removed articles. */
  readonly tombstones: Tombstones;
  /** When the next article of the scope becomes visible, UTC; nothing when none is waiting. */
  readonly next: Date | null;
  /** Reads the entries' articles. */
  readonly articles: () => Promise<readonly Article[]>;
}

/**
 * Chooses the articles of a feed.
 * @param now UTC
 * @returns nothing when there is no such category or author, or no such sheet of its archive
 * @throws what the store throws
 */
export async function selectEntries(
  store: ArticleStore,
  site: Site,
  scope: Scope,
  asked: FeedPart,
  now: Date,
): Promise<Selection | undefined> {
  const part = canonicalPart(site, asked);
  if (part.kind === "archive") {
    const { page: number, to } = part;
    const sheet = await store.archivePage({ scope, page: number, to, now });
    const road = sheet && linksFromArchivePage(number, to, sheet);
    return (
      sheet && road && selectionOf(site, scope, part, sheet, road, 0, ARCHIVE_ENTRIES, NO_TOMBSTONES, now)
    );
  }
  const limit = part.limit ?? site.pageSize;
  const page = await store.newestPage({ scope, limit, now });
  if (page === undefined) return undefined;
  const tombstones = await tombstonesOf(page.removals, site.tombstoneDays, now);
  return selectionOf(
    site,
    scope,
    part,
    page,
    linksFromNewest(page),
    page.olderPosition,
    limit,
    tombstones,
    now,
  );
}

/** The same part in the one form that its address has: the site's usual number of entries is not named. */
export function canonicalPart(site: Site, part: FeedPart): FeedPart {
  return part.kind === "newest" && part.limit === site.pageSize ? NEWEST : part;
}

/** Differs when a byte of the document in a format differs. Only Atom tells of removed articles. */
export function validatorOf({ validator, tombstones }: Selection, format: Format): string {
  return format === "atom" ? validator + tombstones.version : validator;
}

async function selectionOf(
  site: Site,
  scope: Scope,
  part: FeedPart,
  page: EntryPage,
  road: ArchiveLinks,
  rest: number,
  limit: number,
  tombstones: Tombstones,
  now: Date,
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
    limit,
    updated: new Date(Math.max(0, ...refs.map(({ updated }) => updated.getTime()))),
    modified: wholeSeconds(modified, now),
    validator: await digest([frame, JSON.stringify(road), ...entries].join("\n")),
    frame,
    archiveLinks: road,
    olderPosition: rest,
    refs,
    tombstones,
    next,
    articles,
  };
}

/** When the settings or an edit changed something, but never after now: RFC 9110, section 8.8.2.1. */
export function wholeSeconds(modified: Date, now: Date): Date {
  return new Date(Math.floor(Math.min(modified.getTime(), now.getTime()) / 1000) * 1000);
}
