import type { Scope } from "../../site/scope.ts";
import { scopePath } from "../../site/urls.ts";
import type { RecordedRemoval, Removal } from "../article-store.ts";
import { MAX_TOMBSTONES } from "../article-store.ts";

/** What is known of removed articles. */
export interface RemovalIndex {
  /** As they were noted. */
  readonly noted: readonly RecordedRemoval[];
  /** Those that the feeds of a scope tell of, newest first, at most `MAX_TOMBSTONES`. */
  readonly of: (scope: Scope) => readonly Removal[];
  /** When a slug's article was removed, UTC. */
  readonly when: (slug: string) => Date | undefined;
}

interface Index {
  readonly byScope: ReadonlyMap<string, readonly Removal[]>;
  readonly bySlug: ReadonlyMap<string, Date>;
}

/**
 * Removals, looked through when the first is asked for. What is there again counts as never removed, and of an article
 * that was never to be seen nobody needs to be told.
 * @param isThere whether there is an article of a slug, one to come among them
 */
export function createRemovalIndex(
  noted: readonly RecordedRemoval[],
  isThere: (slug: string) => boolean,
): RemovalIndex {
  let index: Index | undefined;
  const look = (): Index => {
    index ??= indexOf(noted, isThere);
    return index;
  };
  return {
    noted,
    of: (scope) => look().byScope.get(scopePath(scope)) ?? [],
    when: (slug) => look().bySlug.get(slug),
  };
}

function indexOf(noted: readonly RecordedRemoval[], isThere: (slug: string) => boolean): Index {
  const byScope = new Map<string, Removal[]>();
  const bySlug = new Map<string, Date>();
  const newest = noted
    .filter(({ slug, published, removed }) => published <= removed && !isThere(slug))
    .sort((a, b) => b.removed.getTime() - a.removed.getTime());
  for (const { slug, published, removed, scopes } of newest) {
    if (bySlug.has(slug)) continue;
    bySlug.set(slug, removed);
    for (const path of new Set(scopes.map(scopePath))) {
      const removals = byScope.get(path) ?? [];
      if (removals.length < MAX_TOMBSTONES) removals.push({ slug, published, removed });
      byScope.set(path, removals);
    }
  }
  return { byScope, bySlug };
}
