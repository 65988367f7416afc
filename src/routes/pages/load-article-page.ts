import { articlePage } from "../../pages/views/article-page.ts";
import type { Scope } from "../../site/scope.ts";
import { articleTag, scopeTag } from "../cache-tags.ts";
import { HTML, type LoadDocument } from "../documents/document.ts";
import type { Target } from "../target.ts";

/** Entries that an article with its text counts as in the cache: it takes as much room. @limit entries */
const ARTICLE_WEIGHT = 20;

/** An article's page, with links to its neighbours in its first category. */
export const loadArticlePage: LoadDocument<Extract<Target, { kind: "article" }>> = async (
  { site, store },
  { slug },
  now,
) => {
  const article = await store.article(slug, now);
  if (article === undefined) return undefined;
  const [category] = article.categories;
  const scope: Scope = category === undefined ? { kind: "all" } : { kind: "category", slug: category.slug };
  const beside = await store.neighbours(scope, article, now);
  const { published, modified, revision } = article;
  return {
    validatorParts: [revision, JSON.stringify([beside.newer, beside.older])],
    kind: HTML,
    // The links change when a neighbour changes or is removed.
    lastModified: new Date(Math.max(published.getTime(), modified.getTime(), beside.modified.getTime())),
    changesAt: beside.next,
    cacheTags: [articleTag(slug), scopeTag(scope)],
    entries: ARTICLE_WEIGHT,
    slugs: [slug, ...[beside.newer, beside.older].flatMap((other) => (other === null ? [] : [other.slug]))],
    render: async () => articlePage(site, article, scope, beside),
  };
};
