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
 * to that position and without what it has itself, so that a reader who follows the links gets each article once.
 */
export function linksFromNewest({ olderPosition, repeated = [] }: NewestPage): ArchiveLinks {
  const page = Math.ceil(olderPosition / ARCHIVE_ENTRIES);
  const to = olderPosition % ARCHIVE_ENTRIES === 0 ? undefined : olderPosition;
  return {
    complete: false,
    current: undefined,
    previous: olderPosition === 0 ? undefined : archivePart(page, to, repeated),
    next: undefined,
  };
}

/** @param except positions; those beyond the page are left out */
function archivePart(page: number, to: number | undefined, except: readonly number[]): FeedPart {
  const left = except.filter((position) => position <= page * ARCHIVE_ENTRIES);
  return { kind: "archive", page, to, ...(left.length === 0 ? {} : { except: left }) };
}

/**
 * The links of an archive page. A full page links to the next one even if that is still empty, so that a full page never
 * changes when something is published.
 * @param page counted from 1, the oldest
 * @param to the last position in the document; `undefined` for the whole page
 * @param except positions that it leaves out
 */
export function linksFromArchivePage(
  page: number,
  to: number | undefined,
  except: readonly number[],
  { full, next }: ArchivePage,
): ArchiveLinks {
  const hasAllVisible = next === null;
  const whole = to === undefined && except.length === 0;
  return {
    complete: hasAllVisible && (full || to !== undefined),
    current: NEWEST,
    previous: page > 1 ? archivePart(page - 1, undefined, except) : undefined,
    next: hasAllVisible && full && whole ? { kind: "archive", page: page + 1, to: undefined } : undefined,
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
