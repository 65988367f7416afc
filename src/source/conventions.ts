import type { ArticleContent, Author, Category } from "../article/article.ts";
import type { Finding } from "../lib/fault.ts";
import type { TimeConventions } from "./time/parse-time.ts";

/** The settings of a site that articles are read with. */
export interface Conventions extends TimeConventions {
  /** BCP 47: of articles whose script does not tell another. */
  readonly language: string;
  /** The author of articles without a byline. */
  readonly author: Author | null;
  /** Absolute address from which relative ones of an article begin, unless it has a `base`. */
  readonly base: string;
  /** The category of a label's slug; undefined if the settings do not name it. */
  readonly findCategory: (slug: string) => Category | undefined;
}

/** An article and what was found, in the order of lines. The article is null for a draft and after an error. */
export interface SourceReading {
  readonly article: ArticleContent | null;
  readonly findings: readonly Finding[];
}
