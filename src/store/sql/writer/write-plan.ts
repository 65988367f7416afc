import { type Article, type ArticleContent, newestFirst } from "../../../article/article.ts";
import { taxonomyTokens } from "../../../search/fts5.ts";
import { scopesOfArticle } from "../../../site/affected-scopes.ts";
import type { Site } from "../../../site/site.ts";
import type { Change } from "../../article-writer.ts";
import { noticesOfChange } from "../../notices.ts";
import type { SqlRow } from "../database.ts";
import { type CollectionKey, collectionKey } from "../state.ts";
import { type ArticleRow, firstIdOf, type NewEntry, type WritePlan } from "./write-statements.ts";

/** What a change needs to know of the stored article. */
export interface StoredArticle extends Pick<Article, "categories" | "authors"> {
  readonly id: number;
  readonly tag: string;
  readonly revision: string;
  /** Milliseconds since the epoch. */
  readonly published: number;
  readonly writtenBy: string | undefined;
}

/** The categories and authors of a row that has them as JSON. */
export function parseTerms({ categories, authors }: SqlRow): Pick<Article, "categories" | "authors"> {
  return { categories: JSON.parse(String(categories)), authors: JSON.parse(String(authors)) };
}

/** What is stored under a slug. */
export interface StoredSlug {
  readonly article: StoredArticle | undefined;
  /** An article of this slug was removed and has not been published again. */
  readonly removed: boolean;
}

/** A change that is not without effect. */
export interface PlannedChange {
  readonly change: Change;
  readonly stored: StoredArticle | undefined;
  readonly removed: boolean;
  /** Entity tag of the source that is put. */
  readonly tag?: string;
  /** `searchableText` of the article that is put. */
  readonly searchText?: string;
}

/** Works out a change of the database. No slug may occur twice. */
export function planChanges(changes: readonly PlannedChange[], site: Site, now: Date): WritePlan {
  const puts = changes.flatMap(({ change, stored, tag = "", searchText = "" }) =>
    change.kind === "put" ? [{ change, stored, tag, searchText }] : [],
  );
  // Positions are given in the order of publication.
  puts.sort((a, b) => newestFirst(b.change.article, a.change.article));
  return {
    preconditions: changes.map(({ change: { slug }, stored, removed }) => [
      slug,
      stored?.tag ?? null,
      stored?.revision ?? null,
      stored?.id ?? null,
      Number(removed),
    ]),
    replacedEntries: changes.flatMap(({ change: { slug }, stored }) =>
      stored === undefined ? [] : collectionsOf(stored).map((key) => [...key, stored.published, slug] as const),
    ),
    newEntries: puts.flatMap(({ change }) => newEntries(change)),
    replacedIds: changes.flatMap(({ stored }) => stored?.id ?? []),
    articles: puts.map(({ change, stored, tag }) => articleRow(change, stored, tag, now)),
    sources: puts.map(({ change }) => [change.slug, change.source.text]),
    searchTexts: puts.map(({ change: { slug, article }, searchText }) => [slug, searchText, taxonomyTokens(article)]),
    collections: collectionChanges(changes, now),
    removals: changes.flatMap(({ change: { kind, slug }, stored }) =>
      // No reader saw an article that was still scheduled: it leaves no tombstone.
      kind === "remove" && stored !== undefined && stored.published <= now.getTime()
        ? [[slug, stored.published, now.getTime()] as const]
        : [],
    ),
    republished: changes.flatMap(({ change: { kind, slug }, removed }) => (kind === "put" && removed ? [slug] : [])),
    notices: noticesFor(changes, site, now),
    now: now.getTime(),
  };
}

type Put = Extract<Change, { kind: "put" }>;

function newEntries({ slug, article, restored }: Put): readonly NewEntry[] {
  const positions = new Map(
    restored?.positions.map(({ scope, position }) => [collectionKey(scope).join(" "), position]),
  );
  return collectionsOf(article).map((key) => [
    ...key,
    article.published.getTime(),
    slug,
    nameIn(article, key),
    positions.get(key.join(" ")) ?? null,
  ]);
}

function articleRow(
  { slug, source, article, restored, writtenBy }: Put,
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
    written_by: writtenBy ?? (stored?.tag === tag ? stored.writtenBy : undefined) ?? null,
    content: JSON.stringify(content satisfies ArticleContent),
  };
}

/** The growth of each collection, and when it changed in a way that its articles do not say themselves. */
function collectionChanges(changes: readonly PlannedChange[], now: Date): WritePlan["collections"] {
  const rows = new Map<string, { readonly key: CollectionKey; growth: number; changed: number }>();
  const rowOf = (key: CollectionKey) => {
    const row = rows.get(key.join(" ")) ?? { key, growth: 0, changed: 0 };
    rows.set(key.join(" "), row);
    return row;
  };
  for (const { change, stored } of changes) {
    const article = change.kind === "put" ? change.article : undefined;
    const newKeys = article === undefined ? [] : collectionsOf(article);
    const staying = new Set(newKeys.map((key) => key.join(" ")));
    for (const key of stored === undefined ? [] : collectionsOf(stored)) {
      rowOf(key).growth -= 1;
      const stays = staying.has(key.join(" ")) && article?.published.getTime() === stored?.published;
      if (!stays) rowOf(key).changed = now.getTime();
    }
    for (const key of newKeys) {
      rowOf(key).growth += 1;
      // A restored article was modified long ago, but is served from now on.
      if (change.kind === "put" && change.restored !== undefined) rowOf(key).changed = now.getTime();
    }
  }
  return [...rows.values()].map(({ key, growth, changed }) => [...key, growth, changed]);
}

function noticesFor(changes: readonly PlannedChange[], site: Site, now: Date): WritePlan["notices"] {
  if (site.hubs.length === 0) return [];
  const notices = new Map<string, WritePlan["notices"][number]>();
  for (const { change, stored } of changes) {
    const before = stored && { ...stored, published: new Date(stored.published) };
    const after = change.kind === "put" ? change.article : undefined;
    for (const { hub, topic, key, due } of noticesOfChange(site, before, after, now)) {
      notices.set(`${hub} ${topic} ${key}`, [hub, topic, key, due.getTime()]);
    }
  }
  return [...notices.values()];
}

function collectionsOf(article: Pick<Article, "categories" | "authors">): readonly CollectionKey[] {
  return scopesOfArticle(article).map(collectionKey);
}

/** What an article calls a collection. */
function nameIn({ categories, authors }: Article, [kind, slug]: CollectionKey): string {
  if (kind === "category") return categories.find((category) => category.slug === slug)?.label ?? "";
  return kind === "author" ? (authors.find((author) => author.slug === slug)?.name ?? "") : "";
}
