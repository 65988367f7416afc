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
 * Validates answers of a store. The types promise them, but a store reads what other programs wrote. Some of these
 * functions throw at an answer of the wrong shape.
 */
export function isValidPage(page: NewestPage | undefined, { limit, now }: NewestQuery): boolean {
  if (page === undefined) return true;
  const slugs = new Set(page.refs.map(({ slug }) => slug));
  return (
    isValidEntryPage(page, limit, now) &&
    isCount(page.olderPosition) &&
    page.removals.length <= MAX_TOMBSTONES &&
    page.removals.every(
      (removal, index, { [index - 1]: previous }) =>
        isText(removal.slug) &&
        isTime(removal.published) &&
        isTime(removal.removed) &&
        (previous === undefined || previous.removed >= removal.removed) &&
        // Readers would delete the entry.
        !slugs.has(removal.slug),
    ) &&
    areUnique(page.removals)
  );
}

export function isValidArchivePage(archivePage: ArchivePage | undefined, query: ArchivePageQuery): boolean {
  if (archivePage === undefined) return true;
  const { page: number, to, after = 0, now } = query;
  const { full, last, refs, cursor } = archivePage;
  const start = Math.max((number - 1) * ARCHIVE_ENTRIES, after);
  const positions = Math.max(0, (to ?? number * ARCHIVE_ENTRIES) - start);
  return (
    typeof full === "boolean" &&
    isCount(last) &&
    isTime(cursor.modified) &&
    isFuture(cursor.next, now) &&
    isCount(cursor.olderPosition) &&
    cursor.olderPosition <= last &&
    isValidEntryPage(archivePage, positions, now) &&
    // Each entry has a position.
    (refs.length === 0 || start + refs.length <= last)
  );
}

export function isValidTaxonomyCounts(counts: TaxonomyCounts, now: Date): boolean {
  const { articles, categories, authors, modified, next } = counts;
  return isCount(articles) && areTerms(categories) && areTerms(authors) && isTime(modified) && isFuture(next, now);
}

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
    (newer === null ? isFuture(next, now) : next === null && newer.slug !== older?.slug)
  );
}

export function isValidVersion({ version, articles, last, modified, next }: StoreVersion, now: Date): boolean {
  return (
    isText(version) && isCount(articles) && isCount(last) && articles <= last && isTime(modified) && isFuture(next, now)
  );
}

/** Whether articles are exactly those of the refs. */
export function matchesRefs(refs: readonly ArticleRef[], articles: readonly Article[]): boolean {
  return (
    articles.length === refs.length &&
    articles.every((article, index) => {
      const ref = refs[index];
      return article.slug === ref?.slug && article.revision === ref.revision && isValidArticle(article);
    })
  );
}

export function isValidArticle(article: Article): boolean {
  const { headline, standfirst, authors, picture, categories, readingMinutes, language, html } = article;
  return (
    isRef(article) &&
    [headline, language, html].every(isString) &&
    (standfirst === null || isString(standfirst)) &&
    (picture === null || [picture.address, picture.alternative, picture.type].every(isString)) &&
    (readingMinutes === null || typeof readingMinutes === "number") &&
    authors.every(({ name, slug }) => isString(name) && isText(slug)) &&
    categories.every(({ label, slug }) => isString(label) && isText(slug)) &&
    hasOptionalValues(article)
  );
}

export function isTime(value: unknown): value is Date {
  return value instanceof Date && !Number.isNaN(value.getTime());
}

function isValidEntryPage(page: EntryPage, limit: number, now: Date): boolean {
  const { name, refs, modified, next, articles } = page;
  return (
    isString(name) &&
    isTime(modified) &&
    isFuture(next, now) &&
    typeof articles === "function" &&
    refs.length <= limit &&
    refs.every(
      (ref, index) => isRef(ref) && ref.published <= now && (index === 0 || isInOrder(refs[index - 1], ref)),
    ) &&
    areUnique(refs)
  );
}

function isInOrder(previous: ArticleRef | undefined, ref: ArticleRef): boolean {
  return previous !== undefined && newestFirst(previous, ref) < 0;
}

function areUnique(items: readonly (ArticleRef | Removal)[]): boolean {
  return new Set(items.map(({ slug }) => slug)).size === items.length;
}

function isRef({ slug, revision, published, updated, modified }: ArticleRef): boolean {
  return isText(slug) && isText(revision) && isTime(published) && isTime(updated) && isTime(modified);
}

function areTerms(terms: readonly TaxonomyCount[]): boolean {
  return (
    Array.isArray(terms) && terms.every(({ slug, name, count }) => isText(slug) && isString(name) && isCount(count))
  );
}

/** Whether a time of the next change is in the future: otherwise timers would fire without end. */
function isFuture(next: Date | null, now: Date): boolean {
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
