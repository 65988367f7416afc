import type { Model } from "./corpus.ts";
import type { EntryRead } from "./readers.ts";

/** What every feed has to say of an article of a site at this address, told from the article's model alone. */
export function truthOf(model: Model, address: string): EntryRead {
  const { authors, categories, picture } = model;
  const day = model.published.toISOString().slice(0, 10);
  const slug = encodeURIComponent(model.slug);
  return {
    id: `tag:${new URL(address).hostname},${day}:articles/${slug}`,
    headline: model.headline,
    link: `${address}/articles/${slug}`,
    published: model.published.toISOString(),
    updated: model.updated.toISOString(),
    standfirst: model.standfirst,
    html: model.html,
    labels: categories.map(({ name }) => name),
    terms: categories.map((category) => category.slug),
    schemes: categories.map((category) => `${address}/categories/${encodeURIComponent(category.slug)}`),
    authors: authors.map(({ name }) => name),
    authorPages: authors.map((author) => `${address}/authors/${encodeURIComponent(author.slug)}`),
    picture: picture?.address ?? null,
    pictureType: picture?.type ?? null,
    alternative: picture?.alternative || null,
    lead: picture?.address ?? null,
    leadType: picture?.type ?? null,
    language: model.language,
    readingMinutes: model.readingMinutes,
  };
}

/** The order of every feed: newest publication first, ties by slug. */
export function inOrder(models: readonly Model[]): Model[] {
  return [...models].sort(
    (a, b) => b.published.getTime() - a.published.getTime() || (a.slug < b.slug ? -1 : 1),
  );
}
