import type { Scope } from "../addresses.ts";
import type { Article, Stamp } from "../article/article.ts";

/** Which articles are asked for. */
export interface PageQuery {
  readonly scope: Scope;
  /** At most so many. */
  readonly limit: number;
  /** UTC; an article that is published later does not exist yet. */
  readonly now: Date;
}

/** The newest articles of a scope. */
export interface Page {
  /** What the scope is called: a category's label, an author's name; empty for all articles. */
  readonly name: string;
  /** Newest publication first, ties by slug. */
  readonly stamps: readonly Stamp[];
  /** When something that may show in this page last changed: an edit, a publication, a removal. UTC. */
  readonly modified: Date;
  /** When the next article of the scope becomes visible, UTC; nothing when none is waiting. */
  readonly next: Date | null;
  /** The articles of the stamps, in their order and in just those revisions; read only when a page is rendered. */
  readonly articles: () => Promise<readonly Article[]>;
}

/** A category or author and how much there is of it. */
export interface Term {
  readonly slug: string;
  readonly name: string;
  readonly count: number;
}

/** What a store holds at an instant. */
export interface Census {
  readonly articles: number;
  /** In the site's order, then by name. */
  readonly categories: readonly Term[];
  /** By name. */
  readonly authors: readonly Term[];
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
export interface Store {
  /** Whether it never changes but by the time: what it answered holds until the next article becomes visible. */
  readonly immutable: boolean;
  /** The newest articles of a scope; nothing when there is no such category or author. */
  page(query: PageQuery): Promise<Page | undefined>;
  /** An article by slug. */
  article(slug: string, now: Date): Promise<Article | undefined>;
  census(now: Date): Promise<Census>;
}
