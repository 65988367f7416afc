import type { Article, ArticleRef } from "../article/article.ts";
import type { Scope } from "../site/scope.ts";

/** Entries on a page of a feed's archive. It never changes: the addresses of archive pages mean the same for ever. @limit entries */
export const ARCHIVE_ENTRIES = 100;

/** Removed articles that a feed tells of; readers that were away longer see from the archive what is left. @limit removals */
export const MAX_TOMBSTONES = 100;

/** Which articles are asked for. */
export interface NewestQuery {
  readonly scope: Scope;
  /** At most so many. Beyond `MAX_ENTRIES` a poll costs more than a row. */
  readonly limit: number;
  /** UTC; an article that is published later does not exist yet. */
  readonly now: Date;
}

/** Which sheet of a scope's archive is asked for: `ARCHIVE_ENTRIES` positions each, counted from 1. */
export interface ArchivePageQuery {
  readonly scope: Scope;
  readonly page: number;
  /** A position on the sheet up to which it is asked for; nothing for all of it. */
  readonly to: number | undefined;
  /** A position behind which it is asked for; nothing for all of it. */
  readonly after?: number;
  /** How many of the newest articles another page shows: `ArchivePage.cursor` tells what is behind them. None when it is missing. */
  readonly newest?: number;
  /** UTC. */
  readonly now: Date;
}

/** An article that was removed. */
export interface Removal {
  readonly slug: string;
  /** When it had been published, UTC: its id is made of it. */
  readonly published: Date;
  /** When it was removed, UTC. */
  readonly removed: Date;
}

/** A removal, and the scopes whose feeds tell of it: those that the article stood in. */
export interface RecordedRemoval extends Removal {
  readonly scopes: readonly Scope[];
}

/** Articles of a scope. */
export interface EntryPage {
  /** What the scope is called: a category's label, an author's name; empty for all articles and for a search. */
  readonly name: string;
  /** Newest publication first, ties by slug. */
  readonly refs: readonly ArticleRef[];
  /** When something that may show in this page last changed: an edit, a publication, a removal. UTC. */
  readonly modified: Date;
  /** When the next article of the scope becomes visible, UTC; nothing when none is waiting. */
  readonly next: Date | null;
  /** The articles of the stamps, in their order and in just those revisions; read only when a page is rendered. */
  readonly articles: () => Promise<readonly Article[]>;
}

/** The newest articles of a scope. */
export interface NewestPage extends EntryPage {
  /**
   * The position in the archive up to which there may be articles that are not in this page; 0 when it holds all
   * there are. Positions count from 1, the oldest; a search has no archive and answers 0.
   */
  readonly olderPosition: number;
  /** The articles of the scope that were removed last, newest removal first, at most `MAX_TOMBSTONES`. */
  readonly removals: readonly Removal[];
}

/** A sheet of a scope's archive. Its name is what the articles on it say, so that a newer one does not change it. */
export interface ArchivePage extends EntryPage {
  /** Whether all its positions are taken: then nothing that is published later changes it. */
  readonly full: boolean;
  /** The highest position that is taken by an article published by now. */
  readonly last: number;
  readonly cursor: ArchiveCursor;
}

/** What goes on in a scope besides what a sheet of its archive says. */
export interface ArchiveCursor {
  /** When anything of the scope last changed: an edit, a publication, a removal. UTC. */
  readonly modified: Date;
  /** When its next article becomes visible, UTC; nothing when none is waiting. */
  readonly next: Date | null;
  /** The highest position of what is not among so many of the newest (`SheetQuery.newest`); 0 when there is no more. */
  readonly olderPosition: number;
}

/** How much of a scope's newest articles there is, without which they are. */
export interface FeedUpdate {
  /** At most as many as were asked for. */
  readonly entries: number;
  /** When one of them was last updated, as it says itself, UTC; nothing when there is none. */
  readonly updated: Date | null;
}

/** An article beside another, as much as a link to it says. */
export interface Neighbour {
  readonly slug: string;
  readonly headline: string;
  /** BCP 47. */
  readonly language: string;
}

/** The articles that stand before and behind one in a scope; nothing at its ends. */
export interface Neighbours {
  readonly newer: Neighbour | null;
  readonly older: Neighbour | null;
  /** When anything of the scope that may show beside it last changed, UTC; the epoch where it does not stand. */
  readonly modified: Date;
  /** When an article comes to stand before it by the time, UTC; nothing when that is not foreseen. */
  readonly next: Date | null;
}

/** All that a store holds at an instant, in a word: what is made of everything follows from it. */
export interface StoreVersion {
  /** Differs when anything that the store answers by then differs, in this process or another, before a restart or after. */
  readonly version: string;
  /** Articles that are published by then. */
  readonly articles: number;
  /** The highest position in the archive of all articles that is taken by then; see `NewestPage.olderPosition`. */
  readonly last: number;
  /** When something of this last changed, UTC. */
  readonly modified: Date;
  /** When the next article becomes visible, UTC; nothing when none is waiting. */
  readonly next: Date | null;
}

/** A category or author and how much there is of it. */
export interface TaxonomyCount {
  readonly slug: string;
  readonly name: string;
  readonly count: number;
}

/** What a store holds at an instant. */
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
 * Where articles are kept. Every store promises:
 * - an answer is of one state: all of a publication or nothing of it;
 * - it fails by rejecting; it never answers with less than it has;
 * - articles with a `published` after `now` do not exist for any question.
 */
export interface ArticleStore {
  /**
   * Differs when anything that the store answers may differ but for what becomes visible by the time. It costs next to
   * nothing. Nothing stands for a store that cannot tell.
   */
  readonly changeCounter: () => number | null;
  /** The newest articles of a scope; nothing when there is no such category or author. */
  readonly newestPage: (query: NewestQuery) => Promise<NewestPage | undefined>;
  /**
   * A sheet of the archive of all, a category or an author: the articles at its positions. An article keeps its
   * position; one that is removed leaves a gap. Nothing when there is no such scope, sheet or position yet; the sheet
   * behind the last full one is there even while it is empty.
   */
  readonly archivePage: (query: ArchivePageQuery) => Promise<ArchivePage | undefined>;
  /**
   * How much there is among so many of the newest of each scope, in their order, as their pages would tell. It costs as
   * little as a page for each and, unlike these, a question for all of them.
   */
  readonly updates: (
    scopes: readonly Exclude<Scope, { kind: "search" }>[],
    limit: number,
    now: Date,
  ) => Promise<readonly FeedUpdate[]>;
  /** An article by slug. */
  readonly article: (slug: string, now: Date) => Promise<Article | undefined>;
  /** When the article of a slug was removed, UTC; nothing when there is one, or never was. */
  readonly removed: (slug: string) => Promise<Date | undefined>;
  /**
   * What stands beside an article in a scope, in the order of its page. Nothing on either side when the article does not
   * stand there.
   */
  readonly neighbours: (scope: Scope, article: ArticleRef, now: Date) => Promise<Neighbours>;
  /** Costs as little as a page, whatever there is. */
  readonly version: (now: Date) => Promise<StoreVersion>;
  /** Costs as much as there are categories and authors. */
  readonly taxonomyCounts: (now: Date) => Promise<TaxonomyCounts>;
}

/** Beside what does not stand in a scope. */
export const NO_NEIGHBOURS: Neighbours = { newer: null, older: null, modified: new Date(0), next: null };
