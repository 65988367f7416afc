import type { Phrase, SearchQuery } from "../search/search-query.ts";
import type { Scope } from "../site/scope.ts";
import type { Site } from "../site/site.ts";

/**
 * The title of a feed or page.
 * @param name the name of the category or author; empty for other scopes
 */
export function titleOf(site: Site, scope: Scope, name: string): string {
  const suffix = scope.kind === "search" ? describeSearch(site, scope.query) : name;
  return suffix === "" ? site.title : `${site.title}: ${suffix}`;
}

/** The description of a feed, one sentence. @param name as in `titleOf` */
export function descriptionOf(site: Site, scope: Scope, name: string): string {
  const settings = scope.kind === "category" ? site.categories.find(({ slug }) => slug === scope.slug) : undefined;
  switch (scope.kind) {
    case "all":
      return site.description;
    case "category":
      return settings?.description ?? `${name}: ${site.description}`;
    case "author":
      return `${name}: ${site.description}`;
    case "search":
      return `Articles that answer to: ${describeSearch(site, scope.query)}`;
  }
}

/** A search in words: “storm, not “heavy rain”, category India, not category Sport, by asha-rao”. */
export function describeSearch(site: Site, query: SearchQuery): string {
  const { words, without, categories, withoutCategories, authors } = query;
  const quoted = (tokens: Phrase) => (tokens.length === 1 ? tokens.join() : `“${tokens.join(" ")}”`);
  const label = (slug: string) => site.categories.find((category) => category.slug === slug)?.label ?? slug;
  const name = (slug: string) => (site.author?.slug === slug ? site.author.name : slug);
  const either = (names: readonly string[]) => names.join(" or ");
  return [
    ...words.map(quoted),
    ...without.map((tokens) => `not ${quoted(tokens)}`),
    ...(categories.length === 0 ? [] : [`category ${either(categories.map(label))}`]),
    ...(withoutCategories.length === 0 ? [] : [`not category ${either(withoutCategories.map(label))}`]),
    ...(authors.length === 0 ? [] : [`by ${either(authors.map(name))}`]),
  ].join(", ");
}
