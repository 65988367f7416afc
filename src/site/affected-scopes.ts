import type { Article } from "../article/article.ts";
import type { Scope } from "./scope.ts";
import { scopePath } from "./urls.ts";

/** The scopes whose feeds contain an article: all, its categories, its authors. */
export function scopesOfArticle(article: Pick<Article, "categories" | "authors">): readonly Scope[] {
  return [
    { kind: "all" },
    ...article.categories.map(({ slug }): Scope => ({ kind: "category", slug })),
    ...article.authors.map(({ slug }): Scope => ({ kind: "author", slug })),
  ];
}

/** The scopes that contain any of these articles, each once. `undefined` is skipped. */
export function affectedScopes(
  articles: Iterable<Pick<Article, "categories" | "authors"> | undefined>,
): readonly Scope[] {
  const scopes = new Map<string, Scope>();
  for (const article of articles)
    if (article !== undefined) for (const scope of scopesOfArticle(article)) scopes.set(scopePath(scope), scope);
  return [...scopes.values()];
}
