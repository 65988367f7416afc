import type { Problem } from "../http/problem.ts";
import { SOURCE_FORMATS, SOURCE_MEDIA_TYPES, type SourceFormat } from "../source/source.ts";

/** An accepted media type; or the problem, with the header fields that name what is accepted. */
export type MediaReading<T> =
  | { readonly media: T }
  | { readonly problem: Problem; readonly fields: Readonly<Record<string, string>> };

/** The format of the article in a request. */
export function readFormat(headers: Headers): MediaReading<SourceFormat> {
  return readMediaType(headers, new Map(SOURCE_FORMATS.map((format) => [SOURCE_MEDIA_TYPES[format], format])));
}

/** Media type of a bulk request (https://github.com/ndjson/ndjson-spec). */
export const NDJSON = "application/x-ndjson";

/** Accepts only NDJSON. */
export function readBulkType(headers: Headers): MediaReading<"lines"> {
  const reading = readMediaType(headers, new Map([[NDJSON, "lines" as const]]));
  return "media" in reading ? reading : { ...reading, fields: { ...reading.fields, "accept-post": NDJSON } };
}

function readMediaType<T>(headers: Headers, accepted: ReadonlyMap<string, T>): MediaReading<T> {
  const types = [...accepted.keys()];
  const coding = headers.get("content-encoding")?.trim().toLowerCase() ?? "";
  if (coding !== "" && coding !== "identity") {
    const detail = "The body is taken as it is only. Send it without Content-Encoding.";
    // RFC 9110, section 12.5.3: in a 415 response it names the codings that are accepted.
    return { problem: { status: 415, detail }, fields: { "accept-encoding": "identity" } };
  }
  const [type = "", ...parameters] = (headers.get("content-type") ?? "").split(";");
  const media = accepted.get(type.trim().toLowerCase());
  const charset = parameters
    .map((parameter) => /^\s*charset\s*=\s*"?([^"]*?)"?\s*$/i.exec(parameter)?.[1])
    .find((value) => value !== undefined);
  if (media !== undefined && (charset === undefined || /^utf-?8$/i.test(charset))) return { media };
  const detail = `The Content-Type must be ${joinWithOr(types)}, in UTF-8.`;
  return { problem: { status: 415, detail }, fields: { accept: types.join(", ") } };
}

function joinWithOr(types: readonly string[]): string {
  return types.length < 2 ? types.join() : `${types.slice(0, -1).join(", ")} or ${types.at(-1)}`;
}
