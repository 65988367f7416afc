import type { FeedTranslations } from "./feed-words.ts";
import type { ReadingTranslations } from "./reading-words.ts";

/** The words of the pages themselves, in one language. Numbers in them are in Latin digits. */
export interface Translations {
  /** BCP 47, without a region: the language that they are in. */
  readonly language: string;
  readonly skip: string;
  readonly home: string;
  readonly feeds: string;
  readonly search: string;
  readonly categories: string;
  readonly authors: string;
  readonly published: string;
  readonly updated: string;
  readonly newer: string;
  readonly older: string;
  readonly newest: string;
  readonly subscribe: string;
  readonly nothing: string;
  readonly copy: string;
  readonly copied: string;
  /** Name of the navigation of the whole site, for those who hear it. */
  readonly navigation: string;
  /** What the field of a search asks for. */
  readonly searchFor: string;
  readonly sitemap: string;
  /** Which program makes the site. */
  readonly madeWith: (name: string) => string;
  /** January first. */
  readonly months: readonly string[];
  readonly by: (names: number) => string;
  readonly and: string;
  readonly articles: (count: number) => string;
  readonly minutes: (count: number) => string;
  readonly problems: ProblemTranslations;
  readonly feed: FeedTranslations;
  readonly reading: ReadingTranslations;
}

/** What error pages say: a heading and, where it does not depend on the request, what happened and what to do. */
export interface ProblemTranslations {
  readonly badRequest: string;
  readonly notFound: readonly [heading: string, explanation: string];
  readonly gone: readonly [heading: string, explanation: string];
  readonly wrongMethod: readonly [heading: string, explanation: string];
  readonly failed: readonly [heading: string, explanation: string];
  readonly unavailable: readonly [heading: string, explanation: string];
  /** Of anything else. */
  readonly refused: string;
  /** Before the links that lead on. */
  readonly onward: string;
  /** The link to the page itself. */
  readonly again: string;
  /** What the status code is called. */
  readonly status: (code: number) => string;
}
