import type { Article } from "../article/article.ts";
import { FORMATS } from "../lib/feed-format.ts";
import { affectedScopes } from "../site/affected-scopes.ts";
import type { Scope } from "../site/scope.ts";
import type { Site } from "../site/site.ts";
import { feedPath } from "../site/urls.ts";
import type { Notice } from "./outbox.ts";

/** A notice to be put into an outbox. */
export interface NewNotice extends Pick<Notice, "hub" | "topic" | "key"> {
  /** When it is to be sent, UTC. */
  readonly due: Date;
}

/**
 * The notices of a change: one for each hub and each feed of the scopes, in all three formats. Notices of a change that
 * is visible at once have the key 0, so that several changes become one notice. Notices of a scheduled article are due
 * when it becomes visible and have that time as their key, so that an earlier change does not replace them.
 * @param scopes searches are left out: it is unknown which ones a change affects
 * @param visible when the change becomes visible, UTC: the article's `published`
 * @param now UTC
 */
export function noticesOf(
  site: Pick<Site, "address" | "hubs">,
  scopes: readonly Scope[],
  visible: Date,
  now: Date,
): readonly NewNotice[] {
  const scheduled = visible > now;
  const topics = scopes
    .filter(({ kind }) => kind !== "search")
    .flatMap((scope) => FORMATS.map((format) => site.address + feedPath(scope, format)));
  return site.hubs.flatMap((hub) =>
    topics.map((topic) => ({
      hub,
      topic,
      key: scheduled ? visible.getTime() : 0,
      due: scheduled ? visible : now,
    })),
  );
}

/**
 * The notices of an article that is created, replaced or removed: for the feeds of the previous version at once if it
 * was visible, and for those of the current version when it becomes visible.
 * @param previous undefined if there was none
 * @param current undefined if it was removed
 * @param now UTC
 */
export function noticesOfChange(
  site: Pick<Site, "address" | "hubs">,
  previous: Pick<Article, "categories" | "authors" | "published"> | undefined,
  current: Pick<Article, "categories" | "authors" | "published"> | undefined,
  now: Date,
): readonly NewNotice[] {
  const visible = [previous, current].filter((article) => article !== undefined && article.published <= now);
  return [
    ...noticesOf(site, affectedScopes(visible), now, now),
    ...(current !== undefined && current.published > now
      ? noticesOf(site, affectedScopes([current]), current.published, now)
      : []),
  ];
}
