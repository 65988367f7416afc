import type { Article } from "../../article/article.ts";

/** Changes that an index by slug carries on top before it is made anew: few enough to copy with each change. @limit changes */
export const MAX_OVERLAID_SLUGS = 1_000;

/** Articles by slug. It never changes: a new state is a new one, which shares most with the one before. */
export interface SlugIndex {
  readonly get: (slug: string) => Article | undefined;
  readonly with: (removed: readonly Article[], added: readonly Article[]) => SlugIndex;
}

export function createSlugIndex(articles: Iterable<Article>): SlugIndex {
  return overlaid(new Map(Array.from(articles, (article) => [article.slug, article])), new Map());
}

/** A large map that nobody changes, and over it what has changed since it was made; nothing stands for an article gone. */
function overlaid(
  base: ReadonlyMap<string, Article>,
  overlay: ReadonlyMap<string, Article | undefined>,
): SlugIndex {
  return {
    get: (slug) => (overlay.has(slug) ? overlay.get(slug) : base.get(slug)),
    with(removed, added) {
      const next = new Map(overlay);
      for (const { slug } of removed) next.set(slug, undefined);
      for (const article of added) next.set(article.slug, article);
      if (next.size <= MAX_OVERLAID_SLUGS) return overlaid(base, next);
      const merged = new Map(base);
      for (const [slug, article] of next) {
        if (article === undefined) merged.delete(slug);
        else merged.set(slug, article);
      }
      return overlaid(merged, new Map());
    },
  };
}
