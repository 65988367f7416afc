import type { Article } from "../../article/article.ts";
import { scopesOfArticle } from "../../site/affected-scopes.ts";
import type { Site } from "../../site/site.ts";
import { noticesOfChange } from "../notices.ts";
import type { IndexChanges } from "./folder-index.ts";
import type { SavedState } from "./saved/saved-state.ts";

/** An article, before and after. */
interface Change {
  readonly before?: Article;
  readonly after?: Article;
}

/**
 * Notes what was removed by hand, and what hubs are to be told of changes by hand.
 * @param own slugs that the service has changed itself: what there is to say of them is noted already
 * @param now UTC
 * @returns a function that lets the notices go, once the changes show
 */
export function recordChanges(
  notes: SavedState,
  site: Site,
  { removed, added, gone }: IndexChanges,
  own: ReadonlySet<string>,
  now: Date,
): () => void {
  for (const article of gone) {
    const { slug, published } = article;
    // What was still to come has never been there for anybody.
    if (published <= now && !notes.knows(slug))
      notes.recordRemoval({ slug, published, removed: now, scopes: scopesOfArticle(article) });
  }
  const changes = new Map(removed.map((before): [string, Change] => [before.slug, { before }]));
  for (const after of added) changes.set(after.slug, { ...changes.get(after.slug), after });
  return notes.recordNotices(
    [...changes]
      .filter(([slug, { before, after }]) => !own.has(slug) && before?.revision !== after?.revision)
      .flatMap(([, { before, after }]) => noticesOfChange(site, before, after, now)),
  );
}
