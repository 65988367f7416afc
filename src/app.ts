import { Hono } from "hono";
import { getPath } from "hono/utils/url";
import type { DocumentResponse } from "./http/conditional-response.ts";
import { optionsHeaders, plainHeaders, redirectHeaders, toHeaders } from "./http/headers.ts";
import { FAILED, type Problem, WRONG_METHOD } from "./http/problem.ts";
import { requestTarget } from "./http/request-target.ts";
import type { Audience } from "./http/resource.ts";
import { responseWithLength } from "./http/response-with-length.ts";
import { DOCUMENT_NAMES, FORMATS, type Format } from "./lib/feed-format.ts";
import type { Log } from "./lib/log.ts";
import { problemResponse } from "./routes/problem-response.ts";
import type { Resolver } from "./routes/resolver.ts";
import { ABSENCE_MAX_AGE_SECONDS } from "./routes/resolver.ts";
import { ROUTES } from "./routes/route-table.ts";
import type { Target } from "./routes/target.ts";
import type { Site } from "./site/site.ts";
import type { Content } from "./store/content.ts";
import { StoreChanged, StoreFailure } from "./store/store-errors.ts";
import { type AppEnvironment, feedName, type RequestSubject } from "./telemetry/request-context.ts";

/** What the app needs from where it runs. */
export interface Dependencies {
  /** What is published now; nothing until it is loaded. */
  readonly content: () => Content | undefined;
  readonly service: Resolver;
  readonly now: () => Date;
  readonly log: Log;
  /** Adds further addresses, below the site's address as all are. */
  readonly mounts?: (app: Hono<AppEnvironment>) => void;
}

/** Addresses for the operator's tools; they stand at the root, whatever path the site's address has. */
export const PROBES = ["/healthz", "/readyz"] as const;

/**
 * The service as a Hono app: the same on every runtime. Nothing in a response depends on the `Host` of the request.
 */
export function createApp({ content, service, now, log, mounts = () => {} }: Dependencies): Hono<AppEnvironment> {
  const prefixOf = createPrefixReader();
  const app = new Hono<AppEnvironment>({
    getPath: (request) => pathBelow(prefixOf(content()?.site), request),
  });

  app.get("/healthz", () => responseWithLength("ok\n", { headers: plainHeaders() }));
  app.get("/readyz", ({ req }) =>
    content() === undefined
      ? problemResponse(req.raw, "feed", LOADING)
      : responseWithLength("ready\n", { headers: plainHeaders() }),
  );
  const refuseOtherMethods = (path: string, audience: Audience) => {
    app.options(path, () => new Response(null, { status: 204, headers: optionsHeaders(audience) }));
    app.all(path, ({ req }) => problemResponse(req.raw, audience, WRONG_METHOD, content()?.site));
  };
  for (const path of PROBES) refuseOtherMethods(path, "feed");

  mounts(app);

  for (const { path, audience, match } of ROUTES) {
    const format = formatOf(path);
    app.get(path, async ({ req, env }) => {
      // A runtime that counts nothing hands no context in.
      const setSubject = (subject: RequestSubject) => {
        if (env !== undefined) env.subject = subject;
      };
      setSubject({ feed: null, format, cache: "none" });
      const current = content();
      if (current === undefined) return problemResponse(req.raw, audience, LOADING);
      const problem = (found: Problem) => problemResponse(req.raw, audience, found, current.site);
      const slug = (req.param("slug") ?? "").normalize("NFC");
      const routeMatch = match({
        site: current.site,
        slug,
        archivePage: req.param("page") ?? "",
        url: req.url,
      });
      switch (routeMatch.kind) {
        case "bad":
          return problem({ status: 400, detail: routeMatch.detail });
        case "unknown":
          return problem(NEVER);
        case "moved":
          return responseWithLength("", {
            status: 301,
            headers: redirectHeaders(audience, routeMatch.location),
          });
      }
      const { target } = routeMatch;
      const lookedUpAt = now();
      try {
        const method = req.method === "HEAD" ? "HEAD" : "GET";
        const header = (name: string) => headerOf(req.raw, name);
        const resolved = await service.respond(current, target, { method, header }, requestTarget(req.url));
        if (resolved === undefined) {
          const { status, maxAge, tags } = await service.absence(current, target, lookedUpAt);
          return problem({ ...(status === 410 ? GONE : UNKNOWN), maxAge, tags });
        }
        setSubject({ feed: countedName(target), format, cache: resolved.cache });
        if (resolved.failure)
          log.warn(`${method} ${req.path} answered with what was last: ${describeError(resolved.failure)}`);
        return toResponse(resolved.response);
      } catch (error) {
        if (isKnownFeed(current.site, target)) setSubject({ feed: countedName(target), format, cache: "none" });
        log.error(`${req.method} ${req.path} failed: ${describeError(error)}`);
        const unreadable = error instanceof StoreFailure || error instanceof StoreChanged;
        return problem(unreadable ? UNREADABLE : FAILED);
      }
    });
    refuseOtherMethods(path, audience);
  }

  app.notFound(({ req }) => {
    const current = content();
    // Which addresses there are follows from the content's settings.
    const problem = current === undefined ? LOADING : NEVER;
    return problemResponse(req.raw, audienceOf(req.path), problem, current?.site);
  });
  app.onError((error, { req }) => {
    log.error(`${req.method} ${req.path} failed: ${describeError(error)}`);
    return problemResponse(req.raw, audienceOf(req.path), FAILED, content()?.site);
  });
  return app;
}

