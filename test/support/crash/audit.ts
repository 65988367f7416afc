import { DatabaseSync } from "node:sqlite";
import type { Article, ArticleContent } from "../../../src/article/article.ts";
import { digest } from "../../../src/lib/digest.ts";
import { scopesOfArticle } from "../../../src/site/affected-scopes.ts";
import { type SourceFormat, sourceTag } from "../../../src/source/source.ts";
import { ARCHIVE_ENTRIES, MAX_TOMBSTONES } from "../../../src/store/article-store.ts";
import { MAX_ARCHIVE_PAGES, MAX_NEWEST_ENTRIES } from "../../../src/store/sql/database.ts";
import type { ArticleRow } from "../../../src/store/sql/writer/write-statements.ts";
import { firstIdOf } from "../../../src/store/sql/writer/write-statements.ts";
import { differences, rows, same } from "./compare.ts";
import { checkWords } from "./words.ts";

/** A row of `articles` with its source. */
interface Held extends Omit<ArticleRow, "id" | "base"> {
  readonly id: number;
  readonly text: string | null;
}

interface CollectionRow {
  readonly id: number;
  readonly kind: string;
  readonly slug: string;
  readonly article_count: number;
  readonly last_position: number;
  readonly newest_entries: string;
  readonly recent_removals: string;
}

interface EntryRow {
  readonly collection: number;
  readonly published: number;
  readonly slug: string;
  readonly article: number;
  readonly position: number;
  readonly name: string;
}

interface RemovalRow {
  readonly collection: number;
  readonly removed: number;
  readonly slug: string;
  readonly published: number;
  readonly position: number;
}

/**
 * Works out anew from the articles of a SQLite database, from where they stand and from what departed, everything that
 * follows from these: counts, newest entries, archive pages, tombstones and the index of words. Other processes may be writing.
 * @returns what is stored otherwise; nothing when all is as it should be
 */
export async function audit(path: string): Promise<readonly string[]> {
  const database = new DatabaseSync(path, { timeout: 10_000 });
  try {
    // One state of everything, in which the index may be asked to check itself.
    database.exec("BEGIN IMMEDIATE");
    const faults = [...checkFile(database), ...checkDerived(database), ...checkWords(database)];
    const sources = rows<Held>(database, HELD);
    database.exec("ROLLBACK");
    for (const { slug, format, text, entity_tag, content, revision } of sources) {
      if (text !== null && (await sourceTag(format as SourceFormat, text)) !== entity_tag)
        faults.push(`${slug}: the tag is not that of the source`);
      if ((await digest(content)) !== revision) faults.push(`${slug}: the revision is not that of the content`);
    }
    return faults;
  } finally {
    database.close();
  }
}

/** Slug → source of all that is stored. */
export function sourcesIn(path: string): ReadonlyMap<string, string> {
  const database = new DatabaseSync(path, { timeout: 10_000 });
  try {
    return new Map(rows<Held>(database, HELD).map(({ slug, text }) => [slug, text ?? "no source"]));
  } finally {
    database.close();
  }
}

const HELD = "SELECT a.*, s.text FROM articles a LEFT JOIN sources s ON s.article = a.id";

/** The file itself, and what changes leave empty. */
function checkFile(database: DatabaseSync): string[] {
  const faults = rows<{ integrity_check: string }>(database, "PRAGMA integrity_check")
    .map(({ integrity_check }) => integrity_check)
    .filter((line) => line !== "ok")
    .map((line) => `integrity_check: ${line}`);
  try {
    database.exec("INSERT INTO search_index (search_index) VALUES ('integrity-check')");
  } catch (error) {
    faults.push(`words: ${error}`);
  }
  for (const table of ["replaced_entries", "changed_pages", "preconditions"])
    if (rows(database, `SELECT 1 FROM ${table}`).length > 0) faults.push(`${table} is not empty`);
  return faults;
}

