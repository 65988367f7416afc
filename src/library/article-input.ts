import { type Article, revise } from "../article/article.ts";
import { readSlug } from "../article/slug.ts";
import type { Fault, Finding } from "../lib/fault.ts";
import { conventionsOf, type Site } from "../site/site.ts";
import type { Conventions } from "../source/conventions.ts";
import { parseSource } from "../source/parse-source.ts";
import { MAX_ARTICLE_BYTES } from "../source/source.ts";
import { ArticleError } from "./errors.ts";

/**
 * An article as an application hands it in: what an article in JSON has (docs/article-formats.md), its slug, and its body
 * as `html`, `markdown` or `text`.
 */
export type ArticleInput = ArticleInputFields & BodyInput;

type BodyInput =
  | { readonly html: string; readonly markdown?: never; readonly text?: never }
  | { readonly markdown: string; readonly html?: never; readonly text?: never }
  | { readonly text: string; readonly html?: never; readonly markdown?: never };

/** The fields beside the body. */
export interface ArticleInputFields {
  /** Unique and permanent: it is part of the article's address and id. */
  readonly slug: string;
  /** Plain text. */
  readonly headline: string;
  /** Until then the article does not exist. A text is read as in the formats: `23:05 IST, March 31st 2025`. */
  readonly published: Date | string;
  /** Default: `published`. */
  readonly updated?: Date | string | null;
  /**
   * When its text last changed, for `Last-Modified`. Give it if texts change without `updated`. Default: `updated`, and
   * when a change is noticed.
   */
  readonly modified?: Date;
  /** The summary, plain text. */
  readonly standfirst?: string | null;
  /** Names. Default: the site's author. */
  readonly authors?: readonly string[] | null;
  readonly picture?: { readonly address: string; readonly alternative?: string } | null;
  /** Labels, in your order. */
  readonly categories?: readonly string[] | null;
  readonly readingMinutes?: number | null;
  /** BCP 47. Default: told by its script, or the site's. */
  readonly language?: string | null;
  /** The absolute address that relative ones begin from. Default: the site's. */
  readonly base?: string | null;
}

/** An article of an application, read; null if a fault keeps it out of the feeds. */
export interface InputReading {
  readonly article: Article | null;
  readonly faults: readonly Fault[];
}

/** Reads articles of an application under a site's settings, all of them by the same. */
export interface InputReader {
  /** The article's text, which differs when anything but `modified` does. */
  readonly textOf: (input: ArticleInput) => string;
  /** @param seen when this text was first seen, UTC; undefined at the first reading */
  readonly read: (input: ArticleInput, text: string, seen: Date | undefined) => Promise<InputReading>;
}

/** @param now UTC */
export function createInputReader(site: Site, now: () => Date): InputReader {
  const conventions = conventionsOf(site);
  return {
    textOf: ({ slug: _, modified: __, ...fields }) => JSON.stringify(fields),

    async read(input, text, seen) {
      const { article: content, findings } = await readText(input.slug, text, conventions);
      const faults = findings.map((finding): Fault => ({ file: String(input.slug), ...finding }));
      if (content === null) return { article: null, faults };
      const modified = input.modified ?? seen ?? new Date(Math.min(content.updated.getTime(), now().getTime()));
      return { article: await revise(content, modified), faults };
    },
  };
}

/**
 * Reads one article of an application, for a store of its own.
 * @throws ArticleError
 */
export async function readArticle(site: Site, input: ArticleInput): Promise<Article> {
  const reader = createInputReader(site, () => new Date());
  const { article, faults } = await reader.read(input, reader.textOf(input), undefined);
  if (article === null) throw new ArticleError(faults);
  return article;
}

async function readText(slug: string, text: string, conventions: Conventions) {
  const reading = readSlug(String(slug));
  if (!("slug" in reading)) return faulty("bad-slug", `the slug: ${reading.message}`, reading.hint);
  if (new TextEncoder().encode(text).length > MAX_ARTICLE_BYTES)
    return faulty("too-large", `the article is larger than ${MAX_ARTICLE_BYTES} bytes`, "Split it.");
  return parseSource({ slug: reading.slug, format: "json", text }, conventions);
}

function faulty(code: string, message: string, hint: string): { article: null; findings: Finding[] } {
  return { article: null, findings: [{ line: 1, column: 1, code, message, hint, severity: "error" }] };
}
