import type { ArticleContent, Author, Category } from "../article/article.ts";
import type { Finding } from "../lib/fault.ts";
import type { Zones } from "./time/zone.ts";

/** What of a site's settings the reading of an article depends on. */
export interface Conventions {
  readonly zones: Zones;
  /** BCP 47; articles in another script say so themselves. */
  readonly language: string;
  /** Who is meant where an article has no byline. */
  readonly author: Author | null;
  /** Absolute address that relative ones in an article's HTML or Markdown begin from, unless it names its own. */
  readonly base: string;
  /** The category that a label's slug stands for; nothing where the site says nothing about it. */
  readonly findCategory: (slug: string) => Category | undefined;
}

/** An article, unless it is a draft or a finding is an error; all findings, in the order of their lines. */
export interface SourceReading {
  readonly article: ArticleContent | null;
  readonly findings: readonly Finding[];
}
