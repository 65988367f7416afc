import type { Article } from "../article/article.ts";
import type { Scope } from "../site/scope.ts";
import type { Source, SourceFormat } from "../source/source.ts";

/** Articles on one page of the publishing API's list: some 300 KiB of JSON. @limit articles */
export const MAX_LISTED = 1_000;

/** Articles of a bulk request that are written at once: the cost of making them durable is shared by so many. @limit articles */
export const MAX_BATCH_CHANGES = 100;

/** An article's source as it is stored. */
export interface StoredSource extends Source {
  /** Differs when the source differs; the entity tag (RFC 9110, section 8.8.3) without its quotes. */
  readonly tag: string;
  /** When it was stored, UTC. */
  readonly modified: Date;
}

/** An article in the list of all that are stored, those to come among them. */
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
}

/** What must hold for a change to be made (RFC 9110, sections 13.1.1 and 13.1.2); parts that are missing say nothing. */
export interface Precondition {
  /** There is a source, with one of these tags if it is not `*`. */
  readonly match?: readonly string[] | "*";
  /** There is no source. */
  readonly absent?: boolean;
}

/** What an article that is brought back keeps: when it was stored (UTC) and where it stood in each archive. */
export interface RestoredPlacement {
  readonly modified: Date;
  readonly positions: readonly { readonly scope: Scope; readonly position: number }[];
}

/** A change that is to be made: an article put in the place of whatever stood there, or taken away. */
export type Change = Precondition & { readonly slug: string } & (
    | {
        readonly kind: "put";
        readonly source: Source;
        readonly article: Article;
        readonly restored?: RestoredPlacement;
      }
    | { readonly kind: "remove" }
  );

/** What came of a change. `same`: the very source was there already. `absent`: there was nothing to take away. */
export type Outcome =
  | {
      readonly kind: "created" | "changed" | "same" | "removed" | "absent";
      /** The tag of what is stored now; empty when nothing is. */
      readonly tag: string;
      /** Whose feeds and pages changed; none when nothing did. */
      readonly touched: readonly Scope[];
    }
  | { readonly kind: "failed-precondition" }
  | { readonly kind: "refused"; readonly message: string; readonly hint: string };

/**
 * Where articles are published: the writing side of a store. What it acknowledged is durable and shows in the store's
 * next answer; a change is made as a whole or not at all; notices to hubs are noted with it (see `Outbox`).
 */
export interface ArticleWriter {
  readonly source: (slug: string) => Promise<StoredSource | undefined>;
  /** By slug, in code point order. @param after the slug behind which to begin */
  readonly list: (after: string | undefined, limit: number) => Promise<readonly ListedArticle[]>;
  /**
   * Makes changes, each with its outcome, in their order. No slug may occur twice.
   * @param now UTC
   */
  readonly write: (changes: readonly Change[], now: Date) => Promise<readonly Outcome[]>;
}

/** Whether a precondition holds where a source with this tag is stored, or none. The comparison is the strong one. */
export function preconditionHolds({ match, absent }: Precondition, tag: string | undefined): boolean {
  if (absent === true && tag !== undefined) return false;
  return match === undefined || (tag !== undefined && (match === "*" || match.includes(tag)));
}
