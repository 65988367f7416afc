import { LRUCache } from "lru-cache";
import { articlePath, type Format, feedPath, type Scope, scopePath } from "./addresses.ts";
import { digest } from "./digest.ts";
import { createHistory } from "./feed/delta.ts";
import { MEDIA_TYPES } from "./feed/document.ts";
import { selfAddress } from "./feed/head.ts";
import { createRenderer } from "./feed/renderer.ts";
import { type Selection, select, wholeSeconds } from "./feed/selection.ts";
import { type Compression, createShelf } from "./http/forms.ts";
import type { Resource } from "./http/resource.ts";
import { ABSENCE_MAX_AGE_SECONDS, MAX_CACHE_TAG_BYTES, MAX_KEPT_RESOURCES } from "./limits.ts";
import { articlePage } from "./pages/article.ts";
import { pathPrefix } from "./pages/feeds.ts";
import { frontPage, scopePage } from "./pages/list.ts";
import type { Site } from "./site.ts";
import { guard } from "./store/guard.ts";
import type { Store } from "./store/store.ts";
import { VERSION } from "./version.ts";

/** A site's settings and its articles, of one moment. */
export interface Content {
  readonly site: Site;
  readonly store: Store;
}

/** What an address asks for. */
export type Wanted =
  | {
      readonly kind: "feed";
      readonly scope: Scope;
      readonly format: Format;
      readonly limit: number | undefined;
    }
  | { readonly kind: "list"; readonly scope: Scope }
  | { readonly kind: "article"; readonly slug: string };

/** Finds what addresses ask for; keeps what it found as long as it holds. */
export interface Service {
  /**
   * @returns nothing when there is no such thing
   * @throws StoreFailure
   */
  readonly find: (content: Content, wanted: Wanted) => Promise<Resource | undefined>;
  /** What is kept for an address, its path and query as they stand in a request; nothing when it must be found. */
  readonly peek: (content: Content | undefined, target: string) => Resource | undefined;
  /**
   * Seconds for which it may be kept that there was nothing at an address: not beyond the next publication after it
   * was looked for.
   * @param asked UTC
   * @throws StoreFailure
   */
  readonly absence: (content: Content, asked: Date) => Promise<number>;
}

