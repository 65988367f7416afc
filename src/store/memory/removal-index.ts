import type { Scope } from "../../site/scope.ts";
import { scopePath } from "../../site/urls.ts";
import type { RecordedRemoval, Removal } from "../article-store.ts";
import { MAX_TOMBSTONES } from "../article-store.ts";

export interface RemovalIndex {
  /** All recorded removals. */
  readonly recorded: readonly RecordedRemoval[];
  /** The removals of a scope's feed, newest first, at most `MAX_TOMBSTONES`. */
  readonly of: (scope: Scope) => readonly Removal[];
  /** When a slug's article was removed, UTC. */
  readonly removedAt: (slug: string) => Date | undefined;
}

interface Index {
  readonly byScope: ReadonlyMap<string, readonly Removal[]>;
  readonly bySlug: ReadonlyMap<string, Date>;
}

/**
 * Indexes removals on first use. An article that is back counts as never removed. One that was never visible is left out.
 * @param exists whether a slug has an article, published or scheduled
 */
export function createRemovalIndex(
  recorded: readonly RecordedRemoval[],
  exists: (slug: string) => boolean,
): RemovalIndex {
  let index: Index | undefined;
  const load = (): Index => {
    index ??= indexOf(recorded, exists);
    return index;
  };
  return {
    recorded: recorded,
    of: (scope) => load().byScope.get(scopePath(scope)) ?? [],
    removedAt: (slug) => load().bySlug.get(slug),
  };
}

function indexOf(recorded: readonly RecordedRemoval[], exists: (slug: string) => boolean): Index {
  const byScope = new Map<string, Removal[]>();
  const bySlug = new Map<string, Date>();
  const newest = recorded
    .filter(({ slug, published, removed }) => published <= removed && !exists(slug))
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
