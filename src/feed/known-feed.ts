import type { Scope } from "../site/scope.ts";

/** A feed that the site has. */
export interface KnownFeed {
  readonly scope: Exclude<Scope, { kind: "search" }>;
  /** What the store calls the scope; empty for all articles. */
  readonly name: string;
  /** How many articles stand in it. */
  readonly articles: number;
}
