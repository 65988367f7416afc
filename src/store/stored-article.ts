import type { Scope } from "../site/scope.ts";
import type { Source } from "../source/source.ts";
import type { Removal } from "./article-store.ts";
import type { StoredSource } from "./article-writer.ts";

/** The position of an article in the archive of a scope, counted from 1. */
export interface ArchivePosition {
  readonly scope: Scope;
  readonly position: number;
}

/** An article to import. One from an export keeps its positions and its time of storage. */
export interface IncomingArticle extends Source {
  readonly restored?: { readonly modified: Date; readonly positions: readonly ArchivePosition[] };
}

/** A removed article from an export, with its positions. */
export interface RestoredRemoval extends Removal {
  readonly positions: readonly ArchivePosition[];
}

/** An article to export. */
export interface OutgoingArticle extends StoredSource {
  readonly positions: readonly ArchivePosition[];
}
