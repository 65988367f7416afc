import type { Article } from "../../article/article.ts";
import type { Site } from "../../site/site.ts";
import type { RecordedRemoval } from "../article-store.ts";
import type { Content } from "../content.ts";
import { createMemoryStore } from "./memory-store.ts";

/** A content folder, read ahead, as JSON: what `src/cli/bundle.ts` writes and the Worker carries. */
export interface Bundle {
  readonly site: Site;
  readonly articles: readonly BundledArticle[];
  /** When the set of articles or a setting last changed, ISO 8601. */
  readonly changed: string;
  /** Articles that were removed, their times as texts. */
  readonly removals?: readonly BundledRemoval[];
}

/** A removal whose times are texts (ISO 8601, UTC). */
export type BundledRemoval = Omit<RecordedRemoval, "published" | "removed"> &
  Readonly<Record<"published" | "removed", string>>;

/** An article whose times are texts (ISO 8601, UTC). */
export type BundledArticle = Omit<Article, Instants> & Readonly<Record<Instants, string>>;

type Instants = "published" | "updated" | "modified";

/** The content of a bundle, ready to be served. */
export function openBundle({ site, articles, changed, removals = [] }: Bundle): Content {
  const revived = articles.map((article) =>
    Object.freeze({
      ...article,
      published: new Date(article.published),
      updated: new Date(article.updated),
      modified: new Date(article.modified),
    }),
  );
  const noted = removals.map((removal) => ({
    ...removal,
    published: new Date(removal.published),
    removed: new Date(removal.removed),
  }));
  return { site, store: createMemoryStore(site, revived, new Date(changed), noted) };
}
