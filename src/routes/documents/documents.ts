import type { Shelf } from "../../http/representation-cache.ts";
import type { Content } from "../../store/content.ts";
import type { Made } from "../cached-resource.ts";
import { findNews } from "../discovery/load-news-sitemap.ts";
import { findOpml } from "../discovery/load-opml.ts";
import { findSitemap } from "../discovery/load-sitemap.ts";
import { findArticle } from "../pages/load-article-page.ts";
import { findFeeds } from "../pages/load-feeds-page.ts";
import { findFront } from "../pages/load-front-page.ts";
import { findList } from "../pages/load-list-page.ts";
import { findSubscribe } from "../pages/load-subscribe-page.ts";
import { createMaking, type FindText, type WantedText } from "./document.ts";
import { findSettled, findStyle } from "./fixed-documents.ts";

/** Makes a resource of what is no feed: pages for people, and what tells programs of the site. */
export type MakeText = (content: Content, wanted: WantedText, now: Date) => Promise<Made | undefined>;

/** @param cdn whether a shared cache stands in front, which is told what a document is made of */
export function createTexts(shelf: Shelf, cdn: boolean): MakeText {
  const make = createMaking(shelf, cdn);
  return async (content, wanted, now) => {
    const text = await find(content, wanted, now);
    return text && make(content, wanted, text, now);
  };
}

const find: FindText = (content, wanted, now) => {
  switch (wanted.kind) {
    case "list":
      return wanted.scope.kind === "all" && wanted.to === undefined
        ? findFront(content, wanted, now)
        : findList(content, wanted, now);
    case "article":
      return findArticle(content, wanted, now);
    case "subscribe":
      return findSubscribe(content, wanted, now);
    case "feeds":
      return findFeeds(content, wanted, now);
    case "opml":
      return findOpml(content, wanted, now);
    case "sitemap":
      return findSitemap(content, wanted, now);
    case "news":
      return findNews(content, wanted, now);
    case "settled":
      return findSettled(content, wanted, now);
    case "style":
      return findStyle(content, wanted, now);
  }
};
