import { type Article, newestFirst } from "../../src/article/article.ts";
import type { Scope } from "../../src/site/scope.ts";
import type {
  ArchivePage,
  ArchivePageQuery,
  ArticleStore,
  NewestPage,
} from "../../src/store/article-store.ts";
import { ARCHIVE_ENTRIES } from "../../src/store/article-store.ts";
import { emptyCollection } from "../../src/store/memory/collections.ts";
import { neighboursOf, updateOf } from "../../src/store/memory/pages.ts";

/**
 * A store that gives each article its position in the archive of everything when it comes, as a database does: an
 * article with an older date stands at the end all the same, and what is removed leaves a gap. It is asked for all
 * articles only, whose order is told anew for each question.
 */
export class PlacedStore {
  readonly #places: (Article | undefined)[] = [];
  readonly #removed = new Map<string, { readonly published: Date; readonly removed: Date }>();
  #version = 0;

  add(article: Article): void {
    this.#places.push(article);
    this.#removed.delete(article.slug);
    this.#version += 1;
  }

  remove(slug: string, removed: Date): void {
    const place = this.#places.findIndex((article) => article?.slug === slug);
    const article = this.#places[place];
    if (article === undefined) return;
    this.#places[place] = undefined;
    this.#removed.set(slug, { published: article.published, removed });
    this.#version += 1;
  }

  get slugs(): readonly string[] {
    return this.#places.flatMap((article) => (article === undefined ? [] : [article.slug]));
  }

  get store(): ArticleStore {
    return {
      changeCounter: () => this.#version,
      newestPage: async ({ scope, limit }) => (isAll(scope) ? this.#page(limit) : undefined),
      archivePage: async (query) => (isAll(query.scope) ? this.#sheet(query) : undefined),
      article: async (slug) => this.#places.find((article) => article?.slug === slug),
      removed: async (slug) => this.#removed.get(slug)?.removed,
      neighbours: async (scope, article, now) => {
        const all = isAll(scope) ? this.#places.filter((each) => each !== undefined).sort(newestFirst) : [];
        return neighboursOf({ ...emptyCollection(""), articles: all }, article, now, EPOCH);
      },
      updates: async (scopes, limit, now) =>
        scopes.map((scope) => updateOf(isAll(scope) ? this.#page(limit).refs : [], limit, now)),
      version: async () => ({
        version: `version ${this.#version}`,
        articles: this.slugs.length,
        last: this.#last,
        modified: EPOCH,
        next: null,
      }),
      taxonomyCounts: async () => ({
        articles: this.slugs.length,
        categories: [],
        authors: [],
        modified: EPOCH,
        next: null,
      }),
    };
  }

  /** The highest position that is taken. */
  get #last(): number {
    return this.#places.findLastIndex((article) => article !== undefined) + 1;
  }

  #page(limit: number): NewestPage {
    const all = this.#places.filter((article) => article !== undefined).sort(newestFirst);
    const shown = all.slice(0, limit);
    // The highest position of an article that is not shown: from there on a walk meets all others.
    const rest =
      this.#places.findLastIndex((article) => article !== undefined && !shown.includes(article)) + 1;
    const removals = [...this.#removed].map(([slug, times]) => ({ slug, ...times }));
    removals.sort((a, b) => b.removed.getTime() - a.removed.getTime());
    return { ...plain(shown), olderPosition: rest, removals };
  }

  #sheet({ page, to, after = 0, newest = 0 }: ArchivePageQuery): ArchivePage | undefined {
    const [before, end] = [(page - 1) * ARCHIVE_ENTRIES, page * ARCHIVE_ENTRIES];
    if (before > this.#places.length || (to ?? 0) > this.#places.length) return undefined;
    const placed = this.#places.slice(Math.max(before, after), to ?? end);
    const shown = placed.filter((article) => article !== undefined).sort(newestFirst);
    const beyond = { modified: EPOCH, next: null, olderPosition: this.#page(newest).olderPosition };
    return { ...plain(shown), full: this.#places.length >= end, last: this.#last, cursor: beyond };
  }
}

const EPOCH = new Date(0);

function isAll(scope: Scope): boolean {
  return scope.kind === "all";
}

function plain(shown: readonly Article[]) {
  return { name: "", refs: shown, modified: EPOCH, next: null, articles: async () => shown };
}

/** An article of which only its place matters. */
export function placed(slug: string, published: Date, label?: string): Article {
  return {
    slug,
    headline: `Headline of ${slug}`,
    standfirst: null,
    authors: [],
    picture: null,
    categories: label === undefined ? [] : [{ label, slug: "india" }],
    readingMinutes: null,
    language: "en-IN",
    html: "<p>One sentence.</p>",
    published,
    updated: published,
    modified: published,
    revision: `${slug} ${published.getTime()} ${label}`,
  };
}
