/** The library: a site's feeds and pages inside an application, on any runtime. `docs/library.md` says how. */
export type { Article, ArticleContent, ArticleRef, Author, Category, Picture } from "./article/article.ts";
export type { Fault } from "./lib/fault.ts";
export type { Log } from "./lib/log.ts";
export { type ArticleInput, type ArticleInputFields, readArticle } from "./library/article-input.ts";
export { type ArticlesOptions, articles } from "./library/articles.ts";
export type { ContentProvider, OpenContent, ProviderParts } from "./library/content-provider.ts";
export { ArticleError, ContentError, SettingsError } from "./library/errors.ts";
export { type Harkara, type HarkaraOptions, harkara } from "./library/harkara.ts";
export { readSite, type SiteSettings } from "./library/site-settings.ts";
export type { SearchQuery } from "./search/search-query.ts";
export type { Scope } from "./site/scope.ts";
export type { Site } from "./site/site.ts";
export {
  ARCHIVE_ENTRIES,
  type ArchiveCursor,
  type ArchivePage,
  type ArchivePageQuery,
  type ArticleStore,
  type EntryPage,
  type FeedUpdate,
  MAX_TOMBSTONES,
  type Neighbour,
  type Neighbours,
  type NewestPage,
  type NewestQuery,
  type Removal,
  type StoreVersion,
  type TaxonomyCount,
  type TaxonomyCounts,
} from "./store/article-store.ts";
export type { Content } from "./store/content.ts";
export { StoreChanged, StoreFailure } from "./store/store-errors.ts";
