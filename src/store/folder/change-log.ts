import type { Article } from "../../article/article.ts";
import { scopesOfArticle } from "../../site/affected-scopes.ts";
import type { Site } from "../../site/site.ts";
import { noticesOfChange } from "../notices.ts";
import type { IndexChanges } from "./index/folder-index.ts";
import type { SavedState } from "./saved/saved-state.ts";

interface ArticleVersions {
  readonly previous?: Article;
  readonly current?: Article;
}

/**
 * Records removals and notices to hubs for changes made by hand.
 * @param ownSlugs slugs that the service changed itself: they are recorded already
 * @param now UTC
 * @returns a function that releases the notices; call it when the changes are visible
 */
export function recordChanges(
  savedState: SavedState,
  site: Site,
  { removed, added, deleted }: IndexChanges,
  ownSlugs: ReadonlySet<string>,
  now: Date,
): () => void {
  for (const article of deleted) {
    const { slug, published } = article;
    // A scheduled article was never visible.
    if (published <= now && !savedState.hasRemoval(slug))
      savedState.recordRemoval({ slug, published, removed: now, scopes: scopesOfArticle(article) });
  }
  const changes = new Map(removed.map((previous): [string, ArticleVersions] => [previous.slug, { previous }]));
  for (const current of added) changes.set(current.slug, { ...changes.get(current.slug), current });
  return savedState.recordNotices(
    [...changes]
      .filter(([slug, { previous, current }]) => !ownSlugs.has(slug) && previous?.revision !== current?.revision)
      .flatMap(([, { previous, current }]) => noticesOfChange(site, previous, current, now)),
  );
}

/** Whether a change removed an article from a feed or moved it: the times of the remaining entries do not show that. */
export function leftFeed(previous: Article, current: Article | undefined): boolean {
  if (current === previous) return false;
  const losesAny = (
    previousTerms: readonly { readonly slug: string }[],
    currentTerms: readonly { readonly slug: string }[] = [],
  ) => previousTerms.some(({ slug }) => !currentTerms.some((term) => term.slug === slug));
  return (
    previous.published.getTime() !== current?.published.getTime() ||
    losesAny(previous.categories, current.categories) ||
    losesAny(previous.authors, current.authors)
  );
}
