import { articlePath, type Format, type Scope, scopePath } from "./addresses.ts";
import { digest } from "./digest.ts";
import { createHistory } from "./feed/delta.ts";
import { MEDIA_TYPES } from "./feed/document.ts";
import { selfAddress } from "./feed/head.ts";
import { createRenderer } from "./feed/renderer.ts";
import { type Selection, select, wholeSeconds } from "./feed/selection.ts";
import { type Compression, createShelf } from "./http/forms.ts";
import type { Resource } from "./http/resource.ts";
import { MAX_CACHE_TAG_BYTES } from "./limits.ts";
import { articlePage } from "./pages/article.ts";
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

/**
 * Makes a resource of what an address asks for; nothing when there is no such thing.
 * @param now UTC
 * @throws StoreFailure
 */
export type MakeResource = (content: Content, wanted: Wanted, now: Date) => Promise<Resource | undefined>;

/**
 * @param cdn whether a shared cache stands in front: it is told what a document is made of, and there are no deltas,
 *   which such a cache must not see: most polls are its to answer
 */
export function createResources(compression: Compression, cdn: boolean): MakeResource {
  const renderer = createRenderer();
  const shelf = createShelf(compression);
  const history = createHistory();

  const feed = async (
    { site, store }: Content,
    scope: Scope,
    format: Format,
    limit: number | undefined,
    now: Date,
  ) => {
    const selection = await select(guard(store), site, scope, limit, now);
    if (selection === undefined) return undefined;
    const tag = `${selection.validator}-${format}`;
    const mediaType = MEDIA_TYPES[format];
    const place = selfAddress(selection, format);
    const since = (old: string) => {
      if (!old.endsWith(`-${format}`)) return undefined;
      // What is asked for now is what the next delta will start from.
      history.remember(selection);
      const before = old.slice(0, -format.length - 1);
      const only = history.since(before, selection);
      return (
        only &&
        shelf.formsOf(place, tag, `${tag} ${before}`, mediaType, () =>
          renderer.render(selection, format, only),
        )
      );
    };
    if (!cdn) history.remember(selection);
    return {
      ...common(selection),
      audience: "feed",
      mediaType,
      tag,
      links: linksOf(selection, format),
      tags: cdn ? cacheTags(selection) : [],
      forms: shelf.formsOf(place, tag, tag, mediaType, () => renderer.render(selection, format)),
      ...(cdn ? {} : { since }),
    } satisfies Resource;
  };

  const front = async ({ site, store }: Content, now: Date) => {
    const { modified, next, ...shown } = await guard(store).census(now);
    const tag = await digest([VERSION, site.revision, JSON.stringify(shown)].join("\n"));
    const about = { modified: wholeSeconds(modified, now), cache: site.cache, next };
    return page("/", about, tag, ["all"], async () => frontPage(site, { modified, next, ...shown }));
  };

  const list = async (content: Content, scope: Scope, now: Date) => {
    if (scope.kind === "all") return front(content, now);
    const selection = await select(guard(content.store), content.site, scope, undefined, now);
    if (selection === undefined) return undefined;
    const render = async () => scopePage(selection, await selection.articles());
    return page(scopePath(scope), common(selection), selection.validator, cacheTags(selection), render);
  };

  const article = async ({ site, store }: Content, slug: string, now: Date) => {
    const found = await guard(store).article(slug, now);
    if (found === undefined) return undefined;
    const changed = Math.max(found.modified.getTime(), found.published.getTime(), Date.parse(site.modified));
    const tag = await digest([VERSION, site.revision, slug, found.revision].join("\n"));
    const about = { modified: wholeSeconds(new Date(changed), now), cache: site.cache, next: null };
    return page(articlePath(slug), about, tag, [articleTag(slug)], async () => articlePage(site, found));
  };

  const page = (
    place: string,
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
      tags: cdn ? tags : [],
      forms: shelf.formsOf(place, tag, tag, HTML, bytes),
    };
  };

  return (content, wanted, now) => {
    switch (wanted.kind) {
      case "feed":
        return feed(content, wanted.scope, wanted.format, wanted.limit, now);
      case "list":
        return list(content, wanted.scope, now);
      case "article":
        return article(content, wanted.slug, now);
    }
  };
}

const HTML = "text/html; charset=utf-8";

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
