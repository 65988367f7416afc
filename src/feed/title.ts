import type { Phrase, SearchQuery } from "../search/search-query.ts";
import type { Scope } from "../site/scope.ts";
import type { Site } from "../site/site.ts";

/**
 * What a feed or page of a scope is called.
 * @param name what the store calls the scope
 */
export function titleOf(site: Site, scope: Scope, name: string): string {
  const own = scope.kind === "search" ? describeSearch(site, scope.query) : name;
  return own === "" ? site.title : `${site.title}: ${own}`;
}

/** What a feed of a scope holds, in a sentence. */
export function descriptionOf(site: Site, scope: Scope, name: string): string {
  const settings =
    scope.kind === "category" ? site.categories.find(({ slug }) => slug === scope.slug) : undefined;
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

/** A question in words: “storm, not “heavy rain”, category India, not category Sport, by asha-rao”. */
export function describeSearch(site: Site, question: SearchQuery): string {
  const { words, without, categories, withoutCategories, authors } = question;
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
