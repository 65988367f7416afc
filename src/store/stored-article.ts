import type { Scope } from "../site/scope.ts";
import type { Source } from "../source/source.ts";
import type { Removal } from "./article-store.ts";
import type { StoredSource } from "./article-writer.ts";

/** Where an article stands in the archive of a scope, counted from 1. */
export interface ArchivePosition {
  readonly scope: Scope;
  readonly position: number;
}

/** An article that is brought along; one from an export keeps its place and its time. */
export interface IncomingArticle extends Source {
  readonly restored?: { readonly modified: Date; readonly positions: readonly ArchivePosition[] };
}

/** A removed article and the scopes whose feeds tell of it. */
export interface RestoredRemoval extends Removal {
  readonly positions: readonly ArchivePosition[];
}

/** An article as it leaves. */
export interface OutgoingArticle extends StoredSource {
  readonly positions: readonly ArchivePosition[];
}
