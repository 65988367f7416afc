import type { Article } from "../../article/article.ts";

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
