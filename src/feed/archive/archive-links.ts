import { type FeedPart, NEWEST, type Scope } from "../../site/scope.ts";
import type { ArchivePage, NewestPage } from "../../store/article-store.ts";
import { ARCHIVE_ENTRIES } from "../../store/article-store.ts";

/** The archive links of a feed document (RFC 5005, section 4). */
export interface ArchiveLinks {
  /** Whether the document is an archive document (`fh:archive`): publishing never changes it. */
  readonly complete: boolean;
  /** The subscription document; `undefined` in that document itself. */
  readonly current: FeedPart | undefined;
  /** The document of the older entries, `undefined` if there are none. */
  readonly previous: FeedPart | undefined;
  /** The document of the newer entries, which may be empty yet; `undefined` if this document may still grow. */
  readonly next: FeedPart | undefined;
}

/**
 * The links of the subscription document. Its previous document is the archive page of the position `olderPosition`, up
 * to that position, so that a reader who follows the links gets each article once.
 */
export function linksFromNewest({ olderPosition }: NewestPage): ArchiveLinks {
  const page = Math.ceil(olderPosition / ARCHIVE_ENTRIES);
  const to = olderPosition % ARCHIVE_ENTRIES === 0 ? undefined : olderPosition;
  return {
    complete: false,
    current: undefined,
    previous: olderPosition === 0 ? undefined : { kind: "archive", page, to },
    next: undefined,
  };
}

/**
 * The links of an archive page. A full page links to the next one even if that is still empty, so that a full page never
 * changes when something is published.
 * @param page counted from 1, the oldest
 * @param to the last position in the document; `undefined` for the whole page
 */
export function linksFromArchivePage(page: number, to: number | undefined, { full, next }: ArchivePage): ArchiveLinks {
  const hasAllVisible = next === null;
  return {
    complete: hasAllVisible && (full || to !== undefined),
    current: NEWEST,
    previous: page > 1 ? { kind: "archive", page: page - 1, to: undefined } : undefined,
    next: hasAllVisible && full && to === undefined ? { kind: "archive", page: page + 1, to: undefined } : undefined,
  };
}

/** Whether a document may end at this position of an archive page. The last one is excluded: it is the whole page. */
export function endsArchivePage(page: number, to: number): boolean {
  return to > (page - 1) * ARCHIVE_ENTRIES && to < page * ARCHIVE_ENTRIES;
}

/** Whether a document is a WebSub topic: the subscription documents of all scopes but searches are. */
export function isWebSubTopic(scope: Scope, part: FeedPart): boolean {
  return scope.kind !== "search" && part.kind === "newest" && part.limit === undefined;
}
