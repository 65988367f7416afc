import { Hono } from "hono";
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
  /** The bearer token. Without one there is no API. */
  readonly token: string | undefined;
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

/** The methods of each path of the API. */
export const API_METHODS: Readonly<Record<string, readonly string[]>> = {
  "/api/articles": ["GET", "POST"],
  "/api/articles/:slug": ["GET", "PUT", "DELETE"],
};

/** Path of the JSON Schema of an article. */
export const SCHEMA_PATH = "/api/schema.json";

/** Answers an authorized request. @param route its method and path as `API_METHODS` has them, such as `GET /api/articles` */
type Serve = (request: Request, route: string) => Response | Promise<Response>;

/**
 * The publishing API as a Hono app with paths below `/api`: mount it with `app.route("/", createPublishApi(options))`.
 * Without a token it has no routes. Authorization is checked before anything else of a request. What reads and writes
 * articles is loaded with the first request: it is more than all that serves them.
 */
export function createPublishApi(options: PublishApiOptions): Hono {
  let handle: HandleArticles | undefined;
  return createApi(options, async (request, route) => {
    const published = options.content();
    if (published === undefined) return respondProblem(LOADING);
    const { site, writer } = published;
    if (writer === undefined) return respondProblem(READ_ONLY);
    const { createArticleHandlers } = await import("./article-handlers.ts");
    handle ??= createArticleHandlers(options);
    return handle(request, route, site, writer);
  });
}

/** The same where articles can only be read: whoever wants to publish is told so. */
export function createReadOnlyApi(options: ReadOnlyApiOptions): Hono {
  return createApi(options, () => respondProblem(READ_ONLY));
}

function createApi({ token, now, log }: ReadOnlyApiOptions, serve: Serve): Hono {
  const api = new Hono();
  if (token === undefined || token === "") return api;
  const authorize = createAuthorizer(token, now, log);
  api.use("/api/*", async ({ req }, next) => authorize(req.header("authorization")) ?? next());

  api.get(SCHEMA_PATH, () => respond(200, "application/schema+json; charset=utf-8", JSON.stringify(schema)));
  api.all(SCHEMA_PATH, () => methodNotAllowed(["GET"]));
  for (const [path, methods] of Object.entries(API_METHODS)) {
    for (const method of methods) api.on(method, path, ({ req }) => serve(req.raw, `${method} ${path}`));
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
