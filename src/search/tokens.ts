import type { Article } from "../article/article.ts";
import { fieldsOf } from "../article/fields/registry.ts";
import { plainText } from "../source/html/plain-text.ts";

/** Characters of a search token: longer than any word. A longer run becomes several tokens. @limit characters */
export const MAX_TOKEN_CHARACTERS = 64;

/**
 * Splits a text into tokens, for the search in memory and in SQL alike. Case, compatibility forms (NFKC) and the accents
 * of Latin, Greek and Cyrillic letters are folded; vowel signs and viramas of other scripts are kept. Tokens are
 * separated by everything but letters, marks and digits. In scripts written without spaces each letter with its marks is
 * a token, so a word is found as a phrase. A run longer than `MAX_TOKEN_CHARACTERS` is split.
 *
 * The ASCII characters of a token are a–z and 0–9, so FTS5's tokenizer `ascii` keeps it whole. Tokenizing is idempotent,
 * and the tokens of two texts joined by a space are the tokens of both.
 */
export function tokenize(text: string): string[] {
  // Most English text needs no folding but for punctuation, and folding costs ten times as much.
  const simple = text.replace(GENERAL_PUNCTUATION, " ");
  return ASCII.test(simple) ? (simple.toLowerCase().match(ASCII_TOKEN) ?? []) : (foldCase(simple).match(TOKEN) ?? []);
}

/**
 * The searchable text of an article: the tokens of its searched fields and of each block of its body, separated by
 * spaces. `BOUNDARY` separates fields and blocks, so that no phrase matches across two of them.
 */
export function searchableText(article: Article): string {
  // A line break in the markup is a space; one in the plain text separates blocks.
  const blocks = plainText(article.html.replace(/\s+/g, " ")).split("\n");
  const parts = [...fieldsOf(article).flatMap(([{ searched }, value]) => searched?.(value) ?? []), ...blocks];
  return parts
    .map((part) => tokenize(part).join(" "))
    .filter((part) => part !== "")
    .join(` ${BOUNDARY} `);
}

/** Neither letter, mark nor digit, so no search contains it; not ASCII, so FTS5 takes it for a token. */
export const BOUNDARY = "¶";

const ASCII = /^\p{ASCII}*$/u;
const GENERAL_PUNCTUATION = /[\u2010-\u2027\u2030-\u205e]+/g;
const ASCII_TOKEN = new RegExp(`[a-z0-9]{1,${MAX_TOKEN_CHARACTERS}}`, "g");

/** Letters of scripts without spaces between words. */
const UNSPACED =
  "[\\p{L}&&[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}]]";
const TOKEN = new RegExp(
  `${UNSPACED}\\p{M}{0,${MAX_TOKEN_CHARACTERS - 1}}` +
    `|[[\\p{L}\\p{N}]--${UNSPACED}][[\\p{L}\\p{M}\\p{N}]--${UNSPACED}]{0,${MAX_TOKEN_CHARACTERS - 1}}`,
  "gv",
);

/** Joiners, soft hyphens, variation selectors; but not U+200B, which separates words. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}--\u200b]+/gv;
const ACCENTS = /([\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}])[\u0300-\u036f]+/gu;

/** Folds by way of upper case, which alone equates `ß` and `SS`, `ı` and `I`; then decomposes what that produced. */
function foldCase(text: string): string {
  const plain = removeAccents(text.replace(INVISIBLE, "").normalize("NFKD").replace(INVISIBLE, ""));
  return removeAccents(plain.toLowerCase().toUpperCase().toLowerCase().normalize("NFKD"))
    .replaceAll("ς", "σ")
    .normalize("NFC");
}

function removeAccents(decomposed: string): string {
  return decomposed.replace(ACCENTS, "$1");
}
