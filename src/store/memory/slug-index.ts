import type { Article } from "../../article/article.ts";

/** Changes in the overlay before it is merged into the base: few enough to copy at each change. @limit changes */
export const MAX_OVERLAID_SLUGS = 1_000;

/** Articles by slug. It is immutable: `with` returns a new index that shares the base. */
export interface SlugIndex {
  readonly get: (slug: string) => Article | undefined;
  readonly with: (removed: readonly Article[], added: readonly Article[]) => SlugIndex;
}

export function createSlugIndex(articles: Iterable<Article>): SlugIndex {
  return createOverlay(new Map(Array.from(articles, (article) => [article.slug, article])), new Map());
}

/** A base map and the changes since. A removed article is undefined in the overlay. */
function createOverlay(
  base: ReadonlyMap<string, Article>,
  overlay: ReadonlyMap<string, Article | undefined>,
): SlugIndex {
  return {
    get: (slug) => (overlay.has(slug) ? overlay.get(slug) : base.get(slug)),
    with(removed, added) {
      const next = new Map(overlay);
      for (const { slug } of removed) next.set(slug, undefined);
      for (const article of added) next.set(article.slug, article);
      if (next.size <= MAX_OVERLAID_SLUGS) return createOverlay(base, next);
      const merged = new Map(base);
      for (const [slug, article] of next) {
        if (article === undefined) merged.delete(slug);
        else merged.set(slug, article);
      }
      return createOverlay(merged, new Map());
    },
  };
}
