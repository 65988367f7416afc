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

/** A change that somebody wants made, checked as far as it can be without a look at what is stored. */
export interface RequestedChange {
  readonly slug: string;
  readonly condition: Preconditions;
  /** The change, whatever the condition. */
  readonly change: Change;
  /** What to tell once it is made; nothing when an article is taken away. */
  readonly told?: Told;
}

/** What is told of an article that was put. */
export interface Told {
  readonly article: ArticleContent;
  readonly warnings: readonly Finding[];
}

export type RequestedChangeReading = { readonly order: RequestedChange } | { readonly problem: Problem };

/** The slug that an order names, or the problem with it. */
export function slugFrom(text: string): { readonly slug: string } | { readonly problem: Problem } {
  const reading = readSlug(text);
  return "slug" in reading ? reading : { problem: { status: 400, detail: sentences(reading) } };
}

/** An order to put an article. @param now UTC */
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
  return { order: { slug, condition, change, told: { article, warnings: findings } } };
}

/** An order to take an article away. */
export function requestRemoval(slug: string, condition: Preconditions): RequestedChange {
  return { slug, condition, change: { kind: "remove", slug } };
}

const FAULTY = {
  status: 422,
  detail: "The article has faults: nothing was published. Each is listed with its place and its remedy.",
} as const;

const DRAFT = { status: 422, detail: "The article is a draft: nothing was published." } as const;

/** What is wrong and what to do, as it is told to people. */
export function sentences({ message, hint }: { readonly message: string; readonly hint: string }): string {
  const stop = /[.!?]$/.test(message) ? "" : ".";
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}${stop} ${hint}`.trim();
}
