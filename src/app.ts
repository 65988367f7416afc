import { Hono } from "hono";
import { getPath } from "hono/utils/url";
import { DOCUMENT_NAMES, FORMATS, type Format, type Scope } from "./addresses.ts";
import { digest } from "./digest.ts";
import { MEDIA_TYPES, renderDocument } from "./feed/document.ts";
import { entityTag, select, wholeSeconds } from "./feed/selection.ts";
import { type Audience, optionsHeaders, plainHeaders } from "./http/headers.ts";
import { respond } from "./http/poll.ts";
import { problemResponse } from "./http/problem.ts";
import { MAX_ENTRIES } from "./limits.ts";
import type { Log } from "./log.ts";
import { articlePage } from "./pages/article.ts";
import { pathPrefix } from "./pages/feeds.ts";
import { frontPage, scopePage } from "./pages/list.ts";
import type { Site } from "./site.ts";
import { guard, StoreFailure } from "./store/guard.ts";
import type { Store } from "./store/store.ts";
import { VERSION } from "./version.ts";

/** A site's settings and its articles, of one moment. */
export interface Content {
  readonly site: Site;
  readonly store: Store;
}

/** What the app needs from where it runs. */
export interface Dependencies {
  /** What is published now; nothing until it is loaded. */
  readonly content: () => Content | undefined;
  readonly now: () => Date;
  readonly log: Log;
}

interface Question {
  readonly request: Request;
  readonly site: Site;
  readonly store: Store;
  readonly now: Date;
  /** The address's slug; empty where it has none. */
  readonly slug: string;
  /** The value of a parameter of the query. */
  readonly query: (name: string) => string | undefined;
}

type Answer = (question: Question) => Promise<Response>;

/** An address of the service. */
export interface Route {
  /** As Hono writes it; `:slug` is any slug. */
  readonly path: string;
  readonly audience: Audience;
  readonly answer: Answer;
}

/** Every address that serves content. `/healthz` and `/readyz` stand beside them. */
export const ROUTES: readonly Route[] = [
  { path: "/", audience: "page", answer: front },
  ...feedRoutes("", () => ({ kind: "all" })),
  {
    path: "/categories/:slug",
    audience: "page",
    answer: scopePageOf((slug) => ({ kind: "category", slug })),
  },
  ...feedRoutes("/categories/:slug", (slug) => ({ kind: "category", slug })),
  { path: "/authors/:slug", audience: "page", answer: scopePageOf((slug) => ({ kind: "author", slug })) },
  ...feedRoutes("/authors/:slug", (slug) => ({ kind: "author", slug })),
  { path: "/articles/:slug", audience: "page", answer: article },
];

/** Addresses for the operator's tools; they stand at the root, whatever path the site's address has. */
export const PROBES = ["/healthz", "/readyz"] as const;

/**
 * The service as a Hono app: the same on every runtime. Nothing in a response depends on the `Host` of the request.
 */
export function createApp({ content, now, log }: Dependencies): Hono {
  const app = new Hono({ getPath: (request) => pathBelow(content()?.site, request) });

  app.get("/healthz", () => new Response("ok\n", { headers: plainHeaders() }));
  app.get("/readyz", ({ req }) =>
    content() === undefined
      ? problemResponse(req.raw, "feed", LOADING)
      : new Response("ready\n", { headers: plainHeaders() }),
  );
  for (const path of PROBES) otherMethods(app, path, "feed");

  for (const { path, audience, answer } of ROUTES) {
    app.get(path, async ({ req }) => {
      const current = content();
      if (current === undefined) return problemResponse(req.raw, audience, LOADING);
      const slug = (req.param("slug") ?? "").normalize("NFC");
      const question = {
        request: req.raw,
        site: current.site,
        store: guard(current.store),
        now: now(),
        slug,
      };
      try {
        return await answer({ ...question, query: (name) => req.query(name) });
      } catch (error) {
        log.error(`${req.method} ${req.path} failed: ${told(error)}`);
        const problem = error instanceof StoreFailure ? UNREADABLE : FAILED;
        return problemResponse(req.raw, audience, problem, homeOf(current.site));
      }
    });
    otherMethods(app, path, audience);
  }

  app.notFound(({ req }) => {
    const audience = /\.(?:xml|json)$/.test(req.path) ? "feed" : "page";
    const current = content();
    // Which addresses there are follows from the content's settings.
    const problem = current === undefined ? LOADING : UNKNOWN;
    return problemResponse(req.raw, audience, problem, homeOf(current?.site));
  });
  app.onError((error, { req }) => {
    log.error(`${req.method} ${req.path} failed: ${told(error)}`);
    return problemResponse(req.raw, "feed", FAILED);
  });
  return app;
}

