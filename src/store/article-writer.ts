import type { Article } from "../article/article.ts";
import type { Scope } from "../site/scope.ts";
import type { Source, SourceFormat } from "../source/source.ts";

/** Articles on one page of the publishing API's list: some 300 KiB of JSON. @limit articles */
export const MAX_LISTED = 1_000;

/** Articles in one write: they share the cost of making it durable. @limit articles */
export const MAX_BATCH_CHANGES = 100;

/** An article's source as it is stored. */
export interface StoredSource extends Source {
  /** Entity tag of the source (RFC 9110, section 8.8.3), without quotes. */
  readonly tag: string;
  /** When it was stored, UTC. */
  readonly modified: Date;
  /** Name of the token with which it was written last; undefined where that is unknown. */
  readonly writtenBy?: string | undefined;
}

/** An article in the list of all stored ones, published or scheduled. */
export interface ListedArticle {
  readonly slug: string;
  readonly format: SourceFormat;
  readonly tag: string;
  /** UTC. */
  readonly published: Date;
  /** UTC. */
  readonly updated: Date;
  /** When the source was stored, UTC. */
  readonly modified: Date;
  /** Name of the token with which it was written last; undefined where that is unknown. */
  readonly writtenBy?: string | undefined;
}

/** The precondition of a change (RFC 9110, sections 13.1.1 and 13.1.2). */
export interface Precondition {
  /** A source is stored, with one of these tags unless `*`. */
  readonly match?: readonly string[] | "*";
  /** No source is stored. */
  readonly absent?: boolean;
}

/** What an article from an export keeps: when it was stored (UTC), and its position in each archive. */
export interface RestoredPlacement {
  readonly modified: Date;
  readonly positions: readonly { readonly scope: Scope; readonly position: number }[];
}

/** A change: an article created or replaced, or removed. */
export type Change = Precondition & { readonly slug: string } & (
    | {
        readonly kind: "put";
        readonly source: Source;
        readonly article: Article;
        readonly restored?: RestoredPlacement;
        /** Name of the token. Without it the writer of the same source stays, and that of another is unknown. */
        readonly writtenBy?: string | undefined;
      }
    | { readonly kind: "remove" }
  );

/** The outcome of a change. `same`: this source was stored already. `absent`: there was nothing to remove. */
export type Outcome =
  | {
      readonly kind: "created" | "changed" | "same" | "removed" | "absent";
      /** The tag of the stored source; empty if none is stored. */
      readonly tag: string;
      /** The scopes whose feeds and pages changed. */
      readonly scopes: readonly Scope[];
    }
  | { readonly kind: "failed-precondition" }
  | { readonly kind: "refused"; readonly message: string; readonly hint: string }
  /** This change was not made, while others of the same call were. */
  | { readonly kind: "failed"; readonly error: unknown };

/**
 * Looks at what would come of changes before anything is written.
 * @returns the refusal of all those that replace or remove an article; undefined to let them through
 */
export type ChangeLimit = (
  outcomes: readonly Outcome[],
) => Promise<Extract<Outcome, { readonly kind: "refused" }> | undefined>;

/**
 * The writing side of a store. An acknowledged change is durable and visible in the store's next answer. A change is
 * made as a whole or not at all, together with its notices to hubs (see `Outbox`).
 */
export interface ArticleWriter {
  readonly source: (slug: string) => Promise<StoredSource | undefined>;
  /** By slug, in code point order. @param after the slug after which to begin */
  readonly list: (after: string | undefined, limit: number) => Promise<readonly ListedArticle[]>;
  /**
   * Makes changes, no two of the same slug.
   * @param now UTC
   * @param limit may refuse those that replace or remove an article
   * @returns an outcome for each change, in their order
   * @throws an error if no change was made
   */
  readonly writeChanges: (changes: readonly Change[], now: Date, limit?: ChangeLimit) => Promise<readonly Outcome[]>;
}

/** Whether a precondition holds for the stored tag, undefined if none is stored. Strong comparison. */
export function preconditionHolds({ match, absent }: Precondition, tag: string | undefined): boolean {
  if (absent === true && tag !== undefined) return false;
  return match === undefined || (tag !== undefined && (match === "*" || match.includes(tag)));
}
