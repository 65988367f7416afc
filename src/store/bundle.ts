import type { Article } from "../article/article.ts";
import type { Content } from "../resources.ts";
import type { Site } from "../site.ts";
import { createMemoryStore } from "./memory.ts";

/** A content folder, read ahead, as JSON: what `src/cli/bundle.ts` writes and the Worker carries. */
export interface Bundle {
  readonly site: Site;
  readonly articles: readonly BundledArticle[];
  /** When the set of articles or a setting last changed, ISO 8601. */
  readonly changed: string;
}

/** An article whose times are texts (ISO 8601, UTC). */
export type BundledArticle = Omit<Article, Instants> & Readonly<Record<Instants, string>>;

type Instants = "published" | "updated" | "modified";

/** The content of a bundle, ready to be served. */
export function openBundle({ site, articles, changed }: Bundle): Content {
  const revived = articles.map((article) =>
    Object.freeze({
      ...article,
      published: new Date(article.published),
      updated: new Date(article.updated),
      modified: new Date(article.modified),
    }),
  );
  return { site, store: createMemoryStore(site, revived, new Date(changed)) };
}
