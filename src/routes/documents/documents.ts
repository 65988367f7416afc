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

/** Makes a resource of what is no feed: pages for people, and what tells programs of the site. */
export type LoadDocumentResource = (
  content: Content,
  wanted: DocumentTarget,
  now: Date,
) => Promise<CachedResource | undefined>;

/** @param cdn whether a shared cache stands in front, which is told what a document is made of */
export function createDocuments(shelf: RepresentationCache, cdn: boolean): LoadDocumentResource {
  const make = createDocumentResources(shelf, cdn);
  const countFeeds = createFeedCounter();
  return async (content, wanted, now) => {
    const document = await loadDocument(content, wanted, now, countFeeds);
    return document && make(content, wanted, document, now);
  };
}

const loadDocument: LoadOverview<DocumentTarget> = (content, wanted, now, countFeeds) => {
  switch (wanted.kind) {
    case "list":
      return wanted.scope.kind === "all" && wanted.to === undefined
        ? loadFrontPage(content, wanted, now, countFeeds)
        : loadListPage(content, wanted, now);
    case "article":
      return loadArticlePage(content, wanted, now);
    case "subscribe":
      return loadSubscribePage(content, wanted, now);
    case "feeds":
      return loadFeedsPage(content, wanted, now, countFeeds);
    case "opml":
      return loadOpml(content, wanted, now, countFeeds);
    case "sitemap":
      return loadSitemap(content, wanted, now, countFeeds);
    case "news":
      return loadNewsSitemap(content, wanted, now);
    case "settled":
      return loadFixedDocument(content, wanted, now);
    case "style":
      return loadStyleSheet(content, wanted, now);
  }
};
