import type { Site } from "../site/site.ts";
import { articlePath, pathPrefix } from "../site/urls.ts";
import { MAX_ARTICLE_BYTES, SOURCE_MEDIA_TYPES } from "../source/source.ts";
import type { StoredSource } from "../store/article-writer.ts";
import { readFormat } from "./media-types.ts";
import { isNotModified, type Preconditions, preconditionsHold, readPreconditions } from "./preconditions.ts";
import { type ChangeReply, FAILED_PRECONDITION, NO_ARTICLE, type PublishRequest } from "./publish-request.ts";
import { readBody } from "./request-body.ts";
import { type RequestedChange, requestPut, requestRemoval } from "./requested-change.ts";
import { answer, empty, json, problem } from "./responses.ts";

/** Path of an article's source from the root of the host. */
export function sourcePath(site: Site, slug: string): string {
  return `${pathPrefix(site)}/api${articlePath(slug)}`;
}

/** GET and HEAD: the source as it was handed in. @throws StoreFailure */
export async function getArticle(request: Request, slug: string, desk: PublishRequest): Promise<Response> {
  const now = desk.now();
  const stored = await desk.writer.source(slug);
  if (stored === undefined) return problem(NO_ARTICLE);
  const fields = { etag: `"${stored.tag}"`, "last-modified": lastModified(stored, now) };
  const { noneMatch: _, ...condition } = readPreconditions(request.headers, now) ?? {};
  if (!preconditionsHold(condition, stored)) return problem(FAILED_PRECONDITION);
  if (isNotModified(request.headers, stored, now)) return empty(304, fields);
  return answer(200, `${SOURCE_MEDIA_TYPES[stored.format]}; charset=utf-8`, stored.text, fields);
}

/** PUT: publishes an article, or puts it in the place of what stood there. @throws StoreFailure */
export async function putArticle(request: Request, slug: string, desk: PublishRequest): Promise<Response> {
  const type = readFormat(request.headers);
  if ("problem" in type) return problem(type.problem, type.fields);
  const condition = readPreconditions(request.headers, desk.now());
  if (condition === undefined) return problem(BAD_CONDITION);
  const body = await readBody(request, MAX_ARTICLE_BYTES);
  if ("problem" in body) return problem(body.problem);
  const ordered = await requestPut(slug, type.media, body.bytes, condition, desk.conventions, desk.now());
  if ("problem" in ordered) return problem(ordered.problem);
  const reply = await carryOutOne(ordered.order, desk);
  if (!("outcome" in reply)) return problem(reply);
  const { outcome, tag, article, warnings = [] } = reply;
  const told = {
    slug,
    address: desk.site.address + articlePath(slug),
    tag,
    published: article?.published,
    updated: article?.updated,
    outcome,
    ...(warnings.length === 0 ? {} : { warnings }),
  };
  return json(reply.status, told, {
    // What is stored has no byte order mark, and a tag is that of just what was sent (RFC 9110, section 9.3.4).
    ...(hasByteOrderMark(body.bytes) ? {} : { etag: `"${tag}"` }),
    ...(reply.status === 201 ? { location: sourcePath(desk.site, slug) } : {}),
  });
}

/** DELETE: takes an article away. @throws StoreFailure */
export async function deleteArticle(request: Request, slug: string, desk: PublishRequest): Promise<Response> {
  const condition: Preconditions | undefined = readPreconditions(request.headers, desk.now());
  if (condition === undefined) return problem(BAD_CONDITION);
  const reply = await carryOutOne(requestRemoval(slug, condition), desk);
  return "outcome" in reply ? empty(204) : problem(reply);
}

async function carryOutOne(order: RequestedChange, desk: PublishRequest): Promise<ChangeReply> {
  const [reply] = await desk.applyChanges([order]);
  if (reply === undefined) throw new Error("an order was left without a reply");
  if ("outcome" in reply) desk.log.info(`article ${order.slug} ${reply.outcome}`);
  return reply;
}

function lastModified({ modified }: StoredSource, now: Date): string {
  // RFC 9110, section 8.8.2.1: never later than the answer.
  return new Date(Math.min(modified.getTime(), now.getTime())).toUTCString();
}

function hasByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

const BAD_CONDITION = {
  status: 400,
  detail: 'If-Match and If-None-Match take entity tags in double quotes, such as "abc", or *.',
} as const;
