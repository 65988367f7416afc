import { lastModifiedToSend } from "../http/validators.ts";
import type { Site } from "../site/site.ts";
import { articlePath, pathPrefix } from "../site/urls.ts";
import { MAX_ARTICLE_BYTES, SOURCE_MEDIA_TYPES } from "../source/source.ts";
import type { StoredSource } from "../store/article-writer.ts";
import { readFormat } from "./media-types.ts";
import { isNotModified, type Preconditions, preconditionsHold, readPreconditions } from "./preconditions.ts";
import { type ChangeReply, FAILED_PRECONDITION, NO_ARTICLE, type PublishRequest } from "./publish-request.ts";
import { readBody } from "./request-body.ts";
import { type RequestedChange, requestPut, requestRemoval } from "./requested-change.ts";
import { respond, respondEmpty, respondJson, respondProblem } from "./responses.ts";

/** Path of an article's source, with the prefix of the site. */
export function sourcePath(site: Site, slug: string): string {
  return `${pathPrefix(site)}/api${articlePath(slug)}`;
}

/** GET and HEAD: the source as it was published. @throws StoreFailure */
export async function getArticle(request: Request, slug: string, publishRequest: PublishRequest): Promise<Response> {
  const now = publishRequest.now();
  const stored = await publishRequest.writer.source(slug);
  if (stored === undefined) return respondProblem(NO_ARTICLE);
  const fields = {
    etag: `"${stored.tag}"`,
    "last-modified": lastModified(stored, now),
    ...(stored.writtenBy === undefined ? {} : { "harkara-written-by": stored.writtenBy }),
  };
  const { noneMatch: _, ...condition } = readPreconditions(request.headers, now) ?? {};
  if (!preconditionsHold(condition, stored)) return respondProblem(FAILED_PRECONDITION);
  if (isNotModified(request.headers, stored, now)) return respondEmpty(304, fields);
  return respond(200, `${SOURCE_MEDIA_TYPES[stored.format]}; charset=utf-8`, stored.text, fields);
}

/** PUT: publishes an article, or replaces it. @throws StoreFailure */
export async function putArticle(request: Request, slug: string, publishRequest: PublishRequest): Promise<Response> {
  const type = readFormat(request.headers);
  if ("problem" in type) return respondProblem(type.problem, type.fields);
  const condition = readPreconditions(request.headers, publishRequest.now());
  if (condition === undefined) return respondProblem(BAD_CONDITION);
  const requestBody = await readBody(request, MAX_ARTICLE_BYTES);
  if ("problem" in requestBody) return respondProblem(requestBody.problem);
  const reading = await requestPut(
    slug,
    type.media,
    requestBody.bytes,
    condition,
    publishRequest.conventions,
    publishRequest.now(),
  );
  if ("problem" in reading) return respondProblem(reading.problem);
  const reply = await applyOne(reading.requested, publishRequest);
  if (!("outcome" in reply)) return respondProblem(reply);
  const { outcome, tag, article, warnings = [] } = reply;
  const body = {
    slug,
    address: publishRequest.site.address + articlePath(slug),
    tag,
    published: article?.published,
    updated: article?.updated,
    outcome,
    ...(warnings.length === 0 ? {} : { warnings }),
  };
  return respondJson(reply.status, body, {
    // The byte order mark is not stored, so the tag is not that of the request's body (RFC 9110, section 9.3.4).
    ...(hasByteOrderMark(requestBody.bytes) ? {} : { etag: `"${tag}"` }),
    ...(reply.status === 201 ? { location: sourcePath(publishRequest.site, slug) } : {}),
  });
}

/** DELETE: removes an article. @throws StoreFailure */
export async function deleteArticle(request: Request, slug: string, publishRequest: PublishRequest): Promise<Response> {
  const condition: Preconditions | undefined = readPreconditions(request.headers, publishRequest.now());
  if (condition === undefined) return respondProblem(BAD_CONDITION);
  const reply = await applyOne(requestRemoval(slug, condition), publishRequest);
  return "outcome" in reply ? respondEmpty(204) : respondProblem(reply);
}

async function applyOne(change: RequestedChange, publishRequest: PublishRequest): Promise<ChangeReply> {
  const [reply] = await publishRequest.applyChanges([change]);
  if (reply === undefined) throw new Error("a change was left without a reply");
  if ("outcome" in reply)
    publishRequest.log.info(`article ${change.slug} ${reply.outcome} by ${publishRequest.tokenName}`);
  return reply;
}

function lastModified({ modified }: StoredSource, now: Date): string {
  // RFC 9110, section 8.8.2.1: never later than the date of the response.
  const seconds = Math.floor(Math.min(modified.getTime(), now.getTime()) / 1000);
  return lastModifiedToSend(new Date(seconds * 1000), now).toUTCString();
}

function hasByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

const BAD_CONDITION = {
  status: 400,
  detail: 'If-Match and If-None-Match take entity tags in double quotes, such as "abc", or *.',
} as const;
