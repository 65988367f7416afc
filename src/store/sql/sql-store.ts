import { compareCodePoints } from "../../article/article.ts";
import { ftsExpression } from "../../search/fts5.ts";
import type { Scope } from "../../site/scope.ts";
import type { Site } from "../../site/site.ts";
import { type ArticleStore, NO_NEIGHBOURS, type TaxonomyCount, type TaxonomyCounts } from "../article-store.ts";
import type { Database, SqlRow } from "./database.ts";
import { archivePage, articleOf, newestPage, searchPage } from "./pages.ts";
import { ARTICLE, COLLECTIONS, REMOVED } from "./queries.ts";
import { collectionKey, neighboursIn, ScheduledOverflow, versionAt } from "./state.ts";
import { updatesOf } from "./updates.ts";

/** A store over a database. The site says which categories and authors exist without articles. */
export function createSqlStore(database: Database, site: Site): ArticleStore {
  const siteModified = Date.parse(site.modified) || 0;
  const overflow = new ScheduledOverflow();

  return {
    changeCounter: database.changeCounter,

    async newestPage(query) {
      const { scope } = query;
      const read = database.reader();
      if (scope.kind === "search")
        return searchPage(database.search, read, siteModified, query, ftsExpression(scope.query));
      return newestPage(read, siteModified, query, collectionKey(scope), configuredName(site, scope));
    },

    async archivePage(query) {
      const { scope } = query;
      if (scope.kind === "search") return undefined;
      const [key, name] = [collectionKey(scope), configuredName(site, scope)];
      return archivePage(database.reader(), siteModified, overflow, query, key, name);
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
      return neighboursIn(database.reader(), siteModified, scope, article, now);
    },

    version: (now) => versionAt(database.reader(), siteModified, overflow, now),

    async taxonomyCounts(now) {
      const rows = await database.reader()({ sql: COLLECTIONS, values: [now.getTime()] });
      return countsOf(rows, site, siteModified);
    },
  };
}

/** The name of a scope in the settings; a scope that has one exists without articles, too. */
function configuredName(site: Site, scope: Exclude<Scope, { kind: "search" }>): string | undefined {
  if (scope.kind === "all") return "";
  if (scope.kind === "category") return site.categories.find(({ slug }) => slug === scope.slug)?.label;
  return site.author?.slug === scope.slug ? site.author.name : undefined;
}

/** The site's categories in its order, then the others by name. */
function countsOf(rows: readonly SqlRow[], site: Site, siteModified: number): TaxonomyCounts {
  const all = rows.find(({ kind }) => kind === "all");
  const countsByKind = (kind: string) =>
    new Map(
      rows
        .filter((row) => row.kind === kind)
        .map((row): [string, TaxonomyCount] => {
          const slug = String(row.slug);
          return [slug, { slug, name: String(row.name ?? ""), count: Number(row.count) }];
        }),
    );
  const categories = countsByKind("category");
  const configured = site.categories.map(({ slug, label }) => ({
    slug,
    name: label,
    count: categories.get(slug)?.count ?? 0,
  }));
  for (const { slug } of configured) categories.delete(slug);
  const authors = countsByKind("author");
  if (site.author !== null) {
    const { slug, name } = site.author;
    authors.set(slug, { slug, name, count: authors.get(slug)?.count ?? 0 });
  }
  const times = [all?.membership_changed, all?.modified, all?.newest].map((time) => Number(time ?? 0));
  return {
    articles: Number(all?.count ?? 0),
    categories: [...configured, ...sortCounts(categories)],
    authors: sortCounts(authors, site.author?.slug),
    modified: new Date(Math.max(siteModified, ...times)),
    next: all?.next == null ? null : new Date(Number(all.next)),
  };
}

/**
 * Sorts by the code points of the name, then of the slug: a collation would depend on the machine's locale. Leaves out
 * those without articles, except `always`.
 */
function sortCounts(counts: ReadonlyMap<string, TaxonomyCount>, always?: string): TaxonomyCount[] {
  return [...counts.values()]
    .filter(({ slug, count }) => count > 0 || slug === always)
    .sort((a, b) => compareCodePoints(a.name, b.name) || compareCodePoints(a.slug, b.slug));
}
