import type { Shelf } from "../http/forms.ts";
import type { Content, Made } from "../resources.ts";
import { findArticle } from "./article.ts";
import { findFeeds } from "./feeds.ts";
import { findFront } from "./front.ts";
import { findList } from "./list.ts";
import { findNews } from "./news.ts";
import { findOpml } from "./opml.ts";
import { findSettled, findStyle } from "./settled.ts";
import { findSitemap } from "./sitemap.ts";
import { findSubscribe } from "./subscribe.ts";
import { createMaking, type FindText, type WantedText } from "./text.ts";

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
