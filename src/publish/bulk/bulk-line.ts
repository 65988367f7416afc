import * as z from "zod/mini";
import type { Problem } from "../../http/problem.ts";
import { SOURCE_FORMATS } from "../../source/source.ts";
import type { EntityTags, Preconditions } from "../preconditions.ts";
import type { PublishRequest } from "../publish-request.ts";
import { type RequestedChangeReading, requestPut, requestRemoval, slugFrom } from "../requested-change.ts";

const tags = z.optional(z.union([z.string(), z.array(z.string())]));
const common = { slug: z.string(), ifMatch: tags, ifNoneMatch: tags };

/** A line of a bulk request. */
const Entry = z.union([
  z.strictObject({ ...common, format: z.enum(SOURCE_FORMATS), source: z.string() }),
  z.strictObject({ ...common, article: z.looseObject({}) }),
  z.strictObject({ ...common, remove: z.literal(true) }),
]);

/** The change that a line requests, and its slug if it can be read. */
export type BulkLineReading = RequestedChangeReading & { readonly slug?: string };

/** Parses and checks a line of a bulk request. */
export async function readBulkLine(bytes: Uint8Array, publishRequest: PublishRequest): Promise<BulkLineReading> {
  const value = parseJson(bytes);
  if (value === undefined) return { problem: NO_JSON };
  const { data: entry } = Entry.safeParse(value);
  if (entry === undefined) return { problem: BAD_ENTRY };
  const slugReading = slugFrom(entry.slug);
  if ("problem" in slugReading) return slugReading;
  const { slug } = slugReading;
  const condition = conditionOf(entry);
  if ("remove" in entry) return { slug, requested: requestRemoval(slug, condition) };
  const putOf = (format: "wire" | "markdown" | "json", text: string) =>
    requestPut(slug, format, utf8.encode(text), condition, publishRequest.conventions, publishRequest.now());
  if ("article" in entry) {
    // The parsed value, as validation drops unknown members. Indented, as faults are reported by line.
    const { article } = value as typeof entry;
    return { slug, ...(await putOf("json", `${JSON.stringify(article, undefined, 2)}\n`)) };
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

function conditionOf({ ifMatch, ifNoneMatch }: z.infer<typeof Entry>): Preconditions {
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
