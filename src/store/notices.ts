import type { Article } from "../article/article.ts";
import { FORMATS } from "../lib/feed-format.ts";
import { affectedScopes } from "../site/affected-scopes.ts";
import type { Scope } from "../site/scope.ts";
import type { Site } from "../site/site.ts";
import { feedPath } from "../site/urls.ts";
import type { Notice } from "./outbox.ts";

/** A notice that is to be put into an outbox. */
export interface NewNotice extends Pick<Notice, "hub" | "topic" | "key"> {
  /** From when on the hub may be told, UTC. */
  readonly due: Date;
}

/**
 * What the hubs are to be told of a change: one notice for each hub and each feed of the touched scopes, in all three
 * formats. Those of a change that shows at once share the key 0, so that changes that follow each other come to one
 * notice; those of an article to come are due when it becomes visible and have that instant as their key, so that an
 * earlier change neither swallows nor hastens them.
 * @param touched a search is no topic: nobody can know which searches a change touches
 * @param visible when the change shows, UTC: the article's `published`
 * @param now UTC
 */
export function noticesOf(
  site: Pick<Site, "address" | "hubs">,
  touched: readonly Scope[],
  visible: Date,
  now: Date,
): readonly NewNotice[] {
  const later = visible > now;
  const topics = touched
    .filter(({ kind }) => kind !== "search")
    .flatMap((scope) => FORMATS.map((format) => site.address + feedPath(scope, format)));
  return site.hubs.flatMap((hub) =>
    topics.map((topic) => ({
      hub,
      topic,
      key: later ? visible.getTime() : 0,
      due: later ? visible : now,
    })),
  );
}

/**
 * What the hubs are to be told when an article takes the place of another: of the former one's feeds at once, if it
 * was visible, and of the new one's when it becomes visible.
 * @param before nothing when there was none
 * @param after nothing when it was taken away
 * @param now UTC
 */
export function noticesOfChange(
  site: Pick<Site, "address" | "hubs">,
  before: Pick<Article, "categories" | "authors" | "published"> | undefined,
  after: Pick<Article, "categories" | "authors" | "published"> | undefined,
  now: Date,
): readonly NewNotice[] {
  const visible = [before, after].filter((article) => article !== undefined && article.published <= now);
  return [
    ...noticesOf(site, affectedScopes(visible), now, now),
    ...(after !== undefined && after.published > now
      ? noticesOf(site, affectedScopes([after]), after.published, now)
      : []),
  ];
}
