import { plainHeaders } from "../http/headers.ts";
import { type Problem, problemHeaders, problemJson } from "../http/problem.ts";
import { responseWithLength } from "../http/response-with-length.ts";
import { isNoSpace } from "../lib/error-code.ts";

type Fields = Readonly<Record<string, string>>;

/** A response of the API with a problem (RFC 9457). Caches do not store it, and no other origin may read it. */
export function respondProblem(details: Problem, fields: Fields = {}): Response {
  const headers = { ...problemHeaders(details), ...fields };
  return respond(details.status, "application/problem+json; charset=utf-8", problemJson(details), headers);
}

/** A response of the API with JSON. */
export function respondJson(status: number, data: unknown, fields: Fields = {}): Response {
  return respond(status, "application/json; charset=utf-8", JSON.stringify(data), fields);
}

/** A response of the API. */
export function respond(
  status: number,
  mediaType: string,
  body: string | ReadableStream<Uint8Array>,
  fields: Fields = {},
): Response {
  const headers = headersOf(fields);
  headers.set("content-type", mediaType);
  return typeof body === "string"
    ? responseWithLength(body, { status, headers })
    : new Response(body, { status, headers });
}

/** A response without a body. */
export function respondEmpty(status: 204 | 304, fields: Fields = {}): Response {
  return new Response(null, { status, headers: headersOf(fields) });
}

function headersOf(fields: Fields): Headers {
  const headers = plainHeaders();
  headers.delete("content-type");
  for (const [name, value] of Object.entries(fields)) headers.set(name, value);
  return headers;
}

/** The problem of a failure of the store. */
export function problemOfFailure(error: unknown): Problem {
  return isNoSpace(error) ? NO_SPACE : UNAVAILABLE;
}

/** An error for the log, with its stack. Never for an answer. */
export function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The store failed or took too long. */
const UNAVAILABLE = {
  status: 503,
  detail: "The articles cannot be read or changed at the moment. Ask again: to repeat a request does no harm.",
} as const;

/** The disk of the store is full (RFC 4918, section 11.5). */
const NO_SPACE = {
  status: 507,
  type: "urn:problem-type:harkara:no-space",
  detail: "The disk of the service is full: nothing was changed. Remove articles, or have the operator make room.",
} as const;
