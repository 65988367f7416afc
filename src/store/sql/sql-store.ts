import { compareCodePoints } from "../../article/article.ts";
import { ftsExpression } from "../../search/fts5.ts";
import type { Scope } from "../../site/scope.ts";
import type { Site } from "../../site/site.ts";
import type { ArticleStore, TaxonomyCount, TaxonomyCounts } from "../article-store.ts";
import { NO_NEIGHBOURS } from "../article-store.ts";
import type { Database, SqlRow } from "./database.ts";
import { archivePage, articleOf, newestPage, searchPage } from "./pages.ts";
import { ARTICLE, COLLECTIONS, REMOVED } from "./queries.ts";
import { FarCollections, neighboursIn, versionAt } from "./state.ts";
import { slugIn, updatesOf } from "./updates.ts";

/** A store over a database. What the settings say of categories and authors comes from the site. */
export function createSqlStore(database: Database, site: Site): ArticleStore {
  const settled = Date.parse(site.modified) || 0;
  const far = new FarCollections();

  return {
    changeCounter: database.changeCounter,

    async newestPage(query) {
      const { scope } = query;
      const read = database.reader();
      if (scope.kind === "search")
        return searchPage(database.search, read, settled, query, ftsExpression(scope.query));
      return newestPage(read, settled, query, [scope.kind, slugIn(scope)], settledName(site, scope));
    },

    async archivePage(query) {
      const { scope } = query;
      if (scope.kind === "search") return undefined;
      const shelf = [scope.kind, slugIn(scope)] as const;
      return archivePage(database.reader(), settled, far, query, shelf, settledName(site, scope));
    },

    updates: (scopes, limit, now) => updatesOf(database.reader(), scopes, limit, now),

    async article(slug, now) {
      const [row] = await database.reader()({ sql: ARTICLE, values: [slug] });
      return row !== undefined && Number(row.published) <= now.getTime() ? articleOf(row) : undefined;
    },

    async removed(slug) {
      const [row] = await database.reader()({ sql: REMOVED, values: [slug] });
      return row && new Date(Number(row.removed));
    },

    async neighbours(scope, article, now) {
      if (scope.kind === "search") return NO_NEIGHBOURS;
      return neighboursIn(database.reader(), settled, scope, article, now);
    },

    version: (now) => versionAt(database.reader(), settled, far, now),

    async taxonomyCounts(now) {
      return censusOf(await database.reader()({ sql: COLLECTIONS, values: [now.getTime()] }), site, settled);
    },
  };
}

/** What the settings call a scope, with which it exists even while it is empty. */
function settledName(site: Site, scope: Exclude<Scope, { kind: "search" }>): string | undefined {
  if (scope.kind === "all") return "";
  if (scope.kind === "category") return site.categories.find(({ slug }) => slug === scope.slug)?.label;
  return site.author?.slug === scope.slug ? site.author.name : undefined;
}

/** The site's own categories first, in its order; then those that only articles name, by name. */
function censusOf(rows: readonly SqlRow[], site: Site, settled: number): TaxonomyCounts {
  const all = rows.find(({ kind }) => kind === "all");
  const terms = (kind: string) =>
    new Map(
      rows
        .filter((row) => row.kind === kind)
        .map((row): [string, TaxonomyCount] => {
          const slug = String(row.slug);
          return [slug, { slug, name: String(row.name ?? ""), count: Number(row.count) }];
        }),
    );
  const found = terms("category");
  const listed = site.categories.map(({ slug, label }) => ({
    slug,
    name: label,
    count: found.get(slug)?.count ?? 0,
  }));
  for (const { slug } of listed) found.delete(slug);
  const authors = terms("author");
  if (site.author !== null) {
    const { slug, name } = site.author;
    authors.set(slug, { slug, name, count: authors.get(slug)?.count ?? 0 });
  }
  const own = site.author?.slug;
  return {
    articles: Number(all?.count ?? 0),
    categories: [...listed, ...shownTerms(found)],
    authors: shownTerms(authors, own),
    modified: new Date(
      Math.max(
        settled,
        Number(all?.membership_changed ?? 0),
        Number(all?.modified ?? 0),
        Number(all?.newest ?? 0),
      ),
    ),
    next: all?.next == null ? null : new Date(Number(all.next)),
  };
}

/**
 * By code point, as a collation would follow the machine's locale, those of one name by slug; those without articles are
 * left out.
 */
function shownTerms(terms: ReadonlyMap<string, TaxonomyCount>, always?: string): TaxonomyCount[] {
  return [...terms.values()]
    .filter(({ slug, count }) => count > 0 || slug === always)
    .sort((a, b) => compareCodePoints(a.name, b.name) || compareCodePoints(a.slug, b.slug));
}
