import type { Article } from "../../article/article.ts";

/** Whether a feed lost an article, or its place in one: no entry's own time tells of that. */
export function leftFeed(before: Article, after: Article | undefined): boolean {
  if (after === before) return false;
  const lost = (had: readonly { readonly slug: string }[], has: readonly { readonly slug: string }[] = []) =>
    had.some(({ slug }) => !has.some((other) => other.slug === slug));
  return (
    before.published.getTime() !== after?.published.getTime() ||
    lost(before.categories, after.categories) ||
    lost(before.authors, after.authors)
  );
}
