import { type FeedPart, NEWEST, type Scope } from "../../site/scope.ts";
import type { ArchivePage, NewestPage } from "../../store/article-store.ts";
import { ARCHIVE_ENTRIES } from "../../store/article-store.ts";

/** Where the archive of a feed goes on from a document of it (RFC 5005, section 4). */
export interface ArchiveLinks {
  /** The document never changes by a publication: it is marked as an archive document. */
  readonly complete: boolean;
  /** The newest document; nothing in that itself, whatever the number of its entries. */
  readonly current: FeedPart | undefined;
  /** The document of the entries before these; nothing when there are none. */
  readonly previous: FeedPart | undefined;
  /** The document of the entries behind these, there already or not; nothing when this one is still to grow. */
  readonly next: FeedPart | undefined;
}

/**
 * From the newest articles the road goes on to just those that are not among them, so that whoever walks meets each
 * article once: to the sheet that holds the position `rest`, and on it up to there.
 */
export function linksFromNewest({ olderPosition }: NewestPage): ArchiveLinks {
  const sheet = Math.ceil(olderPosition / ARCHIVE_ENTRIES);
  const to = olderPosition % ARCHIVE_ENTRIES === 0 ? undefined : olderPosition;
  return {
    complete: false,
    current: undefined,
    previous: olderPosition === 0 ? undefined : { kind: "archive", page: sheet, to },
    next: undefined,
  };
}

/**
 * From a sheet it goes on to the one before. The one behind a full sheet is named even while it is empty, so that
 * nothing of a full sheet changes when something is published.
 */
export function linksFromArchivePage(
  sheet: number,
  to: number | undefined,
  { full, next }: ArchivePage,
): ArchiveLinks {
  const settled = next === null;
  return {
    complete: settled && (full || to !== undefined),
    current: NEWEST,
    previous: sheet > 1 ? { kind: "archive", page: sheet - 1, to: undefined } : undefined,
    next:
      settled && full && to === undefined ? { kind: "archive", page: sheet + 1, to: undefined } : undefined,
  };
}

/**
 * Whether a position can end a sheet's document: behind its first and before its last, as the whole sheet has an
 * address of its own.
 */
export function endsArchivePage(sheet: number, to: number): boolean {
  return to > (sheet - 1) * ARCHIVE_ENTRIES && to < sheet * ARCHIVE_ENTRIES;
}

/** Whether hubs are told of a document: of the newest in the site's usual number, but of no search. */
export function isWebSubTopic(scope: Scope, part: FeedPart): boolean {
  return scope.kind !== "search" && part.kind === "newest" && part.limit === undefined;
}
