import type { Article } from "../../article/article.ts";
import { TAG } from "./pictures.ts";

/** Words that people read in a minute, silently, of what is not technical (Brysbaert 2019 finds 238 for English). */
const WORDS_A_MINUTE = 230;

/** Characters of scripts without spaces between words that make up one, about. */
const CHARACTERS_A_WORD = 2;

/** Runs of letters, marks and digits, of which a hyphen or an apostrophe may be a part. */
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’\p{Join_C}-]*/gu;

const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/gu;

/** How long an article takes to read. */
export interface ReadingTime {
  /** At least 1. */
  readonly minutes: number;
  /** Whether the article says it itself. */
  readonly stated: boolean;
}

/** How long an article takes to read: as it says itself, otherwise by the words of its body. */
export function readingTime({ readingMinutes, html }: Pick<Article, "readingMinutes" | "html">): ReadingTime {
  if (readingMinutes !== null) return { minutes: readingMinutes, stated: true };
  const text = html.replace(TAG, " ");
  const unspaced = text.match(UNSPACED)?.length ?? 0;
  const words = (text.replace(UNSPACED, " ").match(WORD)?.length ?? 0) + unspaced / CHARACTERS_A_WORD;
  return { minutes: Math.max(1, Math.round(words / WORDS_A_MINUTE)), stated: false };
}
