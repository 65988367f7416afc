import { type ArticleContent, revise } from "../article/article.ts";
import { readSlug } from "../article/slug.ts";
import type { Problem } from "../http/problem.ts";
import { type Finding, hasError } from "../lib/fault.ts";
import type { Conventions } from "../source/conventions.ts";
import { parseSource } from "../source/parse-source.ts";
import type { Source, SourceFormat } from "../source/source.ts";
import { MAX_ARTICLE_BYTES } from "../source/source.ts";
import { decodeUtf8 } from "../source/wire/lines.ts";
import type { Change } from "../store/article-writer.ts";
import type { Preconditions } from "./preconditions.ts";

/** A change that a client requests, checked as far as possible without reading the store. */
export interface RequestedChange {
  readonly slug: string;
  readonly condition: Preconditions;
  readonly change: Change;
  /** What the reply says of a published article. */
  readonly response?: PutResponse;
}

export interface PutResponse {
  readonly article: ArticleContent;
  readonly warnings: readonly Finding[];
}

export type RequestedChangeReading = { readonly requested: RequestedChange } | { readonly problem: Problem };

/** The slug of a request, normalised, or the problem with it. */
export function slugFrom(text: string): { readonly slug: string } | { readonly problem: Problem } {
  const reading = readSlug(text);
  return "slug" in reading ? reading : { problem: { status: 400, detail: sentences(reading) } };
}

/** A request to publish an article. @param now UTC */
export async function requestPut(
  slug: string,
  format: SourceFormat,
  bytes: Uint8Array,
  condition: Preconditions,
  conventions: Conventions,
  now: Date,
): Promise<RequestedChangeReading> {
  if (bytes.length > MAX_ARTICLE_BYTES) {
    return { problem: { status: 413, detail: `An article may have ${MAX_ARTICLE_BYTES} bytes at most.` } };
  }
  const decoded = decodeUtf8(bytes);
  if ("finding" in decoded) return { problem: { ...FAULTY, faults: [decoded.finding] } };
  const source: Source = { slug, format, text: decoded.text };
  const { article, findings } = await parseSource(source, conventions);
  if (article === null) {
    return { problem: { ...(hasError(findings) ? FAULTY : DRAFT), faults: findings } };
  }
  const change = { kind: "put", slug, source, article: await revise(article, now) } as const;
  return { requested: { slug, condition, change, response: { article, warnings: findings } } };
}

/** A request to remove an article. */
export function requestRemoval(slug: string, condition: Preconditions): RequestedChange {
  return { slug, condition, change: { kind: "remove", slug } };
}

const FAULTY = {
  status: 422,
  detail: "The article has faults: nothing was published. Each is listed with its place and its remedy.",
} as const;

const DRAFT = { status: 422, detail: "The article is a draft: nothing was published." } as const;

/** A fault and its remedy, as sentences for people. */
export function sentences({ message, hint }: { readonly message: string; readonly hint: string }): string {
  const stop = /[.!?]$/.test(message) ? "" : ".";
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}${stop} ${hint}`.trim();
}