interface Kept {
  readonly resource: Resource;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/**
 * @param now UTC
 * @param cdn whether a shared cache stands in front: it is told what a document is made of, and there are no deltas,
 *   which such a cache must not see: most polls are its to answer
 */
export function createService(now: () => Date, compression: Compression, cdn: boolean): Service {
  const renderer = createRenderer();
  const shelf = createShelf(compression);
  const history = createHistory();
  const kept = new LRUCache<string, Kept>({ max: MAX_KEPT_RESOURCES });
  const inFlight = new Map<
    string,
    { readonly content: Content; readonly flight: Promise<Resource | undefined> }
  >();

  let current: Content | undefined;

  const peek = (content: Content | undefined, target: string): Resource | undefined => {
    if (content !== current) {
      // What was found in the former content neither holds nor is worth its memory.
      kept.clear();
      current = content;
    }
    const found = kept.get(target);
    return found !== undefined && now().getTime() < found.until ? found.resource : undefined;
  };

  const feed = async ({ site, store }: Content, scope: Scope, format: Format, limit?: number) => {
    const selection = await select(guard(store), site, scope, limit, now());
    if (selection === undefined) return undefined;
    history.remember(selection);
    const tag = `${selection.validator}-${format}`;
    const mediaType = MEDIA_TYPES[format];
    const since = (old: string) => {
      if (!old.endsWith(`-${format}`)) return undefined;
      const before = old.slice(0, -format.length - 1);
      const only = history.since(before, selection);
      return (
        only && shelf.formsOf(`${tag} ${before}`, mediaType, () => renderer.render(selection, format, only))
      );
    };
    return {
      ...common(selection),
      audience: "feed",
      mediaType,
      tag,
      links: linksOf(selection, format),
      tags: cdn ? cacheTags(selection) : [],
      forms: shelf.formsOf(tag, mediaType, () => renderer.render(selection, format)),
      ...(cdn ? {} : { since }),
    } satisfies Resource;
  };

  const list = async ({ site, store }: Content, scope: Scope) => {
    const guarded = guard(store);
    const selection = await select(guarded, site, scope, undefined, now());
    if (selection === undefined) return undefined;
    if (scope.kind !== "all") {
      const render = async () => scopePage(selection, await selection.articles());
      return pageOf(common(selection), selection.validator, cdn ? cacheTags(selection) : [], render);
    }
    const { modified, next, ...shown } = await guarded.census(now());
    const tag = await digest([VERSION, site.revision, JSON.stringify(shown)].join("\n"));
    const about = { modified: wholeSeconds(modified, now()), cache: site.cache, next };
    return pageOf(about, tag, cdn ? ["all"] : [], async () => frontPage(site, { modified, next, ...shown }));
  };

  const article = async ({ site, store }: Content, slug: string) => {
    const found = await guard(store).article(slug, now());
    if (found === undefined) return undefined;
    const changed = Math.max(found.modified.getTime(), found.published.getTime(), Date.parse(site.modified));
    const tag = await digest([VERSION, site.revision, slug, found.revision].join("\n"));
    const about = { modified: wholeSeconds(new Date(changed), now()), cache: site.cache, next: null };
    return pageOf(about, tag, cdn ? [articleTag(slug)] : [], async () => articlePage(site, found));
  };

  const pageOf = (
    about: Pick<Resource, "modified" | "cache" | "next">,
    validator: string,
    tags: readonly string[],
    render: () => Promise<string>,
  ): Resource => {
    const tag = `${validator}-html`;
    const bytes = async () => new TextEncoder().encode(await render());
    return {
      ...about,
      audience: "page",
      mediaType: HTML,
      tag,
      links: "",
      tags,
      forms: shelf.formsOf(tag, HTML, bytes),
    };
  };

  const look = (content: Content, wanted: Wanted): Promise<Resource | undefined> => {
    switch (wanted.kind) {
      case "feed":
        return feed(content, wanted.scope, wanted.format, wanted.limit);
      case "list":
        return list(content, wanted.scope);
      case "article":
        return article(content, wanted.slug);
    }
  };

  /** An article that becomes visible while it is looked up is in what is found. */
  const lookUp = async (content: Content, wanted: Wanted): Promise<Resource | undefined> => {
    for (;;) {
      const resource = await look(content, wanted);
      if (!resource?.next || now() < resource.next) return resource;
    }
  };

  return {
    peek,
    async absence({ store }, asked) {
      const page = await guard(store).page({ scope: { kind: "all" }, limit: 1, now: asked });
      const left = page?.next
        ? Math.floor((page.next.getTime() - now().getTime()) / 1000)
        : ABSENCE_MAX_AGE_SECONDS;
      return Math.max(0, Math.min(ABSENCE_MAX_AGE_SECONDS, left));
    },
    find(content, wanted) {
      const target = targetOf(content.site, wanted);
      const ready = peek(content, target);
      if (ready !== undefined) return Promise.resolve(ready);
      const shared = inFlight.get(target);
      if (shared?.content === content) return shared.flight;
      const flight = lookUp(content, wanted)
        .then((resource) => {
          if (resource !== undefined && content === current && content.store.immutable) {
            kept.set(target, { resource, until: resource.next?.getTime() ?? Number.POSITIVE_INFINITY });
          }
          return resource;
        })
        .finally(() => {
          if (inFlight.get(target)?.flight === flight) inFlight.delete(target);
        });
      inFlight.set(target, { content, flight });
      return flight;
    },
  };
}

const HTML = "text/html; charset=utf-8";

/** The path and query at which something is found, as links to it have them. */
function targetOf(site: Site, wanted: Wanted): string {
  const prefix = pathPrefix(site);
  switch (wanted.kind) {
    case "feed": {
      const query =
        wanted.limit === undefined || wanted.limit === site.pageSize ? "" : `?limit=${wanted.limit}`;
      return prefix + feedPath(wanted.scope, wanted.format) + query;
    }
    case "list":
      return prefix + (scopePath(wanted.scope) || "/");
    case "article":
      return prefix + articlePath(wanted.slug);
  }
}

function common({ modified, site, next }: Selection): Pick<Resource, "modified" | "cache" | "next"> {
  return { modified, cache: site.cache, next };
}

/** RFC 8288; `hub` and `self` are what WebSub (section 4) looks for. */
function linksOf(selection: Selection, format: Format): string {
  return [
    `<${selfAddress(selection, format)}>; rel="self"`,
    ...selection.site.hubs.map((hub) => `<${hub}>; rel="hub"`),
  ].join(", ");
}

/**
 * A document is made of a feed's order and of its articles. The feed alone is named where the names of all would be
 * more than the field may hold.
 */
function cacheTags({ scope, stamps }: Selection): readonly string[] {
  const feed = scopePath(scope).slice(1) || "all";
  const tags = [feed, ...stamps.map(({ slug }) => articleTag(slug))];
  return tags.join().length <= MAX_CACHE_TAG_BYTES ? tags : [feed];
}

/** Without spaces and commas, which are escaped in paths. */
function articleTag(slug: string): string {
  return articlePath(slug).slice(1);
}