/** Who asks for an address that has no entry in `ROUTES`. */
function audienceOf(path: string): Audience {
  return /\.(?:xml|json)$/.test(path) ? "feed" : "page";
}

/** The format of the documents at an address. */
function formatOf(path: string): Format | null {
  return FORMATS.find((format) => path.endsWith(`/${DOCUMENT_NAMES[format]}`)) ?? null;
}

/** What a feed is counted under. */
function countedName(target: Target): string | null {
  return target.kind === "feed" ? feedName(target.scope) : null;
}

/** Whether there is such a feed whatever the store holds; while it fails, nothing is known of others. */
function isKnownFeed({ categories }: Site, target: Target): boolean {
  if (target.kind !== "feed") return false;
  const { scope } = target;
  if (scope.kind === "category") return categories.some(({ slug }) => slug === scope.slug);
  return scope.kind !== "author";
}

const LOADING = {
  status: 503,
  detail: "The content is still being loaded. Ask again in a few seconds.",
} as const;
const UNREADABLE = {
  status: 503,
  detail: "The articles cannot be read at the moment. Ask again in a few seconds.",
} as const;
/** There is nothing at an address, or not yet. */
export const UNKNOWN = {
  status: 404,
  detail: "There is nothing at this address. The page “feeds” lists every feed.",
} as const;
/** No article will ever be published at such an address. */
const NEVER = { ...UNKNOWN, maxAge: ABSENCE_MAX_AGE_SECONDS } as const;
/** What was at an address was removed. */
export const GONE = {
  status: 410,
  detail: "The article at this address was removed. The page “feeds” lists every feed.",
} as const;

function toResponse({ status, headers, body }: DocumentResponse): Response {
  // The bytes are in the coding that the headers name: Workers must not code them again.
  const init = { status, headers: toHeaders(headers), encodeBody: "manual" };
  return new Response(body, init);
}

/** A header as the client sent it: in front of a Worker, `Accept-Encoding` is replaced by what the platform takes. */
function headerOf(request: Request & { readonly cf?: { clientAcceptEncoding?: string } }, name: string): string | null {
  const own = name === "accept-encoding" ? request.cf?.clientAcceptEncoding : undefined;
  return own ?? request.headers.get(name);
}

/** An error for the log, which may tell more than a response. */
function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The path of a request below the site's address, as its routes know it. */
function pathBelow(prefix: string, request: Request): string {
  const path = getPath(request);
  if (prefix === "" || PROBES.some((probe) => probe === path)) return path;
  if (path === prefix) return "/";
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : `/outside${path}`;
}

/** Reads the path of the site's address in the form that Hono gives the paths of requests; once for each site, as every request needs it. */
function createPrefixReader(): (site: Site | undefined) => string {
  let last: Site | undefined;
  let prefix = "";
  return (site) => {
    if (site !== last) {
      last = site;
      prefix = site === undefined ? "" : getPath(new Request(site.address)).replace(/\/$/, "");
    }
    return prefix;
  };
}
