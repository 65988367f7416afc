import type { Site } from "../site/site.ts";
import type { ArticleStore } from "./article-store.ts";
import type { ArticleWriter } from "./article-writer.ts";

/** A site's settings and its articles, of one moment. */
export interface Content {
  readonly site: Site;
  readonly store: ArticleStore;
  /** Where articles can be published; nothing where the content cannot be written to. */
  readonly writer?: ArticleWriter;
}
