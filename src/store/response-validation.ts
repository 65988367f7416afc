import { type Article, type ArticleRef, newestFirst } from "../article/article.ts";
import { hasOptionalValues } from "../article/fields/optional-fields.ts";
import type {
  ArchivePage,
  ArchivePageQuery,
  EntryPage,
  FeedUpdate,
  Neighbours,
  NewestPage,
  NewestQuery,
  Removal,
  StoreVersion,
  TaxonomyCount,
  TaxonomyCounts,
} from "./article-store.ts";
import { ARCHIVE_ENTRIES, MAX_TOMBSTONES } from "./article-store.ts";

/*
 * Whether what a store answers can be true. The types promise it, but a store reads what others wrote. Some of these
 * throw at what is not even of the right shape.
 */

/** Whether a page can be the answer to what was asked. */
export function isValidPage(page: NewestPage | undefined, { limit, now }: NewestQuery): boolean {
  if (page === undefined) return true;
  const there = new Set(page.refs.map(({ slug }) => slug));
  return (
    fitsAnyPage(page, limit, now) &&
    isCount(page.olderPosition) &&
    page.removals.length <= MAX_TOMBSTONES &&
    page.removals.every(
      (removal, index, { [index - 1]: before }) =>
        isText(removal.slug) &&
        isTime(removal.published) &&
        isTime(removal.removed) &&
        (before === undefined || before.removed >= removal.removed) &&
        // Readers would delete what they are shown.
        !there.has(removal.slug),
    ) &&
    isEachOnce(page.removals)
  );
}

/** Whether a sheet can be the answer to what was asked. */
export function isValidArchivePage(sheet: ArchivePage | undefined, query: ArchivePageQuery): boolean {
  if (sheet === undefined) return true;
  const { page: number, to, after = 0, now } = query;
  const { full, last, refs, cursor } = sheet;
  const before = Math.max((number - 1) * ARCHIVE_ENTRIES, after);
  const positions = Math.max(0, (to ?? number * ARCHIVE_ENTRIES) - before);
  return (
    typeof full === "boolean" &&
    isCount(last) &&
    isTime(cursor.modified) &&
    isNext(cursor.next, now) &&
    isCount(cursor.olderPosition) &&
    cursor.olderPosition <= last &&
    fitsAnyPage(sheet, positions, now) &&
    // Each of them takes a position.
    (refs.length === 0 || before + refs.length <= last)
  );
}

/** Whether a count of everything can be true. */
export function isValidTaxonomyCounts(census: TaxonomyCounts, now: Date): boolean {
  const { articles, categories, authors, modified, next } = census;
  return (
    isCount(articles) && areTerms(categories) && areTerms(authors) && isTime(modified) && isNext(next, now)
  );
}

/** Whether there can be as much among the newest of so many scopes. */
export function isValidUpdates(updates: readonly FeedUpdate[], scopes: number, limit: number): boolean {
  return (
    Array.isArray(updates) &&
    updates.length === scopes &&
    updates.every(
      ({ entries, updated }) =>
        isCount(entries) && entries <= limit && (entries === 0 ? updated === null : isTime(updated)),
    )
  );
}

/** Whether what is said to stand beside an article can. */
export function isValidNeighbours(
  { newer, older, modified, next }: Neighbours,
  { slug }: ArticleRef,
  now: Date,
): boolean {
  return (
    [newer, older].every(
      (other) =>
        other === null ||
        (isText(other.slug) && other.slug !== slug && isString(other.headline) && isString(other.language)),
    ) &&
    isTime(modified) &&
    (newer === null ? isNext(next, now) : next === null && newer.slug !== older?.slug)
  );
}

/** Whether a state can be true. */
export function isValidVersion(
  { version, articles, last, modified, next }: StoreVersion,
  now: Date,
): boolean {
  return (
    isText(version) &&
    isCount(articles) &&
    isCount(last) &&
    articles <= last &&
    isTime(modified) &&
    isNext(next, now)
  );
}

/** Whether articles are just those of the stamps. */
export function matchesRefs(stamps: readonly ArticleRef[], articles: readonly Article[]): boolean {
  return (
    articles.length === stamps.length &&
    articles.every((article, index) => {
      const stamp = stamps[index];
      return article.slug === stamp?.slug && article.revision === stamp.revision && isValidArticle(article);
    })
  );
}

/** Whether an article has all its parts. */
export function isValidArticle(article: Article): boolean {
  const { headline, standfirst, authors, picture, categories, readingMinutes, language, html } = article;
  return (
    isStamp(article) &&
    [headline, language, html].every(isString) &&
    (standfirst === null || isString(standfirst)) &&
    (picture === null || [picture.address, picture.alternative, picture.type].every(isString)) &&
    (readingMinutes === null || typeof readingMinutes === "number") &&
    authors.every(({ name, slug }) => isString(name) && isText(slug)) &&
    categories.every(({ label, slug }) => isString(label) && isText(slug)) &&
    hasOptionalValues(article)
  );
}

/** Whether something is an instant. */
export function isTime(value: unknown): value is Date {
  return value instanceof Date && !Number.isNaN(value.getTime());
}

function fitsAnyPage(page: EntryPage, limit: number, now: Date): boolean {
  const { name, refs, modified, next, articles } = page;
  return (
    isString(name) &&
    isTime(modified) &&
    isNext(next, now) &&
    typeof articles === "function" &&
    refs.length <= limit &&
    refs.every(
      (stamp, index) =>
        isStamp(stamp) && stamp.published <= now && (index === 0 || isInOrder(refs[index - 1], stamp)),
    ) &&
    isEachOnce(refs)
  );
}

function isInOrder(before: ArticleRef | undefined, stamp: ArticleRef): boolean {
  return before !== undefined && newestFirst(before, stamp) < 0;
}

function isEachOnce(items: readonly (ArticleRef | Removal)[]): boolean {
  return new Set(items.map(({ slug }) => slug)).size === items.length;
}

function isStamp({ slug, revision, published, updated, modified }: ArticleRef): boolean {
  return isText(slug) && isText(revision) && isTime(published) && isTime(updated) && isTime(modified);
}

function areTerms(terms: readonly TaxonomyCount[]): boolean {
  return (
    Array.isArray(terms) &&
    terms.every(({ slug, name, count }) => isText(slug) && isString(name) && isCount(count))
  );
}

/** What is still to come comes after now: else whoever waits for it would wait no time, again and again. */
function isNext(next: Date | null, now: Date): boolean {
  return next === null || (isTime(next) && next > now);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}

function isText(value: unknown): boolean {
  return isString(value) && value !== "";
}
