import type { Problem } from "../../http/problem.ts";
import { SOURCE_FORMATS, type SourceFormat } from "../../source/source.ts";
import type { EntityTags, Preconditions } from "../preconditions.ts";
import type { PublishRequest } from "../publish-request.ts";
import { type RequestedChangeReading, requestPut, requestRemoval, slugFrom } from "../requested-change.ts";

/** Entity tags as a line has them. */
type TagsMember = string | readonly string[] | undefined;

/** A line of a bulk request. */
type Entry = { readonly slug: string; readonly ifMatch: TagsMember; readonly ifNoneMatch: TagsMember } & (
  | { readonly format: SourceFormat; readonly source: string }
  | { readonly article: object }
  | { readonly remove: true }
);

/** The change that a line requests, and its slug if it can be read. */
export type BulkLineReading = RequestedChangeReading & { readonly slug?: string };

/** Parses and checks a line of a bulk request. */
export async function readBulkLine(bytes: Uint8Array, publishRequest: PublishRequest): Promise<BulkLineReading> {
  const value = parseJson(bytes);
  if (value === undefined) return { problem: NO_JSON };
  const entry = entryOf(value);
  if (entry === undefined) return { problem: BAD_ENTRY };
  const slugReading = slugFrom(entry.slug);
  if ("problem" in slugReading) return slugReading;
  const { slug } = slugReading;
  const condition = conditionOf(entry);
  if ("remove" in entry) return { slug, requested: requestRemoval(slug, condition) };
  const putOf = (format: SourceFormat, text: string) =>
    requestPut(slug, format, utf8.encode(text), condition, publishRequest.conventions, publishRequest.now());
  if ("article" in entry) {
    // Indented, as faults are reported by line.
    return { slug, ...(await putOf("json", `${JSON.stringify(entry.article, undefined, 2)}\n`)) };
  }
  if (!entry.source.isWellFormed()) return { slug, problem: LONE_SURROGATE };
  return { slug, ...(await putOf(entry.format, entry.source)) };
}

const utf8 = new TextEncoder();

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}

/** Checks a line. By hand: a package for it would be a part of every Worker with a database. */
function entryOf(value: unknown): Entry | undefined {
  if (!isObject(value)) return undefined;
  const { slug, ifMatch, ifNoneMatch, ...rest } = value;
  if (typeof slug !== "string" || !isTagsMember(ifMatch) || !isTagsMember(ifNoneMatch)) return undefined;
  const common = { slug, ifMatch, ifNoneMatch };
  const { format, source, article, remove } = rest;
  switch (Object.keys(rest).sort().join()) {
    case "format,source":
      return isSourceFormat(format) && typeof source === "string" ? { ...common, format, source } : undefined;
    case "article":
      return isObject(article) ? { ...common, article } : undefined;
    case "remove":
      return remove === true ? { ...common, remove } : undefined;
    default:
      return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTagsMember(value: unknown): value is TagsMember {
  return (
    value === undefined ||
    typeof value === "string" ||
    (Array.isArray(value) && value.every((tag) => typeof tag === "string"))
  );
}

function isSourceFormat(value: unknown): value is SourceFormat {
  return SOURCE_FORMATS.some((format) => format === value);
}

function conditionOf({ ifMatch, ifNoneMatch }: Entry): Preconditions {
  return {
    ...(ifMatch === undefined ? {} : { match: tagsOf(ifMatch) }),
    ...(ifNoneMatch === undefined ? {} : { noneMatch: tagsOf(ifNoneMatch) }),
  };
}

function tagsOf(value: string | readonly string[]): EntityTags {
  return typeof value !== "string" ? value : value === "*" ? "*" : [value];
}

const NO_JSON: Problem = { status: 400, detail: "The line is not JSON in UTF-8." };

const BAD_ENTRY: Problem = {
  status: 400,
  detail:
    'The line must be an object with "slug" and either "format" and "source", or "article", or "remove": true; ' +
    'beside them there may be "ifMatch" and "ifNoneMatch", each a tag, a list of tags, or "*".',
};

const LONE_SURROGATE: Problem = {
  status: 422,
  detail: "The source has half of a surrogate pair, which is no character of any text.",
};
