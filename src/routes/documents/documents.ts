import type { RepresentationCache } from "../../http/representation-cache.ts";
import type { Content } from "../../store/content.ts";
import type { CachedResource } from "../cached-resource.ts";
import { loadNewsSitemap } from "../discovery/load-news-sitemap.ts";
import { loadOpml } from "../discovery/load-opml.ts";
import { loadSitemap } from "../discovery/load-sitemap.ts";
import { loadArticlePage } from "../pages/load-article-page.ts";
import { loadFeedsPage } from "../pages/load-feeds-page.ts";
import { loadFrontPage } from "../pages/load-front-page.ts";
import { loadListPage } from "../pages/load-list-page.ts";
import { loadSubscribePage } from "../pages/load-subscribe-page.ts";
import { createDocumentResources, type DocumentTarget, type LoadOverview } from "./document.ts";
import { loadFixedDocument, loadStyleSheet } from "./fixed-documents.ts";
import { createFeedCounter } from "./known-feeds.ts";

/** Loads the resource of a target that is no feed. */
export type LoadDocumentResource = (
  content: Content,
  target: DocumentTarget,
  now: Date,
) => Promise<CachedResource | undefined>;

/** @param cdn whether a shared cache is in front: then resources have cache tags */
export function createDocuments(representations: RepresentationCache, cdn: boolean): LoadDocumentResource {
  const toResource = createDocumentResources(representations, cdn);
  const countFeeds = createFeedCounter();
  return async (content, target, now) => {
    const document = await loadDocument(content, target, now, countFeeds);
    return document && toResource(content, target, document, now);
  };
}

const loadDocument: LoadOverview<DocumentTarget> = (content, target, now, countFeeds) => {
  switch (target.kind) {
    case "list":
      return target.scope.kind === "all" && target.to === undefined
        ? loadFrontPage(content, target, now, countFeeds)
        : loadListPage(content, target, now);
    case "article":
      return loadArticlePage(content, target, now);
    case "subscribe":
      return loadSubscribePage(content, target, now);
    case "feeds":
      return loadFeedsPage(content, target, now, countFeeds);
    case "opml":
      return loadOpml(content, target, now, countFeeds);
    case "sitemap":
      return loadSitemap(content, target, now, countFeeds);
    case "news":
      return loadNewsSitemap(content, target, now);
    case "fixed":
      return loadFixedDocument(content, target, now);
    case "style":
      return loadStyleSheet(content, target, now);
  }
};
