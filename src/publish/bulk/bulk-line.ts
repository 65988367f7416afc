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

/** What a line of a bulk request orders, and the slug that it names, if it can be read. */
export type BulkLineReading = RequestedChangeReading & { readonly slug?: string };

/** Reads a line of a bulk request. */
export async function readBulkLine(bytes: Uint8Array, desk: PublishRequest): Promise<BulkLineReading> {
  const value = parse(bytes);
  if (value === undefined) return { problem: NO_JSON };
  const { data: entry } = Entry.safeParse(value);
  if (entry === undefined) return { problem: BAD_ENTRY };
  const named = slugFrom(entry.slug);
  if ("problem" in named) return named;
  const { slug } = named;
  const condition = conditionOf(entry);
  if ("remove" in entry) return { slug, order: requestRemoval(slug, condition) };
  const put = (format: "wire" | "markdown" | "json", text: string) =>
    requestPut(slug, format, encoder.encode(text), condition, desk.conventions, desk.now());
  if ("article" in entry) {
    // As it came: checking may have left members out. People read what is stored, and find faults by their line.
    const { article } = value as typeof entry;
    return { slug, ...(await put("json", `${JSON.stringify(article, undefined, 2)}\n`)) };
  }
  if (!entry.source.isWellFormed()) return { slug, problem: LONE_SURROGATE };
  return { slug, ...(await put(entry.format, entry.source)) };
}

const encoder = new TextEncoder();

function parse(bytes: Uint8Array): unknown {
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

function tagsOf(written: string | readonly string[]): EntityTags {
  return typeof written !== "string" ? written : written === "*" ? "*" : [written];
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
