import { plainHeaders } from "../http/headers.ts";
import { type Problem, problemHeaders, problemJson } from "../http/problem.ts";
import { responseWithLength } from "../http/response-with-length.ts";

type Fields = Readonly<Record<string, string>>;

/** A problem (RFC 9457) as an answer of the API: kept by nobody, and no other site's pages may read it. */
export function problem(what: Problem, fields: Fields = {}): Response {
  const headers = { ...problemHeaders(what), ...fields };
  return answer(what.status, "application/problem+json; charset=utf-8", problemJson(what), headers);
}

/** Data as JSON. */
export function json(status: number, data: unknown, fields: Fields = {}): Response {
  return answer(status, "application/json; charset=utf-8", JSON.stringify(data), fields);
}

/** An answer of the API. */
export function answer(
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

/** An answer without a body. */
export function empty(status: 204 | 304, fields: Fields = {}): Response {
  return new Response(null, { status, headers: headersOf(fields) });
}

function headersOf(fields: Fields): Headers {
  const headers = plainHeaders();
  headers.delete("content-type");
  for (const [name, value] of Object.entries(fields)) headers.set(name, value);
  return headers;
}
