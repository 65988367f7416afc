import { type Scope, scopeAddress, scopeId } from "../addresses.ts";
import type { Article, Stamp } from "../article/article.ts";
import { digest } from "../digest.ts";
import type { CategorySettings, Site } from "../site.ts";
import type { Page, Store } from "../store/store.ts";
import { VERSION } from "../version.ts";

/** What a feed is to hold, before anything of it is rendered. */
export interface Selection {
  readonly site: Site;
  readonly scope: Scope;
  /** Permanent id of the feed (RFC 4151). */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Absolute address of the page for people. */
  readonly page: string;
  /** At most so many entries. */
  readonly limit: number;
  /** The query that asks for this many entries; empty for the usual number. */
  readonly query: string;
  /** Newest `updated` of the entries, UTC; the epoch when there is none, as a feed must say something. */
  readonly updated: Date;
  /** When something that may show last changed, UTC, in whole seconds. */
  readonly modified: Date;
  /** Differs when a byte of a document of this selection differs. */
  readonly validator: string;
  /** Everything but the entries that the validator is made of: two states of a feed differ in more than entries if this differs. */
  readonly frame: string;
  /** The entries, without their texts. */
  readonly stamps: readonly Stamp[];
  /** When the next article of the scope becomes visible, UTC; nothing when none is waiting. */
  readonly next: Date | null;
  /** Reads the entries' articles. */
  readonly articles: () => Promise<readonly Article[]>;
}

/**
 * Chooses the articles of a feed.
 * @param limit how many entries; nothing for the site's usual number
 * @param now UTC
 * @returns nothing when there is no such category or author
 * @throws what the store throws
 */
export async function select(
  store: Store,
  site: Site,
  scope: Scope,
  limit: number | undefined,
  now: Date,
): Promise<Selection | undefined> {
  const count = limit ?? site.pageSize;
  const page = await store.page({ scope, limit: count, now });
  if (page === undefined) return undefined;
  const query = count === site.pageSize ? "" : `?limit=${count}`;
  const settings =
    scope.kind === "category" ? site.categories.find(({ slug }) => slug === scope.slug) : undefined;
  const frame = [VERSION, site.revision, scopeId(site, scope), page.name, query].join("\n");
  return {
    site,
    scope,
    id: scopeId(site, scope),
    title: page.name === "" ? site.title : `${site.title}: ${page.name}`,
    description: describe(site, scope, page, settings),
    page: scopeAddress(site, scope),
    limit: count,
    query,
    updated: new Date(Math.max(0, ...page.stamps.map(({ updated }) => updated.getTime()))),
    modified: wholeSeconds(page.modified, now),
    validator: await digest(
      [frame, ...page.stamps.map(({ slug, revision }) => `${slug} ${revision}`)].join("\n"),
    ),
    frame,
    stamps: page.stamps,
    next: page.next,
    articles: page.articles,
  };
}

/** When the settings or an edit changed something, but never after now: RFC 9110, section 8.8.2.1. */
export function wholeSeconds(modified: Date, now: Date): Date {
  return new Date(Math.floor(Math.min(modified.getTime(), now.getTime()) / 1000) * 1000);
}

function describe(site: Site, scope: Scope, page: Page, settings: CategorySettings | undefined): string {
  switch (scope.kind) {
    case "all":
      return site.description;
    case "category":
      return settings?.description ?? `${page.name}: ${site.description}`;
    case "author":
      return `${page.name}: ${site.description}`;
  }
}
