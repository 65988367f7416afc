import type { Article } from "../article/article.ts";
import type { Scope } from "./scope.ts";
import { scopePath } from "./urls.ts";

/** The scopes whose feeds carry an article: all, its categories, its authors. */
export function scopesOfArticle(article: Pick<Article, "categories" | "authors">): readonly Scope[] {
  return [
    { kind: "all" },
    ...article.categories.map(({ slug }): Scope => ({ kind: "category", slug })),
    ...article.authors.map(({ slug }): Scope => ({ kind: "author", slug })),
  ];
}

/** The scopes that any of these articles stands in, each once; nothing stands for an article that is not there. */
export function affectedScopes(
  articles: Iterable<Pick<Article, "categories" | "authors"> | undefined>,
): readonly Scope[] {
  const scopes = new Map<string, Scope>();
  for (const article of articles)
    if (article !== undefined)
      for (const scope of scopesOfArticle(article)) scopes.set(scopePath(scope), scope);
  return [...scopes.values()];
}
