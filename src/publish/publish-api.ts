import { Hono } from "hono";
import type { TokenSource } from "../http/access-tokens.ts";
import { FAILED, type Problem } from "../http/problem.ts";
import type { Log } from "../lib/log.ts";
import schema from "../source/json/article.schema.json" with { type: "json" };
import type { Content } from "../store/content.ts";
import { StoreFailure } from "../store/store-errors.ts";
import type { HandleArticles } from "./article-handlers.ts";
import { createAuthorizer } from "./authorization.ts";
import type { OnPublished } from "./publish-request.ts";
import { describeError, problemOfFailure, respond, respondProblem } from "./responses.ts";

/** What a runtime hands to the publishing API of articles that can only be read. */
export interface ReadOnlyApiOptions {
  /** The bearer tokens. While there is none there is no API. */
  readonly tokens: TokenSource;
  /** UTC. */
  readonly now: () => Date;
  readonly log: Log;
}

/** What a runtime hands to the publishing API. */
export interface PublishApiOptions extends ReadOnlyApiOptions {
  /** The published content; undefined until it is loaded. */
  readonly content: () => Content | undefined;
  /** Called once for each request that changed something, after the change. */
  readonly onPublished: OnPublished;
}

/** What is known of a request once its token was checked. */
export interface ApiEnvironment {
  readonly Variables: { readonly tokenName: string };
}

/** The methods of each path of the API. */
export const API_METHODS: Readonly<Record<string, readonly string[]>> = {
  "/api/articles": ["GET", "POST"],
  "/api/articles/:slug": ["GET", "PUT", "DELETE"],
};

/** Path of the JSON Schema of an article. */
export const SCHEMA_PATH = "/api/schema.json";

/** Answers an authorized request. @param route its method and path as `API_METHODS` has them, such as `GET /api/articles` */
type Serve = (request: Request, route: string, tokenName: string) => Response | Promise<Response>;

/**
 * The publishing API as a Hono app with paths below `/api`: mount it with `app.route("/", createPublishApi(options))`.
 * While there is no token its addresses do not exist. Authorization is checked before anything else of a request. What
 * reads and writes articles is loaded with the first request: it is more than all that serves them.
 */
export function createPublishApi(options: PublishApiOptions): Hono<ApiEnvironment> {
  let handle: HandleArticles | undefined;
  return createApi(options, async (request, route, tokenName) => {
    const published = options.content();
    if (published === undefined) return respondProblem(LOADING);
    const { writer } = published;
    if (writer === undefined) return respondProblem(READ_ONLY);
    const { createArticleHandlers } = await import("./article-handlers.ts");
    handle ??= createArticleHandlers(options);
    return handle(request, route, { ...published, writer }, tokenName);
  });
}

/** The same where articles can only be read: whoever wants to publish is told so. */
export function createReadOnlyApi(options: ReadOnlyApiOptions): Hono<ApiEnvironment> {
  return createApi(options, () => respondProblem(READ_ONLY));
}

function createApi({ tokens, now, log }: ReadOnlyApiOptions, serve: Serve): Hono<ApiEnvironment> {
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
  for (const [path, methods] of Object.entries(API_METHODS)) {
    for (const method of methods)
      api.on(method, path, (context) => serve(context.req.raw, `${method} ${path}`, context.get("tokenName")));
    api.all(path, () => methodNotAllowed(methods));
  }
  api.all("/api/*", () => respondProblem(UNKNOWN));

  api.onError((error, { req }) => {
    log.error(`${req.method} ${req.path} failed: ${describeError(error)}`);
    return respondProblem(error instanceof StoreFailure ? problemOfFailure(error) : FAILED);
  });
  return api;
}

function methodNotAllowed(methods: readonly string[]): Response {
  const allowed = methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]));
  const allow = allowed.join(", ");
  return respondProblem({ status: 405, detail: `This address takes ${allow}.` }, { allow });
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
