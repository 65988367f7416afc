import { canonicalPart } from "../feed/selection.ts";
import type { Audience } from "../http/resource.ts";
import { DOCUMENT_NAMES, FORMATS, type Format } from "../lib/feed-format.ts";
import { slugOf } from "../lib/text.ts";
import { styleVersion } from "../pages/styles/style-sheet.ts";
import { parseSearchQuery, type SearchQuery } from "../search/search-query.ts";
import { MAX_ENTRIES, type Scope, scopeOf } from "../site/scope.ts";
import type { Site } from "../site/site.ts";
import {
  FEEDS_PATH,
  FIXED_PATHS,
  feedPath,
  NEWS_SITEMAP_PATH,
  OPML_PATH,
  pathPrefix,
  SEARCH_PATH,
  SITEMAP_PATH,
  scopePath,
  subscribePath,
} from "../site/urls.ts";
import { queryParameters, readArchivePart, readNewestPart, readNumber } from "./query-parameters.ts";
import type { Target } from "./target.ts";

/** The parts of a request that say which target it has. */
export interface RouteRequest {
  readonly site: Site;
  /** The slug in its path; empty if there is none. */
  readonly slug: string;
  /** The number of an archive page in its path; empty if there is none. */
  readonly archivePage: string;
  /** Its absolute address. */
  readonly url: string;
}

/** The target of a request, or why it has none. */
export type RouteMatch =
  | { readonly kind: "target"; readonly target: Target }
  /** The address is written in a way that is not allowed. */
  | { readonly kind: "bad"; readonly detail: string }
  /** There never is anything at such an address. */
  | { readonly kind: "unknown" }
  /** It has another address: path and query, from the root of the host. */
  | { readonly kind: "moved"; readonly location: string };

/** An address of the service. */
export interface Route {
  /** As Hono writes it; `:slug` is any slug, `:page` a number. */
  readonly path: string;
  readonly audience: Audience;
  readonly match: (asking: RouteRequest) => RouteMatch;
}

/** Fixed documents with a route of their own. The page of a search without words is one of the routes of searches. */
const SETTLED = ["description", "robots", "manifest", "favicon", "icon"] as const;

const ALL: Scope = { kind: "all" };

/** Every address that serves content. */
export const ROUTES: readonly Route[] = [
  ...scopeRoutes("", () => ALL),
  ...scopeRoutes("/categories/:slug", (slug) => ({ kind: "category", slug })),
  ...scopeRoutes("/authors/:slug", (slug) => ({ kind: "author", slug })),
  { path: "/articles/:slug", audience: "page", match: ({ slug }) => matchTarget({ kind: "article", slug }) },
  { path: SEARCH_PATH, audience: "page", match: (asking) => search(asking, "page") },
  { path: `${SEARCH_PATH}/subscribe`, audience: "page", match: (asking) => search(asking, "subscribe") },
  ...FORMATS.map(
    (format): Route => ({
      path: `${SEARCH_PATH}/${DOCUMENT_NAMES[format]}`,
      audience: "feed",
      match: (asking) => search(asking, format),
    }),
  ),
  {
    path: FEEDS_PATH,
    audience: "page",
    match: ({ url }) => byPage(url, "page", 1, (page) => ({ kind: "feeds", page })),
  },
  {
    path: SITEMAP_PATH,
    audience: "feed",
    match: ({ url }) => readSitemap(url),
  },
  { path: OPML_PATH, audience: "feed", match: () => matchTarget({ kind: "opml" }) },
  { path: NEWS_SITEMAP_PATH, audience: "feed", match: () => matchTarget({ kind: "news" }) },
  ...SETTLED.map(
    (name): Route => ({
      path: FIXED_PATHS[name],
      audience: "feed",
      match: () => matchTarget({ kind: "fixed", name }),
    }),
  ),
  { path: FIXED_PATHS.style, audience: "page", match: readStyle },
];

