import type { Problem } from "../http/problem.ts";
import { SOURCE_FORMATS, SOURCE_MEDIA_TYPES, type SourceFormat } from "../source/source.ts";

/** A media type that is taken; or the problem, with the header fields that say what would be. */
export type MediaReading<T> =
  | { readonly media: T }
  | { readonly problem: Problem; readonly fields: Readonly<Record<string, string>> };

/** The format of an article that a request brings. */
export function readFormat(headers: Headers): MediaReading<SourceFormat> {
  return read(headers, new Map(SOURCE_FORMATS.map((format) => [SOURCE_MEDIA_TYPES[format], format])));
}

/** The media type of many articles, a line each (https://github.com/ndjson/ndjson-spec). */
export const NDJSON = "application/x-ndjson";

/** Whether a request brings lines of JSON. */
export function readBulkType(headers: Headers): MediaReading<"lines"> {
  const reading = read(headers, new Map([[NDJSON, "lines" as const]]));
  return "media" in reading ? reading : { ...reading, fields: { ...reading.fields, "accept-post": NDJSON } };
}

function read<T>(headers: Headers, known: ReadonlyMap<string, T>): MediaReading<T> {
  const types = [...known.keys()];
  const coding = headers.get("content-encoding")?.trim().toLowerCase() ?? "";
  if (coding !== "" && coding !== "identity") {
    const detail = "The body is taken as it is only. Send it without Content-Encoding.";
    // RFC 9110, section 12.5.3: in an answer, what would have been taken.
    return { problem: { status: 415, detail }, fields: { "accept-encoding": "identity" } };
  }
  const [type = "", ...parameters] = (headers.get("content-type") ?? "").split(";");
  const media = known.get(type.trim().toLowerCase());
  const charset = parameters
    .map((parameter) => /^\s*charset\s*=\s*"?([^"]*?)"?\s*$/i.exec(parameter)?.[1])
    .find((value) => value !== undefined);
  if (media !== undefined && (charset === undefined || /^utf-?8$/i.test(charset))) return { media };
  const detail = `The Content-Type must be ${list(types)}, in UTF-8.`;
  return { problem: { status: 415, detail }, fields: { accept: types.join(", ") } };
}

function list(types: readonly string[]): string {
  return types.length < 2 ? types.join() : `${types.slice(0, -1).join(", ")} or ${types.at(-1)}`;
}
