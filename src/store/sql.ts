import type { Scope } from "../addresses.ts";
import { type Article, type ArticleContent, compareCodePoints, type Stamp } from "../article/article.ts";
import { ARCHIVE_ENTRIES, HEAD_STAMPS } from "../limits.ts";
import { matchOf } from "../search/fts.ts";
import type { Site } from "../site.ts";
import type { Database, Read, Row } from "./database.ts";
import { StoreChanged } from "./guard.ts";
import { type PlacedStamp, readRemovals, readStamps } from "./stamps.ts";
import { ARTICLE, contents, NEWEST, REMOVED, SEARCH, SHEET, SHELF, SHELVES } from "./statements.ts";
import type { Census, NewestPage, PageQuery, Sheet, SheetQuery, Store, Term } from "./store.ts";

/** A store over a database. What the settings say of categories and authors comes from the site. */
export function createSqlStore(database: Database, site: Site): Store {
  const settled = Date.parse(site.modified) || 0;

  return {
    version: database.version,

    async page(query) {
      const { scope } = query;
      const read = database.reader();
      if (scope.kind === "search")
        return searchPage(database.aside, read, settled, query, matchOf(scope.question));
      const [shelf] = await read({ sql: SHELF, values: [scope.kind, slugIn(scope)] });
      if (shelf === undefined && scope.kind === "all")
        throw new Error("the shelf of all articles is missing");
      return shelfPage(read, settled, query, shelf, settledName(site, scope));
    },

    async sheet({ scope, sheet, to, now }: SheetQuery): Promise<Sheet | undefined> {
      if (scope.kind === "search") return undefined;
      const read = database.reader();
      const [row] = await read({ sql: SHEET, values: [scope.kind, slugIn(scope), now.getTime(), sheet] });
      const last = Number(row?.last ?? 0);
      const before = (sheet - 1) * ARCHIVE_ENTRIES;
      const end = Math.min(last, sheet * ARCHIVE_ENTRIES);
      const exists = sheet >= 1 && before <= last && (to === undefined || (to > before && to <= end));
      const known = settledName(site, scope) ?? row?.name;
      if (typeof known !== "string" || !exists) return undefined;
      const stamps = readStamps(String(row?.stamps ?? "[]")).filter(
        ({ position }) => position <= (to ?? position),
      );
      const shown = stamps.filter(({ published }) => published <= now);
      return {
        name: settledName(site, scope) ?? shown[0]?.name ?? known,
        stamps: shown,
        modified: latest([settled, Number(row?.changed ?? 0)], shown),
        next: stamps.filter(({ published }) => published > now).at(-1)?.published ?? null,
        articles: () => contentsOf(read, shown),
        full: last >= sheet * ARCHIVE_ENTRIES,
      };
    },

    async article(slug, now) {
      const [row] = await database.reader()({ sql: ARTICLE, values: [slug] });
      return row !== undefined && Number(row.published) <= now.getTime() ? articleOf(row) : undefined;
    },

    async removed(slug) {
      const [row] = await database.reader()({ sql: REMOVED, values: [slug] });
      return row && new Date(Number(row.removed));
    },

    async census(now) {
      return censusOf(await database.reader()({ sql: SHELVES, values: [now.getTime()] }), site, settled);
    },
  };
}

function slugIn(scope: Exclude<Scope, { kind: "search" }>): string {
  return scope.kind === "all" ? "" : scope.slug;
}

/** What the settings call a scope, with which it exists even while it is empty. */
function settledName(site: Site, scope: Exclude<Scope, { kind: "search" }>): string | undefined {
  if (scope.kind === "all") return "";
  if (scope.kind === "category") return site.categories.find(({ slug }) => slug === scope.slug)?.label;
  return site.author?.slug === scope.slug ? site.author.name : undefined;
}

