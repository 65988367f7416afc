import { createHistory } from "../feed/delta/feed-history.ts";
import { MEDIA_TYPES } from "../feed/formats/format-writers.ts";
import { hubsOf, pageForPeople, selfAddress } from "../feed/formats/head.ts";
import { createRenderer } from "../feed/renderer.ts";
import { type Selection, select, usualPart, validatorOf, wholeSeconds } from "../feed/selection.ts";
import { type Compression, createShelf } from "../http/representation-cache.ts";
import type { Resource } from "../http/resource.ts";
import { WORKER_CACHE_SHARE } from "../limits.ts";
import { pathPrefix } from "../pages/components/feed-links.ts";
import type { Site } from "../site/site.ts";
import {
  articlePath,
  type Format,
  feedPath,
  feedsPath,
  listPath,
  NEWS_SITEMAP_PATH,
  OPML_PATH,
  type Part,
  type Scope,
  SETTLED_PATHS,
  type Settled,
  type SitemapPart,
  sitemapPath,
  stylePath,
  subscribePath,
} from "../site/urls.ts";
import type { Store } from "../store/article-store.ts";
import type { Press } from "../store/article-writer.ts";
import { feedName } from "../telemetry/request-subject.ts";
import { tagsOf } from "./cache-tags.ts";
import { createTexts } from "./documents/documents.ts";

/** A site's settings and its articles, of one moment. */
export interface Content {
  readonly site: Site;
  readonly store: Store;
  /** Where articles can be published; nothing where the content cannot be written to. */
  readonly press?: Press;
}

/** What an address asks for. */
export type Wanted =
  | {
      readonly kind: "feed";
      readonly scope: Scope;
      readonly format: Format;
      readonly part: Part;
    }
  /** A page of articles: the newest, or those up to a position of the archive. */
  | { readonly kind: "list"; readonly scope: Scope; readonly to: number | undefined }
  | { readonly kind: "article"; readonly slug: string }
  /** The page that shows a feed to people, from one of its entries on, counted from 1. */
  | { readonly kind: "subscribe"; readonly scope: Scope; readonly from: number }
  /** A page of the table of all feeds, counted from 1. */
  | { readonly kind: "feeds"; readonly page: number }
  /** The list of all feeds for programs. */
  | { readonly kind: "opml" }
  /** All pages for search engines; where there are many, a part of them. */
  | { readonly kind: "sitemap"; readonly part: SitemapPart | undefined }
  /** What was published lately, for search engines. */
  | { readonly kind: "news" }
  /** What follows from the settings alone. */
  | { readonly kind: "settled"; readonly name: Settled }
  /** The style sheet of one version for good, by the address that pages have it by. */
  | { readonly kind: "style"; readonly version: string };

/** Path and query, from the root of the host, at which something is found, as links to it have them. */
export function pathOf(site: Site, wanted: Wanted): string {
  return pathPrefix(site) + pathBelow(site, wanted);
}

function pathBelow(site: Site, wanted: Wanted): string {
  switch (wanted.kind) {
    case "feed":
      return feedPath(wanted.scope, wanted.format, usualPart(site, wanted.part));
    case "list":
      return listPath(wanted.scope, wanted.to);
    case "article":
      return articlePath(wanted.slug);
    case "subscribe":
      return subscribePath(wanted.scope, wanted.from);
    case "feeds":
      return feedsPath(wanted.page);
    case "opml":
      return OPML_PATH;
    case "sitemap":
      return sitemapPath(wanted.part);
    case "news":
      return NEWS_SITEMAP_PATH;
    case "settled":
      return SETTLED_PATHS[wanted.name];
    case "style":
      return stylePath(wanted.version);
  }
}

/** A resource, and how many entries it holds in memory. */
export interface Made {
  readonly resource: Resource;
  /** The articles that it shows; any, where that is not known before it is rendered. */
  readonly slugs: readonly string[] | "any";
  readonly entries: number;
  /** Whether it is not worth keeping. */
  readonly passing?: boolean;
}

/**
 * Makes a resource of what an address asks for; nothing when there is no such thing.
 * @param content its store is guarded
 * @param now UTC
 * @throws StoreFailure
 */
export type MakeResource = (content: Content, wanted: Wanted, now: Date) => Promise<Made | undefined>;

/**
 * @param cdn whether a shared cache stands in front: it is told what a document is made of, and there are no deltas,
 *   which such a cache must not see: most polls are its to answer
 */
export function createResources(compression: Compression, cdn: boolean): MakeResource {
  const renderer = createRenderer(cdn ? WORKER_CACHE_SHARE : 1);
  // On Workers nobody may wait for what another request began.
  const shelf = createShelf(compression, !cdn, cdn ? WORKER_CACHE_SHARE : 1);
  const history = createHistory();
  const makeText = createTexts(shelf, cdn);

  const feed = async (
    { site, store }: Content,
    { scope, format, part }: Extract<Wanted, { kind: "feed" }>,
    now: Date,
  ): Promise<Made | undefined> => {
    const selection = await select(store, site, scope, part, now);
    if (selection === undefined) return undefined;
    const tag = `${validatorOf(selection, format)}-${format}`;
    const mediaType = MEDIA_TYPES[format];
    const place = selfAddress(selection, format);
    const since = (old: string) => {
      if (!old.endsWith(`-${format}`)) return undefined;
      // What is asked for now is what the next delta will start from.
      history.remember(selection, format);
      const before = old.slice(0, -format.length - 1);
      const only = history.since(before, selection, format);
      return (
        only &&
        shelf.formsOf(place, tag, `${tag} ${before}`, mediaType, () =>
          renderer.render(selection, format, only),
        )
      );
    };
    // On a sheet nothing is added for long.
    const deltas = !cdn && part.kind === "newest";
    if (deltas) history.remember(selection, format);
    const resource: Resource = {
      ...timesOf(selection, format, now),
      audience: "feed",
      feed: { name: feedName(scope), format },
      mediaType,
      tag,
      links: linksOf(selection, format),
      tags: cdn ? tagsOf(selection) : [],
      forms: shelf.formsOf(place, tag, tag, mediaType, () => renderer.render(selection, format)),
      ...(deltas ? { since } : {}),
    };
    return { resource, entries: selection.stamps.length, slugs: slugsOf(selection) };
  };

  return (content, wanted, now) =>
    wanted.kind === "feed" ? feed(content, wanted, now) : makeText(content, wanted, now);
}

function slugsOf({ stamps }: Selection): readonly string[] {
  return stamps.map(({ slug }) => slug);
}

/** Only Atom changes when a tombstone is laid or goes. */
function timesOf(
  selection: Selection,
  format: Format,
  now: Date,
): Pick<Resource, "modified" | "cache" | "next"> {
  const { modified, site, next, tombstones } = selection;
  if (format !== "atom") return { modified, cache: site.cache, next };
  const gone = tombstones.modified && wholeSeconds(tombstones.modified, now);
  const instants = [next, tombstones.next].filter((instant) => instant !== null);
  return {
    modified: gone !== null && gone > modified ? gone : modified,
    cache: site.cache,
    next: instants.reduce<Date | null>(
      (first, each) => (first === null || each < first ? each : first),
      null,
    ),
  };
}

/** RFC 8288; `hub` and `self` are what WebSub (section 4) looks for, `alternate` is the page for people. */
function linksOf(selection: Selection, format: Format): string {
  return [
    `<${selfAddress(selection, format)}>; rel="self"`,
    `<${pageForPeople(selection)}>; rel="alternate"; type="text/html"`,
    ...hubsOf(selection).map((hub) => `<${hub}>; rel="hub"`),
  ].join(", ");
}
