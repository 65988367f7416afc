import { type ArticleRef, newestFirst } from "../../article/article.ts";
import type { Removal } from "../article-store.ts";

/** An article of a collection. */
export interface CollectionEntry extends ArticleRef {
  readonly id: number;
  /** Position in the collection's archive, from 1, the oldest. */
  readonly position: number;
  /** What the article calls the collection. */
  readonly name: string;
}

/** A removal from a collection, with the position that it left empty. */
export interface CollectionRemoval extends Removal {
  readonly position: number;
}

/** Reads a JSON array of `ENTRY_JSON`. @returns entries in feed order */
export function parseEntries(json: string): readonly CollectionEntry[] {
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

/** Reads `recent_removals` of a collection. @returns removals, newest first */
export function parseRemovals(json: string): readonly CollectionRemoval[] {
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
