import type { Selection } from "../feed/selection.ts";
import type { Scope } from "../site/scope.ts";
import { articlePath, scopePath } from "../site/urls.ts";

/** Bytes of all of a document's cache tags: Cloudflare takes 16 KB of them. @limit bytes */
const MAX_CACHE_TAG_BYTES = 16_000;

/** Names by which a cache in front is told what has changed. They hold neither spaces nor commas, which paths escape. */

/** Of the newest documents of a scope and of its page. What a publication brings into a search nobody can know: all have one. */
export function scopeTag(scope: Scope): string {
  return scope.kind === "search" ? "search" : scopePath(scope).slice(1) || "all";
}

/** The tag of all pages of a scope's archive. */
export function archiveTag(scope: Scope): string {
  return scope.kind === "all" ? "archive" : `${scopeTag(scope)}/archive`;
}

/** Of everything in which an article stands. */
export function articleTag(slug: string): string {
  return articlePath(slug).slice(1);
}

/**
 * Tags of a feed's document. It is made of its articles and of what the scope holds besides; but what is published
 * later changes nothing of a full page. An article that comes back after it was removed may stand in other scopes
 * than before, so what a feed tells of removed ones has their tags as well. Where the names of all would be more than
 * the field may hold, the scope stands for its articles.
 */
export function cacheTagsOf({ scope, part, archiveLinks, refs, tombstones }: Selection): readonly string[] {
  const archive = part.kind === "archive" ? [archiveTag(scope)] : [];
  const articles = refs.map(({ slug }) => articleTag(slug));
  const removed = tombstones.removals.map(({ slug }) => articleTag(slug));
  const tags = [...(archiveLinks.complete ? [] : [scopeTag(scope)]), ...archive, ...removed, ...articles];
  return tags.join().length <= MAX_CACHE_TAG_BYTES ? tags : [scopeTag(scope), ...archive];
}

/** The tags that a change makes stale: of the scopes that it affects, and of the articles. */
export function affectedTags(scopes: readonly Scope[], slugs: readonly string[]): readonly string[] {
  return [...new Set([...scopes.map(scopeTag), "all", "search", ...slugs.map(articleTag)])];
}
