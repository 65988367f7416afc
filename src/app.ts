import { Hono } from "hono";
import { getPath } from "hono/utils/url";
import { DOCUMENT_NAMES, FORMATS, type Scope } from "./addresses.ts";
import { type Audience, optionsHeaders, plainHeaders, toHeaders } from "./http/headers.ts";
import { type Answer, answer } from "./http/poll.ts";
import { problemResponse } from "./http/problem.ts";
import { ABSENCE_MAX_AGE_SECONDS, MAX_ENTRIES } from "./limits.ts";
import type { Log } from "./log.ts";
import { pathPrefix } from "./pages/feeds.ts";
import type { Content, Wanted } from "./resources.ts";
import type { Service } from "./service.ts";
import type { Site } from "./site.ts";
import { StoreFailure } from "./store/guard.ts";

/** What the app needs from where it runs. */
export interface Dependencies {
  /** What is published now; nothing until it is loaded. */
  readonly content: () => Content | undefined;
  readonly service: Service;
  readonly now: () => Date;
  readonly log: Log;
}

/** An address of the service. */
export interface Route {
  /** As Hono writes it; `:slug` is any slug. */
  readonly path: string;
  readonly audience: Audience;
  /** What it asks for, given its slug and how many entries are asked for. */
  readonly wanted: (slug: string, limit: number | undefined) => Wanted;
}

const ALL: Scope = { kind: "all" };

/** Every address that serves content. */
export const ROUTES: readonly Route[] = [
  ...scopeRoutes("", () => ALL),
  ...scopeRoutes("/categories/:slug", (slug) => ({ kind: "category", slug })),
  ...scopeRoutes("/authors/:slug", (slug) => ({ kind: "author", slug })),
  { path: "/articles/:slug", audience: "page", wanted: (slug) => ({ kind: "article", slug }) },
];

/** Addresses for the operator's tools; they stand at the root, whatever path the site's address has. */
export const PROBES = ["/healthz", "/readyz"] as const;

/**
 * The service as a Hono app: the same on every runtime. Nothing in a response depends on the `Host` of the request.
 */
export function createApp({ content, service, now, log }: Dependencies): Hono {
  const app = new Hono({ getPath: (request) => pathBelow(content()?.site, request) });

  app.get("/healthz", () => new Response("ok\n", { headers: plainHeaders() }));
  app.get("/readyz", ({ req }) =>
    content() === undefined
      ? problemResponse(req.raw, "feed", LOADING)
      : new Response("ready\n", { headers: plainHeaders() }),
  );
  for (const path of PROBES) otherMethods(app, path, "feed");

  for (const { path, audience, wanted } of ROUTES) {
    app.get(path, async ({ req }) => {
      const current = content();
      if (current === undefined) return problemResponse(req.raw, audience, LOADING);
      const home = homeOf(current.site);
      const limit = audience === "feed" ? parseLimit(req.query("limit")) : undefined;
      if (limit === "bad") return problemResponse(req.raw, audience, BAD_LIMIT, home);
      const asked = now();
      try {
        const resource = await service.find(
          current,
          wanted((req.param("slug") ?? "").normalize("NFC"), limit),
        );
        if (resource === undefined) {
          const maxAge = await service.absence(current, asked);
          return problemResponse(req.raw, audience, { ...UNKNOWN, maxAge }, home);
        }
        const method = req.method === "HEAD" ? "HEAD" : "GET";
        return toResponse(
          await answer({ method, header: (name) => headerOf(req.raw, name) }, resource, now()),
        );
      } catch (error) {
        log.error(`${req.method} ${req.path} failed: ${told(error)}`);
        return problemResponse(req.raw, audience, error instanceof StoreFailure ? UNREADABLE : FAILED, home);
      }
    });
    otherMethods(app, path, audience);
  }

  app.notFound(({ req }) => {
    const audience = /\.(?:xml|json)$/.test(req.path) ? "feed" : "page";
    const current = content();
    // Which addresses there are follows from the content's settings.
    const problem = current === undefined ? LOADING : NEVER;
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
/** No article will ever be published at such an address. */
const NEVER = { ...UNKNOWN, maxAge: ABSENCE_MAX_AGE_SECONDS } as const;
const WRONG_METHOD = { status: 405, detail: "This address can only be read: use GET or HEAD." } as const;
const BAD_LIMIT = {
  status: 400,
  detail: `The parameter limit must be a whole number from 1 to ${MAX_ENTRIES}.`,
} as const;

function scopeRoutes(path: string, scopeOf: (slug: string) => Scope): Route[] {
  return [
    { path: path || "/", audience: "page", wanted: (slug) => ({ kind: "list", scope: scopeOf(slug) }) },
    ...FORMATS.map(
      (format): Route => ({
        path: `${path}/${DOCUMENT_NAMES[format]}`,
        audience: "feed",
        wanted: (slug, limit) => ({ kind: "feed", scope: scopeOf(slug), format, limit }),
      }),
    ),
  ];
}

function otherMethods(app: Hono, path: string, audience: Audience): void {
  app.options(path, () => new Response(null, { status: 204, headers: optionsHeaders(audience) }));
  app.all(path, ({ req }) => problemResponse(req.raw, audience, WRONG_METHOD));
}

function toResponse({ status, headers, body }: Answer): Response {
  // The bytes are in the coding that the headers name: Workers must not code them again.
  const init = { status, headers: toHeaders(headers), encodeBody: "manual" };
  return new Response(body, init);
}

/** A header as the client sent it: in front of a Worker, `Accept-Encoding` is replaced by what the platform takes. */
function headerOf(
  request: Request & { readonly cf?: { clientAcceptEncoding?: string } },
  name: string,
): string | null {
  const own = name === "accept-encoding" ? request.cf?.clientAcceptEncoding : undefined;
  return own ?? request.headers.get(name);
}

/** An error for the log, which may tell more than a response. */
function told(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
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
