import type { Scope } from "../site/scope.ts";

/** A feed of the site, as directories of feeds list it. */
export interface KnownFeed {
  readonly scope: Exclude<Scope, { kind: "search" }>;
  /** Name of the category or author; empty for all articles. */
  readonly name: string;
  /** Number of its articles. */
  readonly articles: number;
}
