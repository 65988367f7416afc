import { type ArticleRef, newestFirst } from "../../article/article.ts";
import type { Removal } from "../article-store.ts";

/** A stamp with what a database knows of it besides. */
export interface PlacedRef extends ArticleRef {
  readonly id: number;
  /** In the archive of the shelf that it was read from; counted from 1, the oldest. */
  readonly position: number;
  /** What the article calls the shelf. */
  readonly name: string;
}

/** A removal with the position that it left empty. */
export interface PlacedRemoval extends Removal {
  readonly position: number;
}

/** Stamps in the form in which `PACKED_ENTRY` of `queries.ts` packs them, in feed order. */
export function unpackEntries(json: string): readonly PlacedRef[] {
  const rows = JSON.parse(json) as [number, string, number, number, number, string, number, string][];
  return rows
    .map(([id, slug, published, updated, modified, revision, position, name]) => ({
      id,
      slug,
      published: new Date(published),
      updated: new Date(updated),
      modified: new Date(modified),
      revision,
      position,
      name,
    }))
    .sort(newestFirst);
}

/** Removals as a shelf's row packs them, newest first. */
export function unpackRemovals(json: string): readonly PlacedRemoval[] {
  const rows = JSON.parse(json) as [string, number, number, number][];
  return rows
    .map(([slug, published, removed, position]) => ({
      slug,
      published: new Date(published),
      removed: new Date(removed),
      position,
    }))
    .sort((a, b) => b.removed.getTime() - a.removed.getTime());
}