async function shelfPage(
  read: Read,
  settled: number,
  { scope, limit, now }: PageQuery,
  shelf: Row | undefined,
  name: string | undefined,
): Promise<NewestPage | undefined> {
  const head = readStamps(String(shelf?.head ?? "[]"));
  let waiting = head.filter(({ published }) => published > now).length;
  let next = head[waiting - 1]?.published ?? null;
  let shown = head.slice(waiting, waiting + limit);
  if (shown.length < limit && head.length === HEAD_STAMPS) {
    // So many are to come that the head does not reach down to a full page.
    const [row] = await read({ sql: NEWEST, values: [Number(shelf?.id), now.getTime(), limit] });
    shown = readStamps(String(row?.stamps)).slice();
    waiting = Number(row?.waiting);
    next = row?.next === null ? null : new Date(Number(row?.next));
  }
  const removals = readRemovals(String(shelf?.removals ?? "[]"));
  // Who follows a feed that lost its last article is to hear of it; what it was called nobody remembers.
  const called = name ?? shown[0]?.name ?? (removals.length > 0 && "slug" in scope ? scope.slug : undefined);
  if (called === undefined) return undefined;
  // Where the head does not reach down to the page, nothing is known of what stands behind it.
  const behind = head.slice(waiting + shown.length).map(({ position }) => position);
  const reached = waiting + shown.length <= head.length;
  const all = Number(shelf?.articles ?? 0) - waiting <= shown.length;
  // What is put in among older ones moves the position at which this page ends.
  const moved = Number((all ? shelf?.changed : Math.max(Number(shelf?.changed), Number(shelf?.edited))) ?? 0);
  return {
    name: called,
    stamps: shown,
    modified: latest([settled, moved], shown),
    next,
    articles: () => contentsOf(read, shown),
    // Up to the highest position of what is not shown, so that whoever walks on from there misses nothing. Where
    // something was published with an older date that is above some that are shown: they are met again.
    rest: all ? 0 : reached ? Math.max(Number(shelf?.below), ...behind) : Number(shelf?.last),
    removals,
  };
}

/** Matches that are looked at beyond those asked for: articles to come stand before them. */
const SLACK = 16;

async function searchPage(
  look: Read,
  read: Read,
  settled: number,
  { limit, now }: PageQuery,
  match: string,
): Promise<NewestPage> {
  for (let most = limit + SLACK; ; most *= 2) {
    const [row] = await look({ sql: SEARCH, values: [match, most] });
    const found = readStamps(String(row?.stamps ?? "[]"));
    const waiting = found.filter(({ published }) => published > now).length;
    const shown = found.slice(waiting, waiting + limit);
    // Within a second the order of ids is none of publication: it must have been looked through to its end.
    const [last, end] = [shown[limit - 1], found.at(-1)];
    const whole = last !== undefined && end !== undefined && secondOf(last) > secondOf(end);
    if (found.length === most && !whole) continue;
    return {
      name: "",
      stamps: shown,
      modified: latest([settled, Number(row?.changed ?? 0)], shown),
      next: found[waiting - 1]?.published ?? null,
      articles: () => contentsOf(read, shown),
      rest: 0,
      removals: [],
    };
  }
}

function secondOf({ published }: Stamp): number {
  return Math.floor(published.getTime() / 1000);
}

async function contentsOf(read: Read, stamps: readonly PlacedStamp[]): Promise<readonly Article[]> {
  if (stamps.length === 0) return [];
  const rows = await read({ sql: contents(stamps.length), values: stamps.map(({ id }) => id) });
  const articles = new Map(rows.map((row) => [Number(row.id), row]));
  return stamps.map(({ id, slug, revision }) => {
    const row = articles.get(id);
    if (row?.slug !== slug || row.revision !== revision) throw new StoreChanged();
    return articleOf(row);
  });
}

function articleOf({ content, revision, modified }: Row): Article {
  const said = JSON.parse(String(content)) as ArticleContent;
  return Object.freeze({
    ...said,
    published: new Date(said.published),
    updated: new Date(said.updated),
    revision: String(revision),
    modified: new Date(Number(modified)),
  });
}

function latest(times: readonly number[], stamps: readonly Stamp[]): Date {
  const edits = stamps.map(({ modified }) => modified.getTime());
  return new Date(Math.max(...times, ...edits, stamps[0]?.published.getTime() ?? 0));
}

/** The site's own categories first, in its order; then those that only articles name, by name. */
function censusOf(rows: readonly Row[], site: Site, settled: number): Census {
  const all = rows.find(({ kind }) => kind === "all");
  const terms = (kind: string) =>
    new Map(
      rows
        .filter((row) => row.kind === kind)
        .map((row): [string, Term] => {
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
      Math.max(settled, Number(all?.changed ?? 0), Number(all?.edited ?? 0), Number(all?.newest ?? 0)),
    ),
    next: all?.next == null ? null : new Date(Number(all.next)),
  };
}

/**
 * By code point, as a collation would follow the machine's locale, those of one name by slug; those without articles are
 * left out.
 */
function shownTerms(terms: ReadonlyMap<string, Term>, always?: string): Term[] {
  return [...terms.values()]
    .filter(({ slug, count }) => count > 0 || slug === always)
    .sort((a, b) => compareCodePoints(a.name, b.name) || compareCodePoints(a.slug, b.slug));
}
