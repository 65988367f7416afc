import type { Article } from "../../article/article.ts";
import type { Site } from "../../site/site.ts";
import type { RecordedRemoval } from "../article-store.ts";
import type { Content } from "../content.ts";
import { createMemoryStore } from "./memory-store.ts";

/** A parsed content folder as JSON. `harkara bundle` writes it and the Worker carries it. */
export interface Bundle {
  readonly site: Site;
  readonly articles: readonly BundledArticle[];
  /** When the set of articles or a setting last changed, ISO 8601. */
  readonly changed: string;

  readonly removals?: readonly BundledRemoval[];
}

/** A removal with its times in ISO 8601, UTC. */
export type BundledRemoval = Omit<RecordedRemoval, "published" | "removed"> &
  Readonly<Record<"published" | "removed", string>>;

/** An article with its times in ISO 8601, UTC. */
export type BundledArticle = Omit<Article, TimeField> & Readonly<Record<TimeField, string>>;

type TimeField = "published" | "updated" | "modified";

/** Opens a bundle. */
export function openBundle({ site, articles, changed, removals = [] }: Bundle): Content {
  const parsedArticles = articles.map((article) =>
    Object.freeze({
      ...article,
      published: new Date(article.published),
      updated: new Date(article.updated),
      modified: new Date(article.modified),
    }),
  );
  const recordedRemovals = removals.map((removal) => ({
    ...removal,
    published: new Date(removal.published),
    removed: new Date(removal.removed),
  }));
  return { site, store: createMemoryStore(site, parsedArticles, new Date(changed), recordedRemovals) };
}
