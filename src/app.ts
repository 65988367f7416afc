import { Hono } from "hono";
import { getPath } from "hono/utils/url";
import { type Audience, optionsHeaders, plainHeaders, redirectHeaders, toHeaders } from "./http/headers.ts";
import type { Answer } from "./http/poll.ts";
import { type Problem, problemResponse } from "./http/problem.ts";
import { ABSENCE_MAX_AGE_SECONDS } from "./limits.ts";
import type { Log } from "./log.ts";
import { pathPrefix } from "./pages/feeds.ts";
import type { Content } from "./resources.ts";
import { ROUTES } from "./routes.ts";
import type { Service } from "./service.ts";
import type { Site } from "./site.ts";
import { StoreChanged, StoreFailure } from "./store/guard.ts";

/** What the app needs from where it runs. */
export interface Dependencies {
  /** What is published now; nothing until it is loaded. */
  readonly content: () => Content | undefined;
  readonly service: Service;
  readonly now: () => Date;
  readonly log: Log;
  /** Adds further addresses, below the site's address as all are. */
  readonly mounts?: (app: Hono) => void;
}

/** Addresses for the operator's tools; they stand at the root, whatever path the site's address has. */
export const PROBES = ["/healthz", "/readyz"] as const;

/**
 * The service as a Hono app: the same on every runtime. Nothing in a response depends on the `Host` of the request.
 */
export function createApp({ content, service, now, log, mounts = () => {} }: Dependencies): Hono {
  const app = new Hono({ getPath: (request) => pathBelow(content()?.site, request) });

  app.get("/healthz", () => new Response("ok\n", { headers: plainHeaders() }));
  app.get("/readyz", ({ req }) =>
    content() === undefined
      ? problemResponse(req.raw, "feed", LOADING)
      : new Response("ready\n", { headers: plainHeaders() }),
  );
  for (const path of PROBES) otherMethods(app, path, "feed");

  mounts(app);

  for (const { path, audience, read } of ROUTES) {
    app.get(path, async ({ req }) => {
      const current = content();
      if (current === undefined) return problemResponse(req.raw, audience, LOADING);
      const home = homeOf(current.site);
      const problem = (found: Problem) => problemResponse(req.raw, audience, found, home);
      const slug = (req.param("slug") ?? "").normalize("NFC");
      const asked = read({ site: current.site, slug, sheet: req.param("sheet") ?? "", url: req.url });
      switch (asked.kind) {
        case "bad":
          return problem({ status: 400, detail: asked.detail });
        case "unknown":
          return problem(NEVER);
        case "moved":
          return new Response(null, { status: 301, headers: redirectHeaders(audience, asked.location) });
      }
      const { wanted } = asked;
      const looked = now();
      try {
        const method = req.method === "HEAD" ? "HEAD" : "GET";
        const header = (name: string) => headerOf(req.raw, name);
        const answered = await service.answer(current, wanted, { method, header });
        if (answered === undefined) {
          const { status, maxAge, tags } = await service.absence(current, wanted, looked);
          return problem({ ...(status === 410 ? GONE : UNKNOWN), maxAge, tags });
        }
        if (answered.failure)
          log.warn(`${method} ${req.path} answered with what was last: ${told(answered.failure)}`);
        return toResponse(answered.answer);
      } catch (error) {
        log.error(`${req.method} ${req.path} failed: ${told(error)}`);
        const unreadable = error instanceof StoreFailure || error instanceof StoreChanged;
        return problem(unreadable ? UNREADABLE : FAILED);
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
const GONE = {
  status: 410,
  detail: "The article at this address was removed. The front page lists every feed.",
} as const;

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
