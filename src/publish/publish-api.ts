import { Hono } from "hono";
import { FAILED, type Problem } from "../http/problem.ts";
import type { Log } from "../lib/log.ts";
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
  UNAVAILABLE,
} from "./publish-request.ts";
import { slugFrom } from "./requested-change.ts";
import { answer, problem } from "./responses.ts";

/** What the publishing API needs from where it runs. */
export interface PublishApiOptions {
  /** What is published now; nothing until it is loaded. */
  readonly content: () => Content | undefined;
  /** Who has it may publish; without it there is no API. */
  readonly token: string | undefined;
  /** UTC. */
  readonly now: () => Date;
  readonly log: Log;
  /** Called once for each request that changed something, when it is changed. */
  readonly onPublished: OnPublished;
}

type Serve = (request: Request, desk: PublishRequest) => Response | Promise<Response>;

/** The addresses of the API and the methods of each. */
export const API_ROUTES: Readonly<Record<string, Readonly<Record<string, Serve>>>> = {
  "/api/articles": { GET: listArticles, POST: postBulk },
  "/api/articles/:slug": {
    GET: withSlug(getArticle),
    PUT: withSlug(putArticle),
    DELETE: withSlug(deleteArticle),
  },
};

/** Where the JSON Schema of articles in JSON is; it needs no content. */
export const SCHEMA_PATH = "/api/schema.json";

/**
 * The publishing API as a Hono app whose paths begin with `/api`; `app.route("/", createPublishApi(parts))` mounts it. Without
 * a token it has no addresses, so that all below `/api` is as unknown as any other. Whether a request may publish is
 * decided before anything else of it is looked at.
 */
export function createPublishApi(parts: PublishApiOptions): Hono {
  const { token, now, log } = parts;
  const api = new Hono();
  if (token === undefined || token === "") return api;
  const gate = createAuthorizer(token, now, log);
  api.use("/api/*", async ({ req }, next) => gate(req.header("authorization")) ?? next());

  api.get(SCHEMA_PATH, () => answer(200, "application/schema+json; charset=utf-8", JSON.stringify(schema)));
  api.all(SCHEMA_PATH, () => wrongMethod(["GET"]));
  for (const [path, methods] of Object.entries(API_ROUTES)) {
    for (const [method, serve] of Object.entries(methods)) {
      api.on(method, path, ({ req }) => serveWith(parts, req.raw, serve));
    }
    api.all(path, () => wrongMethod(Object.keys(methods)));
  }
  api.all("/api/*", () => problem(UNKNOWN));

  api.onError((error, { req }) => {
    log.error(`${req.method} ${req.path} failed: ${describeError(error)}`);
    return problem(error instanceof StoreFailure ? UNAVAILABLE : FAILED);
  });
  return api;
}

async function serveWith(
  { content, now, log, onPublished }: PublishApiOptions,
  request: Request,
  serve: Serve,
): Promise<Response> {
  const current = content();
  if (current === undefined) return problem(LOADING);
  if (current.writer === undefined) return problem(READ_ONLY);
  const desk = createPublishRequest(current.site, current.writer, now, log, onPublished);
  try {
    return await serve(request, desk);
  } finally {
    // The answer to a bulk request is still being made, and tells when it ends.
    if (serve !== postBulk) desk.notifyPublished();
  }
}

function withSlug(serve: (request: Request, slug: string, desk: PublishRequest) => Promise<Response>): Serve {
  return async (request, desk) => {
    const path = request.url.replace(/[?#].*$/s, "");
    const text = decoded(path.slice(path.lastIndexOf("/") + 1));
    if (text === undefined) return problem(BAD_ADDRESS);
    const reading = slugFrom(text);
    return "problem" in reading ? problem(reading.problem) : serve(request, reading.slug, desk);
  };
}

/** A segment of a path as it was meant, decoded once (RFC 3986, section 2.4); nothing when it is no UTF-8. */
function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

function wrongMethod(methods: readonly string[]): Response {
  const allowed = methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]));
  const list = allowed.join(", ");
  return problem({ status: 405, detail: `This address takes ${list}.` }, { allow: list });
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