const LOADING = {
  status: 503,
  detail: "The content is still being loaded. Ask again in a few seconds.",
} as const;
const UNREADABLE = {
  status: 503,
  detail: "The articles cannot be read at the moment. Ask again in a few seconds.",
} as const;
const FAILED = { status: 500, detail: "The service failed. The failure is logged." } as const;
const UNKNOWN = {
  status: 404,
  detail: "There is nothing at this address. The front page lists every feed.",
} as const;
const WRONG_METHOD = { status: 405, detail: "This address can only be read: use GET or HEAD." } as const;

/** An error for the log, which may tell more than a response. */
function told(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function otherMethods(app: Hono, path: string, audience: Audience): void {
  app.options(path, () => new Response(null, { status: 204, headers: optionsHeaders(audience) }));
  app.all(path, ({ req }) => problemResponse(req.raw, audience, WRONG_METHOD));
}

function feedRoutes(path: string, scopeOf: (slug: string) => Scope): Route[] {
  return FORMATS.map((format) => ({
    path: `${path}/${DOCUMENT_NAMES[format]}`,
    audience: "feed",
    answer: feedOf(format, scopeOf),
  }));
}

function feedOf(format: Format, scopeOf: (slug: string) => Scope): Answer {
  return async ({ request, site, store, now, slug, query }) => {
    const limit = parseLimit(query("limit"));
    if (limit === "bad") {
      const detail = `The parameter limit must be a whole number from 1 to ${MAX_ENTRIES}.`;
      return problemResponse(request, "feed", { status: 400, detail });
    }
    const selection = await select(store, site, scopeOf(slug), limit, now);
    if (selection === undefined) return problemResponse(request, "feed", UNKNOWN);
    const validators = { etag: entityTag(selection, format), modified: selection.modified };
    const render = () => renderDocument(selection, format);
    return respond(
      request,
      { site, audience: "feed", mediaType: MEDIA_TYPES[format], validators, render },
      now,
    );
  };
}

function scopePageOf(scopeOf: (slug: string) => Scope): Answer {
  return async ({ request, site, store, now, slug }) => {
    const selection = await select(store, site, scopeOf(slug), undefined, now);
    if (selection === undefined) return problemResponse(request, "page", UNKNOWN, homeOf(site));
    const validators = { etag: entityTag(selection, "html"), modified: selection.modified };
    return page(request, site, validators, now, async () => scopePage(selection, await selection.articles()));
  };
}

async function front({ request, site, store, now }: Question): Promise<Response> {
  const census = await store.census(now);
  const { modified, ...shown } = census;
  const etag = `"${await digest([VERSION, site.revision, JSON.stringify(shown)].join("\n"))}-html"`;
  return page(request, site, { etag, modified: wholeSeconds(modified, now) }, now, async () =>
    frontPage(site, census),
  );
}

async function article({ request, site, store, now, slug }: Question): Promise<Response> {
  const found = await store.article(slug, now);
  if (found === undefined) return problemResponse(request, "page", UNKNOWN, homeOf(site));
  const etag = `"${await digest([VERSION, site.revision, slug, found.revision].join("\n"))}-html"`;
  const modified = wholeSeconds(new Date(Math.max(found.modified.getTime(), Date.parse(site.modified))), now);
  return page(request, site, { etag, modified }, now, async () => articlePage(site, found));
}

function page(
  request: Request,
  site: Site,
  validators: { readonly etag: string; readonly modified: Date },
  now: Date,
  render: () => Promise<string>,
): Promise<Response> {
  return respond(
    request,
    { site, audience: "page", mediaType: "text/html; charset=utf-8", validators, render },
    now,
  );
}

/** How many entries a request asks for; nothing when it does not say. */
function parseLimit(value: string | undefined): number | undefined | "bad" {
  if (value === undefined) return undefined;
  const limit = /^\d{1,3}$/.test(value) ? Number(value) : 0;
  return limit >= 1 && limit <= MAX_ENTRIES ? limit : "bad";
}

function homeOf(site: Site | undefined): string {
  return site === undefined ? "/" : `${pathPrefix(site)}/`;
}

/** The path of a request below the site's address, as its routes know it. */
function pathBelow(site: Site | undefined, request: Request): string {
  const path = getPath(request);
  const prefix = site === undefined ? "" : decodedPrefix(site);
  if (prefix === "" || PROBES.some((probe) => probe === path)) return path;
  if (path === prefix) return "/";
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : `/outside${path}`;
}

const prefixes = new WeakMap<Site, string>();

/** The path of the site's address in the form that Hono gives the paths of requests. */
function decodedPrefix(site: Site): string {
  let prefix = prefixes.get(site);
  if (prefix === undefined) {
    prefix = getPath(new Request(site.address)).replace(/\/$/, "");
    prefixes.set(site, prefix);
  }
  return prefix;
}
