import type { Problem } from "../http/problem.ts";
import type { Log } from "../lib/log.ts";
import { conventionsOf, type Site } from "../site/site.ts";
import type { Conventions } from "../source/conventions.ts";
import type { Content } from "../store/content.ts";
import { listArticles } from "./article-list.ts";
import { deleteArticle, getArticle, putArticle } from "./article-routes.ts";
import { postBulk } from "./bulk/bulk-route.ts";
import { createPublishRequest, type OnPublished, type PublishRequest } from "./publish-request.ts";
import { slugFrom } from "./requested-change.ts";
import { respondProblem } from "./responses.ts";

type RouteHandler = (request: Request, publishRequest: PublishRequest) => Response | Promise<Response>;

/** The handlers of the API, by method and path. */
const HANDLERS: Readonly<Record<string, RouteHandler>> = {
  "GET /api/articles": listArticles,
  "POST /api/articles": postBulk,
  "GET /api/articles/:slug": withSlug(getArticle),
  "PUT /api/articles/:slug": withSlug(putArticle),
  "DELETE /api/articles/:slug": withSlug(deleteArticle),
};

/** What the handlers need of the runtime. */
export interface ArticleHandlerOptions {
  /** UTC. */
  readonly now: () => Date;
  readonly log: Log;
  readonly onPublished: OnPublished;
}

/** Answers a request. @param tokenName of the token that it came with @throws StoreFailure */
export type HandleArticles = (
  request: Request,
  route: string,
  content: Required<Content>,
  tokenName: string,
) => Promise<Response>;

/** Reads and writes articles for the publishing API. */
export function createArticleHandlers({ now, log, onPublished }: ArticleHandlerOptions): HandleArticles {
  const conventionsFor = createConventionsCache();
  return async (request, route, { site, store, writer }, tokenName) => {
    const handler = HANDLERS[route];
    if (handler === undefined) throw new Error(`${route} has no handler`);
    const conventions = conventionsFor(site);
    const publishRequest = createPublishRequest(site, conventions, store, writer, tokenName, now, log, onPublished);
    try {
      return await handler(request, publishRequest);
    } finally {
      // A bulk request is still being answered: it notifies at its end.
      if (handler !== postBulk) publishRequest.notifyPublished();
    }
  };
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

/** Keeps the conventions of each site: a site may have ten thousand categories. */
function createConventionsCache(): (site: Site) => Conventions {
  const cache = new WeakMap<Site, Conventions>();
  return (site) => {
    const conventions = cache.get(site) ?? conventionsOf(site);
    cache.set(site, conventions);
    return conventions;
  };
}

const BAD_ADDRESS: Problem = {
  status: 400,
  detail: "The address is not UTF-8, or has a stray percent sign.",
};