/** A scope's page, its newest documents, and those of its archive. */
function scopeRoutes(path: string, scopeIn: (slug: string) => Scope): Route[] {
  return [
    {
      path: path || "/",
      audience: "page",
      match: ({ slug, url }) => byPage(url, "to", undefined, (to) => ({ kind: "list", scope: scopeIn(slug), to })),
    },
    {
      path: `${path}/subscribe`,
      audience: "page",
      match: ({ slug, url }) => byPage(url, "from", 1, (from) => ({ kind: "subscribe", scope: scopeIn(slug), from })),
    },
    ...FORMATS.map(
      (format): Route => ({
        path: `${path}/${DOCUMENT_NAMES[format]}`,
        audience: "feed",
        match: ({ slug, url }) => {
          const part = readNewestPart(queryParameters(url));
          return part === undefined ? BAD_LIMIT : matchTarget({ kind: "feed", scope: scopeIn(slug), format, part });
        },
      }),
    ),
    ...FORMATS.map(
      (format): Route => ({
        path: `${path}/archive/:page/${DOCUMENT_NAMES[format]}`,
        audience: "feed",
        match: ({ slug, archivePage, url }) => {
          const part = readArchivePart(archivePage, queryParameters(url));
          return part === undefined
            ? { kind: "unknown" }
            : matchTarget({ kind: "feed", scope: scopeIn(slug), format, part });
        },
      }),
    ),
  ];
}

/** Each search has one canonical address. All other spellings redirect to it. */
function search({ site, url }: RouteRequest, form: Format | "page" | "subscribe"): RouteMatch {
  const params = queryParameters(url);
  const reading = parseSearchQuery(params);
  if ("fault" in reading) return { kind: "bad", detail: reading.fault };
  const scope = scopeOf(byName(reading.query, site));
  const own = new URL(url);
  const target = own.pathname + own.search;
  const toCanonical = (path: string, requested: Target): RouteMatch => {
    const location = pathPrefix(site) + path;
    return target === location ? matchTarget(requested) : { kind: "moved", location };
  };
  if (form === "page")
    return scope.kind === "all"
      ? toCanonical(SEARCH_PATH, { kind: "fixed", name: "search" })
      : toCanonical(scopePath(scope), { kind: "list", scope, to: undefined });
  if (form === "subscribe") {
    const from = readNumber(params, "from", 1);
    if (from === null) return { kind: "unknown" };
    return toCanonical(subscribePath(scope, from), { kind: "subscribe", scope, from });
  }
  const parameter = readNewestPart(params);
  if (parameter === undefined) return BAD_LIMIT;
  const part = canonicalPart(site, parameter);
  return toCanonical(feedPath(scope, form, part), { kind: "feed", scope, format: form, part });
}

/** The query with the slugs that the site gave its categories: people may write a category's label. */
function byName(question: SearchQuery, { categories }: Site): SearchQuery {
  const slugFor = (slug: string) =>
    categories.some((category) => category.slug === slug)
      ? slug
      : (categories.find(({ label }) => slugOf(label) === slug)?.slug ?? slug);
  const own = (slugs: readonly string[]) => [...new Set(slugs.map(slugFor))].sort();
  return {
    ...question,
    categories: own(question.categories),
    withoutCategories: own(question.withoutCategories),
  };
}

const BAD_LIMIT: RouteMatch = {
  kind: "bad",
  detail: `The parameter limit must be a whole number from 1 to ${MAX_ENTRIES}.`,
};

function matchTarget(target: Target): RouteMatch {
  return { kind: "target", target };
}

/** A versioned document: at the address of the current version it never changes; at any other it is the current one. */
function readStyle({ site, url }: RouteRequest): RouteMatch {
  const version = styleVersion(site);
  const current = queryParameters(url).get("v") === version;
  return matchTarget(current ? { kind: "style", version } : { kind: "fixed", name: "style" });
}

/** The sitemap or a part of it: of its articles, or of the other pages. */
function readSitemap(url: string): RouteMatch {
  const of = queryParameters(url).has("pages") ? "pages" : "articles";
  return byPage(url, of === "pages" ? "pages" : "part", undefined, (number) => ({
    kind: "sitemap",
    part: number === undefined ? undefined : { of, number },
  }));
}

/**
 * A target with a number in its query. The number must be written as addresses have it; it may be left out if it is
 * the first.
 */
function byPage<D extends number | undefined>(
  url: string,
  name: string,
  missing: D,
  targetOf: (value: number | D) => Target,
): RouteMatch {
  const params = queryParameters(url);
  const value = readNumber(params, name, missing);
  if (value === null) return { kind: "unknown" };
  if (value !== missing || !params.has(name)) return matchTarget(targetOf(value));
  params.delete(name);
  const rest = params.toString();
  return { kind: "moved", location: new URL(url).pathname + (rest === "" ? "" : `?${rest}`) };
}
