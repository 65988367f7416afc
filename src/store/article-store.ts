import type { Article, ArticleRef } from "../article/article.ts";
import type { Scope } from "../site/scope.ts";

/** Entries on an archive page. It never changes: the addresses of archive pages depend on it. @limit entries */
export const ARCHIVE_ENTRIES = 100;

/** Tombstones in a feed. Readers that were away longer find the remaining entries in the archive. @limit removals */
export const MAX_TOMBSTONES = 100;

/** The newest articles of a scope. */
export interface NewestQuery {
  readonly scope: Scope;
  /** Number of articles. Above `MAX_ENTRIES` a poll of SQL costs more than a row. */
  readonly limit: number;
  /** UTC. Articles published later are not visible. */
  readonly now: Date;
}

/** An archive page of a scope: `ARCHIVE_ENTRIES` positions, counted from page 1. */
export interface ArchivePageQuery {
  readonly scope: Scope;
  readonly page: number;
  /** Last position to include; undefined for the whole page. */
  readonly to: number | undefined;
  /** Positions to leave out. Default none. */
  readonly except?: readonly number[];
  /** Position after which to begin; undefined for the whole page. */
  readonly after?: number;
  /** Articles on the newest page, from which `cursor.olderPosition` is computed. Default 0. */
  readonly newest?: number;
  /** UTC. */
  readonly now: Date;
}

/** An article that was removed. */
export interface Removal {
  readonly slug: string;
  /** When it was published, UTC. Its id contains this date. */
  readonly published: Date;
  /** When it was removed, UTC. */
  readonly removed: Date;
}

/** A removal, and the scopes that the article was in: their feeds have the tombstone. */
export interface RecordedRemoval extends Removal {
  readonly scopes: readonly Scope[];
}

/** Articles of a scope. */
export interface EntryPage {
  /** Label of the category or name of the author; empty for all articles and for a search. */
  readonly name: string;
  /** Newest publication first, ties by slug. */
  readonly refs: readonly ArticleRef[];
  /** When this page last changed, by an edit, a publication or a removal. UTC. */
  readonly modified: Date;
  /** When the next scheduled article of the scope becomes visible, UTC; null if none is scheduled. */
  readonly next: Date | null;
  /** The articles of `refs`, in their order and in exactly those revisions. Called only to render the page. */
  readonly articles: () => Promise<readonly Article[]>;
}

/** The newest articles of a scope. */
export interface NewestPage extends EntryPage {
  /**
   * Archive position of the newest article that is not on this page; 0 if there is none. Positions count from 1, the
   * oldest. A search has no archive: 0.
   */
  readonly olderPosition: number;
  /**
   * Archive positions of articles on this page that are below `olderPosition`, ascending. There are none unless an article
   * with an older date was published after them.
   */
  readonly repeated?: readonly number[];
  /** The latest removals of the scope, newest first, at most `MAX_TOMBSTONES`. */
  readonly removals: readonly Removal[];
}

/** An archive page. Its name comes from the articles on it, so that a newer article does not change it. */
export interface ArchivePage extends EntryPage {
  /** Whether all its positions are used. Later publications do not change a full page. */
  readonly full: boolean;
  /** The highest position used by a published article. */
  readonly last: number;
  readonly cursor: ArchiveCursor;
}

/** The state of a scope beyond an archive page. */
export interface ArchiveCursor {
  /** When anything of the scope last changed: an edit, a publication, a removal. UTC. */
  readonly modified: Date;
  /** When the next scheduled article becomes visible, UTC; null if none is scheduled. */
  readonly next: Date | null;
  /** The highest position that is not on the newest page (`ArchivePageQuery.newest`); 0 if there is none. */
  readonly olderPosition: number;
}

/** Count and update time of a scope's newest articles. */
export interface FeedUpdate {
  /** At most the requested limit. */
  readonly entries: number;
  /** The latest `updated` among them, UTC; null if there are none. */
  readonly updated: Date | null;
}

/** What a link to a neighbouring article needs. */
export interface Neighbour {
  readonly slug: string;
  readonly headline: string;
  /** BCP 47. */
  readonly language: string;
}

/** The next newer and older articles of a scope; null at its ends. */
export interface Neighbours {
  readonly newer: Neighbour | null;
  readonly older: Neighbour | null;
  /** When the neighbours may last have changed, UTC; the epoch if the article is not in the scope. */
  readonly modified: Date;
  /** When a scheduled article becomes its newer neighbour, UTC; null if none is scheduled. */
  readonly next: Date | null;
}

/** Identifies the state of a store at an instant, for validators of documents that depend on all articles. */
export interface StoreVersion {
  /** Differs if any answer of the store differs. The same across processes and restarts. */
  readonly version: string;
  /** Number of published articles. */
  readonly articles: number;
  /** The highest used position in the archive of all articles. */
  readonly last: number;
  /** When something of this last changed, UTC. */
  readonly modified: Date;
  /** When the next article becomes visible, UTC; nothing when none is waiting. */
  readonly next: Date | null;
}

/** A category or author, and its number of published articles. */
export interface TaxonomyCount {
  readonly slug: string;
  readonly name: string;
  readonly count: number;
}

/** Published articles by category and author. */
export interface TaxonomyCounts {
  readonly articles: number;
  /** In the site's order, then by name. */
  readonly categories: readonly TaxonomyCount[];
  /** By name. */
  readonly authors: readonly TaxonomyCount[];
  /** When something of this last changed, UTC. */
  readonly modified: Date;
  /** When the next article becomes visible, UTC; nothing when none is waiting. */
  readonly next: Date | null;
}

/**
 * The reading side of a store. Every store promises:
 * - an answer is of one state: all of a publication or nothing of it;
 * - it fails by rejecting; it never answers with fewer articles than it has;
 * - an article whose `published` is after `now` is in no answer.
 */
export interface ArticleStore {
  /**
   * Differs when an answer may differ, except for scheduled articles that become visible. Costs next to nothing. Null if
   * the store cannot tell.
   */
  readonly changeCounter: () => number | null;
  /** The newest articles of a scope. Undefined if there is no such category or author. */
  readonly newestPage: (query: NewestQuery) => Promise<NewestPage | undefined>;
  /**
   * An archive page of all articles, a category or an author. An article keeps its position; a removed one leaves a gap.
   * Undefined if there is no such scope, page or position yet. The page after the last full one exists even while empty.
   */
  readonly archivePage: (query: ArchivePageQuery) => Promise<ArchivePage | undefined>;
  /**
   * Count and update time of the newest articles of each scope, in the order of `scopes`. One query for all of them.
   */
  readonly updates: (
    scopes: readonly Exclude<Scope, { kind: "search" }>[],
    limit: number,
    now: Date,
  ) => Promise<readonly FeedUpdate[]>;
  /** A published article by slug. */
  readonly article: (slug: string, now: Date) => Promise<Article | undefined>;
  /** When the article of a slug was removed, UTC. Undefined if it exists or never existed. */
  readonly removed: (slug: string) => Promise<Date | undefined>;
  /**
   * The neighbours of an article in a scope. Both are null if the article is not in the scope.
   */
  readonly neighbours: (scope: Scope, article: ArticleRef, now: Date) => Promise<Neighbours>;
  /** Costs as little as a page. */
  readonly version: (now: Date) => Promise<StoreVersion>;
  /** The cost grows with the number of categories and authors. */
  readonly taxonomyCounts: (now: Date) => Promise<TaxonomyCounts>;
}

/** The neighbours of an article that is not in the scope. */
export const NO_NEIGHBOURS: Neighbours = { newer: null, older: null, modified: new Date(0), next: null };
