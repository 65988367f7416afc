import { type Article, type ArticleContent, newestFirst } from "../../../article/article.ts";
import { taxonomyTokens } from "../../../search/fts5.ts";
import { scopesOfArticle } from "../../../site/affected-scopes.ts";
import type { Scope } from "../../../site/scope.ts";
import type { Site } from "../../../site/site.ts";
import type { Change } from "../../article-writer.ts";
import { noticesOfChange } from "../../notices.ts";
import {
  type ArticleRow,
  type CollectionKey,
  firstIdOf,
  type NewEntry,
  type WritePlan,
} from "./write-statements.ts";

/** What a database holds of an article that is about to change. */
export interface StoredArticle extends Pick<Article, "categories" | "authors"> {
  readonly id: number;
  readonly tag: string;
  readonly revision: string;
  /** Milliseconds since the epoch. */
  readonly published: number;
}

/** What is known of a slug. */
export interface StoredSlug {
  readonly article: StoredArticle | undefined;
  /** An article of that slug was removed once and has not been published again. */
  readonly removed: boolean;
}

/** A change that is really made. */
export interface PlannedChange {
  readonly change: Change;
  readonly stored: StoredArticle | undefined;
  readonly removed: boolean;
  /** Of the source that is put. */
  readonly tag?: string;
  /** What of the article that is put is searched, as `searchableText` gives it. */
  readonly words?: string;
}

/** Works out what is to be changed in the database. No slug may occur twice. */
export function planChanges(steps: readonly PlannedChange[], site: Site, now: Date): WritePlan {
  const puts = steps.flatMap(({ change, stored, tag = "", words = "" }) =>
    change.kind === "put" ? [{ change, stored, tag, words }] : [],
  );
  const removals = steps.flatMap(({ change: { kind, slug }, stored }) =>
    // Of an article that was never to be seen nobody needs to be told.
    kind === "remove" && stored !== undefined && stored.published <= now.getTime() ? [{ slug, stored }] : [],
  );
  // Positions are given in the order of publication.
  puts.sort((a, b) => newestFirst(b.change.article, a.change.article));
  return {
    expected: steps.map(({ change: { slug }, stored, removed }) => [
      slug,
      stored?.tag ?? null,
      stored?.revision ?? null,
      stored?.id ?? null,
      Number(removed),
    ]),
    oldPlacings: steps.flatMap(({ change, stored }) =>
      stored === undefined
        ? []
        : shelvesOf(stored).map(([kind, shelf]) => [kind, shelf, stored.published, change.slug] as const),
    ),
    newPlacings: puts.flatMap(({ change }) => newPlacings(change)),
    oldIds: steps.flatMap(({ stored }) => stored?.id ?? []),
    articles: puts.map(({ change, stored, tag }) => articleRow(change, stored, tag, now)),
    sources: puts.map(({ change }) => [change.slug, change.source.text]),
    words: puts.map(({ change: { slug, article }, words }) => [slug, words, taxonomyTokens(article)]),
    shelves: growthOf(steps, now),
    removals: removals.map(({ slug, stored }) => [slug, stored.published, now.getTime()]),
    lifted: steps.flatMap(({ change, removed }) => (change.kind === "put" && removed ? [change.slug] : [])),
    notices: noticesFor(steps, site, now),
    now: now.getTime(),
  };
}

type Put = Extract<Change, { kind: "put" }>;

function newPlacings({ slug, article, restored }: Put): readonly NewEntry[] {
  const positions = new Map(
    restored?.positions.map(({ scope, position }) => [keyOf(shelfOf(scope)), position]),
  );
  return shelvesOf(article).map((shelf) => [
    ...shelf,
    article.published.getTime(),
    slug,
    nameIn(article, shelf),
    positions.get(keyOf(shelf)) ?? null,
  ]);
}

function articleRow(
  { slug, source, article, restored }: Put,
  stored: StoredArticle | undefined,
  tag: string,
  now: Date,
): ArticleRow {
  const { revision, modified: _, ...content } = article;
  const published = article.published.getTime();
  const base = firstIdOf(published);
  return {
    id: stored !== undefined && firstIdOf(stored.published) === base ? stored.id : null,
    base,
    slug,
    published,
    updated: article.updated.getTime(),
    modified: (restored?.modified ?? now).getTime(),
    revision,
    format: source.format,
    entity_tag: tag,
    content: JSON.stringify(content satisfies ArticleContent),
  };
}

/** Growth of each shelf, and when it changed in a way that the articles on it do not tell by themselves. */
function growthOf(steps: readonly PlannedChange[], now: Date): WritePlan["shelves"] {
  const shelves = new Map<string, { readonly shelf: CollectionKey; growth: number; left: number }>();
  const at = (shelf: CollectionKey) => {
    const known = shelves.get(keyOf(shelf)) ?? { shelf, growth: 0, left: 0 };
    shelves.set(keyOf(shelf), known);
    return known;
  };
  for (const { change, stored } of steps) {
    const article = change.kind === "put" ? change.article : undefined;
    const after = new Set((article === undefined ? [] : shelvesOf(article)).map(keyOf));
    for (const shelf of stored === undefined ? [] : shelvesOf(stored)) {
      at(shelf).growth -= 1;
      const stays = after.has(keyOf(shelf)) && article?.published.getTime() === stored?.published;
      if (!stays) at(shelf).left = now.getTime();
    }
    for (const shelf of article === undefined ? [] : shelvesOf(article)) {
      at(shelf).growth += 1;
      // What is brought back says that it was stored long ago, but it shows from now on.
      if (change.kind === "put" && change.restored !== undefined) at(shelf).left = now.getTime();
    }
  }
  return [...shelves.values()].map(({ shelf, growth, left }) => [...shelf, growth, left]);
}

function noticesFor(steps: readonly PlannedChange[], site: Site, now: Date): WritePlan["notices"] {
  if (site.hubs.length === 0) return [];
  const notices = new Map<string, WritePlan["notices"][number]>();
  for (const { change, stored } of steps) {
    const before = stored && { ...stored, published: new Date(stored.published) };
    const after = change.kind === "put" ? change.article : undefined;
    for (const { hub, topic, key, due } of noticesOfChange(site, before, after, now)) {
      notices.set(`${hub} ${topic} ${key}`, [hub, topic, key, due.getTime()]);
    }
  }
  return [...notices.values()];
}

function shelvesOf(article: Pick<Article, "categories" | "authors">): readonly CollectionKey[] {
  return scopesOfArticle(article).map(shelfOf);
}

function shelfOf(scope: Scope): CollectionKey {
  return [scope.kind, "slug" in scope ? scope.slug : ""];
}

function keyOf([kind, slug]: CollectionKey): string {
  return `${kind} ${slug}`;
}

function nameIn({ categories, authors }: Article, [kind, slug]: CollectionKey): string {
  if (kind === "category") return categories.find((category) => category.slug === slug)?.label ?? "";
  return kind === "author" ? (authors.find((author) => author.slug === slug)?.name ?? "") : "";
}
