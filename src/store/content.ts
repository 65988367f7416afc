import type { Site } from "../site/site.ts";
import type { ArticleStore } from "./article-store.ts";
import type { ArticleWriter } from "./article-writer.ts";

/** The settings and articles of a site. */
export interface Content {
  readonly site: Site;
  readonly store: ArticleStore;
  /** Absent if the content is read-only. */
  readonly writer?: ArticleWriter;
}
