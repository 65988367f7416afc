import { DatabaseSync } from "node:sqlite";
import type { Article, ArticleContent } from "../../../src/article/article.ts";
import { digest } from "../../../src/lib/digest.ts";
import { scopesOfArticle } from "../../../src/site/affected-scopes.ts";
import { type SourceFormat, sourceTag } from "../../../src/source/source.ts";
import { ARCHIVE_ENTRIES, MAX_TOMBSTONES } from "../../../src/store/article-store.ts";
import { HEAD_ENTRIES, MAX_ARCHIVE_PAGES } from "../../../src/store/sql/database.ts";
import type { ArticleRow } from "../../../src/store/sql/writer/write-statements.ts";
import { firstIdOf } from "../../../src/store/sql/writer/write-statements.ts";
import { differences, rows, same } from "./compare.ts";
import { checkWords } from "./words.ts";

/** A row of `articles` with its source. */
interface Held extends Omit<ArticleRow, "id" | "base"> {
  readonly id: number;
  readonly text: string | null;
}

interface Shelf {
  readonly id: number;
  readonly kind: string;
  readonly slug: string;
  readonly articles: number;
  readonly last: number;
  readonly head: string;
  readonly removals: string;
}

interface Placing {
  readonly shelf: number;
  readonly published: number;
  readonly slug: string;
  readonly article: number;
  readonly position: number;
  readonly name: string;
}

interface Departure {
  readonly shelf: number;
  readonly removed: number;
  readonly slug: string;
  readonly published: number;
  readonly position: number;
}

/**
 * Works out anew from the articles of a SQLite database, from where they stand and from what departed, everything that
 * follows from these: counts, heads, sheets, tombstones and the index of words. Other processes may be writing.
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
    for (const { slug, format, text, tag, content, revision } of sources) {
      if (text !== null && (await sourceTag(format as SourceFormat, text)) !== tag)
        faults.push(`${slug}: the tag is not that of the source`);
      if ((await digest(content)) !== revision)
        faults.push(`${slug}: the revision is not that of the content`);
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
    database.exec("INSERT INTO words (words) VALUES ('integrity-check')");
  } catch (error) {
    faults.push(`words: ${error}`);
  }
  for (const table of ["moved", "touched", "expectations"])
    if (rows(database, `SELECT 1 FROM ${table}`).length > 0) faults.push(`${table} is not empty`);
  return faults;
}

function checkDerived(database: DatabaseSync): string[] {
  const held = rows<Held>(database, HELD);
  const shelves = rows<Shelf>(database, "SELECT * FROM shelves");
  const placings = rows<Placing>(database, "SELECT * FROM placings");
  const departures = rows<Departure>(database, "SELECT * FROM departures");
  const sheets = new Map(
    rows<{ id: number; stamps: string }>(database, "SELECT * FROM sheets").map(({ id, stamps }) => [
      id,
      stamps,
    ]),
  );
  const byId = new Map(held.map((article) => [article.id, article]));
  const byKey = new Map(shelves.map((shelf) => [`${shelf.kind} ${shelf.slug}`, shelf]));
  const faults = held.flatMap(checkArticle);
  const orphans = rows(database, "SELECT 1 FROM sources WHERE article NOT IN (SELECT id FROM articles)");
  if (orphans.length > 0) faults.push(`${orphans.length} sources are of no article`);

  const expected = held.flatMap((article) =>
    placesOf(article).map(({ key, name }) => [byKey.get(key)?.id, article.id, article.published, name]),
  );
  const found = placings.map(({ shelf, article, published, name }) => [shelf, article, published, name]);
  faults.push(...differences("placings", expected, found));
  for (const { slug, article } of placings)
    if (byId.get(article)?.slug !== slug) faults.push(`a placing of ${slug} is of another article`);

  for (const shelf of shelves) {
    const called = `shelf ${shelf.kind} ${shelf.slug}`;
    const own = placings.filter(({ shelf: id }) => id === shelf.id);
    const left = departures.filter(({ shelf: id }) => id === shelf.id);
    if (shelf.articles !== own.length) faults.push(`${called}: ${shelf.articles} for ${own.length} articles`);
    const positions = [...own, ...left].map(({ position }) => position);
    if (positions.some((position) => position < 1 || position > shelf.last))
      faults.push(`${called}: a position is not within 1 and ${shelf.last}`);
    const stampOf = (placing: Placing) => stamp(placing, byId.get(placing.article));
    const head = own.sort(newestFirst).slice(0, HEAD_ENTRIES).map(stampOf);
    faults.push(...same(`${called}: head`, head, JSON.parse(shelf.head)));
    const removals = left.sort(latestFirst).slice(0, MAX_TOMBSTONES);
    const told = removals.map(({ slug, published, removed, position }) => [
      slug,
      published,
      removed,
      position,
    ]);
    faults.push(...same(`${called}: removals`, told, JSON.parse(shelf.removals)));
    for (let sheet = 1; (sheet - 1) * ARCHIVE_ENTRIES < shelf.last; sheet += 1) {
      const on = own.filter(({ position }) => Math.ceil(position / ARCHIVE_ENTRIES) === sheet).map(stampOf);
      const stored = sheets.get(shelf.id * MAX_ARCHIVE_PAGES + sheet) ?? "[]";
      faults.push(...differences(`${called}: sheet ${sheet}`, on, JSON.parse(stored)));
      sheets.delete(shelf.id * MAX_ARCHIVE_PAGES + sheet);
    }
  }
  if (sheets.size > 0) faults.push(`${sheets.size} sheets are of no shelf or behind its end`);
  return [...faults, ...checkRemovals(database, new Set(held.map(({ slug }) => slug)), departures, shelves)];
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
  departures: readonly Departure[],
  shelves: readonly Shelf[],
): string[] {
  const removals = new Map(
    rows<Omit<Departure, "shelf" | "position">>(database, "SELECT * FROM removals").map((removal) => [
      removal.slug,
      removal,
    ]),
  );
  const known = new Set(shelves.map(({ id }) => id));
  const ill = departures.filter(({ slug, removed, published, shelf }) => {
    const removal = removals.get(slug);
    return removal?.removed !== removed || removal.published !== published || !known.has(shelf);
  });
  const told = new Set(departures.map(({ slug }) => slug));
  return [
    ...ill.map(({ slug, shelf }) => `the departure of ${slug} from ${shelf} is of no removal or no shelf`),
    ...[...removals.keys()].filter((slug) => slugs.has(slug)).map((slug) => `${slug} is there and removed`),
    ...[...removals.keys()].filter((slug) => !told.has(slug)).map((slug) => `no feed tells of ${slug}`),
  ];
}

/** The shelves that an article stands on, and what it calls each. */
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

function stamp({ position, name }: Placing, article: Held | undefined): readonly unknown[] {
  const { id, slug, published, updated, modified, revision } = article ?? {};
  return [id, slug, published, updated, modified, revision, position, name];
}

function newestFirst(a: Placing, b: Placing): number {
  return b.published - a.published || Buffer.compare(Buffer.from(a.slug), Buffer.from(b.slug));
}

function latestFirst(a: Departure, b: Departure): number {
  return b.removed - a.removed || Buffer.compare(Buffer.from(a.slug), Buffer.from(b.slug));
}