function checkDerived(database: DatabaseSync): string[] {
  const held = rows<Held>(database, HELD);
  const collections = rows<CollectionRow>(database, "SELECT * FROM collections");
  const entries = rows<EntryRow>(database, "SELECT * FROM collection_entries");
  const removals = rows<RemovalRow>(database, "SELECT * FROM collection_removals");
  const pages = new Map(
    rows<{ id: number; entries: string }>(database, "SELECT * FROM archive_pages").map(({ id, entries }) => [
      id,
      entries,
    ]),
  );
  const byId = new Map(held.map((article) => [article.id, article]));
  const byKey = new Map(collections.map((collection) => [`${collection.kind} ${collection.slug}`, collection]));
  const faults = held.flatMap(checkArticle);
  const orphans = rows(database, "SELECT 1 FROM sources WHERE article NOT IN (SELECT id FROM articles)");
  if (orphans.length > 0) faults.push(`${orphans.length} sources are of no article`);

  const expected = held.flatMap((article) =>
    placesOf(article).map(({ key, name }) => [byKey.get(key)?.id, article.id, article.published, name]),
  );
  const found = entries.map(({ collection, article, published, name }) => [collection, article, published, name]);
  faults.push(...differences("entries", expected, found));
  for (const { slug, article } of entries)
    if (byId.get(article)?.slug !== slug) faults.push(`an entry of ${slug} is of another article`);

  for (const collection of collections) {
    const called = `collection ${collection.kind} ${collection.slug}`;
    const own = entries.filter(({ collection: id }) => id === collection.id);
    const left = removals.filter(({ collection: id }) => id === collection.id);
    if (collection.article_count !== own.length)
      faults.push(`${called}: ${collection.article_count} for ${own.length} articles`);
    const positions = [...own, ...left].map(({ position }) => position);
    if (positions.some((position) => position < 1 || position > collection.last_position))
      faults.push(`${called}: a position is not within 1 and ${collection.last_position}`);
    const stampOf = (entry: EntryRow) => ref(entry, byId.get(entry.article));
    const head = own.sort(newestFirst).slice(0, MAX_NEWEST_ENTRIES).map(stampOf);
    faults.push(...same(`${called}: newest entries`, head, JSON.parse(collection.newest_entries)));
    const recent = left.sort(latestFirst).slice(0, MAX_TOMBSTONES);
    const reported = recent.map(({ slug, published, removed, position }) => [slug, published, removed, position]);
    faults.push(...same(`${called}: removals`, reported, JSON.parse(collection.recent_removals)));
    for (let page = 1; (page - 1) * ARCHIVE_ENTRIES < collection.last_position; page += 1) {
      const on = own.filter(({ position }) => Math.ceil(position / ARCHIVE_ENTRIES) === page).map(stampOf);
      const stored = pages.get(collection.id * MAX_ARCHIVE_PAGES + page) ?? "[]";
      faults.push(...differences(`${called}: page ${page}`, on, JSON.parse(stored)));
      pages.delete(collection.id * MAX_ARCHIVE_PAGES + page);
    }
  }
  if (pages.size > 0) faults.push(`${pages.size} pages are of no collection or behind its end`);
  return [...faults, ...checkRemovals(database, new Set(held.map(({ slug }) => slug)), removals, collections)];
}

/** What an article's row says twice. */
function checkArticle({ id, slug, published, updated, content, text }: Held): string[] {
  const said = JSON.parse(content) as ArticleContent;
  const times = [Date.parse(String(said.published)), Date.parse(String(said.updated))];
  return [
    ...(text === null ? [`${slug} has no source`] : []),
    ...(said.slug === slug ? [] : [`${slug} says that it is ${said.slug}`]),
    ...same(`${slug}: times`, [published, updated], times),
    ...(firstIdOf(published) <= id && id < firstIdOf(published + 1000) ? [] : [`${slug}: id ${id}`]),
  ];
}

function checkRemovals(
  database: DatabaseSync,
  slugs: ReadonlySet<string>,
  removals: readonly RemovalRow[],
  collections: readonly CollectionRow[],
): string[] {
  const removed = new Map(
    rows<Omit<RemovalRow, "collection" | "position">>(database, "SELECT * FROM removed_articles").map((row) => [
      row.slug,
      row,
    ]),
  );
  const ids = new Set(collections.map(({ id }) => id));
  const wrong = removals.filter(({ slug, removed: at, published, collection }) => {
    const row = removed.get(slug);
    return row?.removed !== at || row.published !== published || !ids.has(collection);
  });
  const listed = new Set(removals.map(({ slug }) => slug));
  return [
    ...wrong.map(
      ({ slug, collection }) => `the removal of ${slug} from ${collection} is of no removed article or collection`,
    ),
    ...[...removed.keys()].filter((slug) => slugs.has(slug)).map((slug) => `${slug} is there and removed`),
    ...[...removed.keys()].filter((slug) => !listed.has(slug)).map((slug) => `no feed tells of ${slug}`),
  ];
}

/** The collections that an article is in, and what it calls each. */
function placesOf({ content }: Held): readonly { readonly key: string; readonly name: string }[] {
  const { categories, authors } = JSON.parse(content) as Article;
  return scopesOfArticle({ categories, authors }).map((scope) => {
    if (scope.kind === "category" || scope.kind === "author") {
      const category = categories.find(({ slug }) => slug === scope.slug);
      const author = authors.find(({ slug }) => slug === scope.slug);
      const name = scope.kind === "category" ? category?.label : author?.name;
      return { key: `${scope.kind} ${scope.slug}`, name: name ?? "" };
    }
    return { key: "all ", name: "" };
  });
}

function ref({ position, name }: EntryRow, article: Held | undefined): readonly unknown[] {
  const { id, slug, published, updated, modified, revision } = article ?? {};
  return [id, slug, published, updated, modified, revision, position, name];
}

function newestFirst(a: EntryRow, b: EntryRow): number {
  return b.published - a.published || Buffer.compare(Buffer.from(a.slug), Buffer.from(b.slug));
}

function latestFirst(a: RemovalRow, b: RemovalRow): number {
  return b.removed - a.removed || Buffer.compare(Buffer.from(a.slug), Buffer.from(b.slug));
}
