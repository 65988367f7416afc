import type { Selection } from "../feed/selection.ts";
import type { Scope } from "../site/scope.ts";
import { articlePath, scopePath } from "../site/urls.ts";

/** Bytes of all of a document's cache tags: Cloudflare takes 16 KB of them. @limit bytes */
const MAX_CACHE_TAG_BYTES = 16_000;

/** Cache tags (Cloudflare Workers Cache): names by which a shared cache is told what has changed. Paths escape spaces and commas, so a tag has neither. */

/** The tag of a scope's newest documents and of its page. All searches share one: nobody can know which searches a new article matches. */
export function scopeTag(scope: Scope): string {
  return scope.kind === "search" ? "search" : scopePath(scope).slice(1) || "all";
}

/** The tag of all pages of a scope's archive. */
export function archiveTag(scope: Scope): string {
  return scope.kind === "all" ? "archive" : `${scopeTag(scope)}/archive`;
}

/** The tag of every document that shows an article. */
export function articleTag(slug: string): string {
  return articlePath(slug).slice(1);
}

/**
 * The cache tags of a feed's document: those of its articles, and that of its scope unless it is a full archive page,
 * which no later article changes. A removed article may come back in other scopes, so a document with tombstones has
 * their tags too. If the tags are too long for the header, the scope's tag stands for its articles.
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
