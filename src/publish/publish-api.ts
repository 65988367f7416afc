import { Hono } from "hono";
import type { TokenSource } from "../http/access-tokens.ts";
import { FAILED, type Problem } from "../http/problem.ts";
import type { Log } from "../lib/log.ts";
import { conventionsOf, type Site } from "../site/site.ts";
import type { Conventions } from "../source/conventions.ts";
import schema from "../source/json/article.schema.json" with { type: "json" };
import type { Content } from "../store/content.ts";
import { StoreFailure } from "../store/store-errors.ts";
import { listArticles } from "./article-list.ts";
import { deleteArticle, getArticle, putArticle } from "./article-routes.ts";
import { createAuthorizer } from "./authorization.ts";
import { postBulk } from "./bulk/bulk-route.ts";
import {
  createPublishRequest,
  describeError,
  type OnPublished,
  type PublishRequest,
  problemOfFailure,
} from "./publish-request.ts";
import { slugFrom } from "./requested-change.ts";
import { respond, respondProblem } from "./responses.ts";

/** What a runtime hands to the publishing API. */
export interface PublishApiOptions {
  /** The published content; undefined until it is loaded. */
  readonly content: () => Content | undefined;
  /** The bearer tokens. While there is none there is no API. */
  readonly tokens: TokenSource;
  /** UTC. */
  readonly now: () => Date;
  readonly log: Log;
  /** Called once for each request that changed something, after the change. */
  readonly onPublished: OnPublished;
}

/** What is known of a request once its token was checked. */
export interface ApiEnvironment {
  readonly Variables: { readonly tokenName: string };
}

type RouteHandler = (request: Request, publishRequest: PublishRequest) => Response | Promise<Response>;

/** The paths of the API and the methods of each. */
export const API_ROUTES: Readonly<Record<string, Readonly<Record<string, RouteHandler>>>> = {
  "/api/articles": { GET: listArticles, POST: postBulk },
  "/api/articles/:slug": {
    GET: withSlug(getArticle),
    PUT: withSlug(putArticle),
    DELETE: withSlug(deleteArticle),
  },
};

/** Path of the JSON Schema of an article. */
export const SCHEMA_PATH = "/api/schema.json";

/**
 * The publishing API as a Hono app with paths below `/api`: mount it with `app.route("/", createPublishApi(options))`.
 * While there is no token its addresses do not exist. Authorization is checked before anything else of a request.
 */
export function createPublishApi(options: PublishApiOptions): Hono<ApiEnvironment> {
  const { tokens, now, log } = options;
  const conventionsFor = createConventionsCache();
  const api = new Hono<ApiEnvironment>();
  const authorize = createAuthorizer(now, log);
  api.use("/api/*", async (context, next) => {
    const current = await tokens();
    if (current.length === 0) return context.notFound();
    const authorization = authorize(current, context.req.header("authorization"));
    if ("refusal" in authorization) return authorization.refusal;
    context.set("tokenName", authorization.name);
    return next();
  });

  api.get(SCHEMA_PATH, () => respond(200, "application/schema+json; charset=utf-8", JSON.stringify(schema)));
  api.all(SCHEMA_PATH, () => methodNotAllowed(["GET"]));
  for (const [path, methods] of Object.entries(API_ROUTES)) {
    for (const [method, serve] of Object.entries(methods)) {
      api.on(method, path, (context) =>
        handleRequest(options, conventionsFor, context.get("tokenName"), context.req.raw, serve),
      );
    }
    api.all(path, () => methodNotAllowed(Object.keys(methods)));
  }
  api.all("/api/*", () => respondProblem(UNKNOWN));

  api.onError((error, { req }) => {
    log.error(`${req.method} ${req.path} failed: ${describeError(error)}`);
    return respondProblem(error instanceof StoreFailure ? problemOfFailure(error) : FAILED);
  });
  return api;
}

async function handleRequest(
  { content, now, log, onPublished }: PublishApiOptions,
  conventionsFor: (site: Site) => Conventions,
  tokenName: string,
  request: Request,
  handler: RouteHandler,
): Promise<Response> {
  const published = content();
  if (published === undefined) return respondProblem(LOADING);
  const { site, store, writer } = published;
  if (writer === undefined) return respondProblem(READ_ONLY);
  const conventions = conventionsFor(site);
  const publishRequest = createPublishRequest(site, conventions, store, writer, tokenName, now, log, onPublished);
  try {
    return await handler(request, publishRequest);
  } finally {
    // A bulk request is still being answered: it notifies at its end.
    if (handler !== postBulk) publishRequest.notifyPublished();
  }
}

function withSlug(
  handler: (request: Request, slug: string, publishRequest: PublishRequest) => Promise<Response>,
): RouteHandler {
  return async (request, publishRequest) => {
    const path = request.url.replace(/[?#].*$/s, "");
    const name = decodeSegment(path.slice(path.lastIndexOf("/") + 1));
    if (name === undefined) return respondProblem(BAD_ADDRESS);
    const reading = slugFrom(name);
    return "problem" in reading ? respondProblem(reading.problem) : handler(request, reading.slug, publishRequest);
  };
}

/** A path segment, decoded once (RFC 3986, section 2.4). Undefined if it is not UTF-8. */
function decodeSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

function methodNotAllowed(methods: readonly string[]): Response {
  const allowed = methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]));
  const allow = allowed.join(", ");
  return respondProblem({ status: 405, detail: `This address takes ${allow}.` }, { allow });
}

/** Keeps the conventions of each site: a site may have ten thousand categories. */
function createConventionsCache(): (site: Site) => Conventions {
  const cache = new WeakMap<Site, Conventions>();
  return (site) => {
    const conventions = cache.get(site) ?? conventionsOf(site);
    cache.set(site, conventions);
    return conventions;
  };
}

const LOADING: Problem = {
  status: 503,
  detail: "The content is still being loaded. Ask again in a few seconds.",
};

const READ_ONLY: Problem = {
  status: 403,
  detail:
    "The articles of this deployment are part of it and can only be read: change the files and deploy again, " +
    "or bind a database, which can be published to.",
};

const UNKNOWN: Problem = { status: 404, detail: "The publishing API has nothing at this address." };

const BAD_ADDRESS: Problem = {
  status: 400,
  detail: "The address is not UTF-8, or has a stray percent sign.",
};
