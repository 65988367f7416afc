import type { Site } from "../../site/site.ts";
import { ENGLISH } from "./english.ts";
import type { FeedWords } from "./feed-words.ts";
import { HINDI } from "./hindi.ts";
import type { ReadingWords } from "./reading-words.ts";

/** The words of the pages themselves, in one language. Numbers in them are in Latin digits. */
export interface Words {
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
  readonly problems: ProblemWords;
  readonly feed: FeedWords;
  readonly reading: ReadingWords;
}

/** What error pages say: a heading and, where it does not depend on the request, what happened and what to do. */
export interface ProblemWords {
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

const LANGUAGES: readonly Words[] = [ENGLISH, HINDI];

const chosen = new WeakMap<Site, Words>();

/** The words for a site's own language; English where there are none, or no site is known yet. */
export function wordsFor(site: Site | undefined): Words {
  if (site === undefined) return ENGLISH;
  let words = chosen.get(site);
  if (words === undefined) {
    const own = new Intl.Locale(site.language).language;
    words = LANGUAGES.find(({ language }) => language === own) ?? ENGLISH;
    chosen.set(site, words);
  }
  return words;
}

/** BCP 47: the language that a site's pages are in, apart from what authors wrote. */
export function pageLanguage(site: Site): string {
  const { language } = wordsFor(site);
  return new Intl.Locale(site.language).language === language ? site.language : language;
}
