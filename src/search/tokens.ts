import type { Article } from "../article/article.ts";
import { fieldsOf } from "../article/fields/registry.ts";
import { plainText } from "../source/html/plain-text.ts";

/** Characters of one token of a search: longer than any word; what is longer becomes several. @limit characters */
export const MAX_TOKEN_CHARACTERS = 64;

/**
 * The tokens of a text: what a word is, for the index in memory and for SQL alike. Case, accents and other marks of
 * Latin, Greek and Cyrillic letters, and compatibility forms (NFKC) make no difference; vowel signs and viramas of
 * other scripts do. Everything but letters, marks and digits parts tokens. Where a script is written without blanks,
 * each letter with its marks is a token, so that a word is found as a phrase; so are the pieces of a run that is
 * longer than `MAX_TOKEN_CHARACTERS`.
 *
 * A token has no ASCII character but a–z and 0–9, so that FTS5's tokenizer `ascii` takes it for one token; the tokens
 * of tokens joined by blanks are the same; those of two texts with a blank between are those of both.
 */
export function tokenize(text: string): string[] {
  // Most English text has nothing to fold but a few signs, and folding costs ten times as much.
  const simple = text.replace(GENERAL_PUNCTUATION, " ");
  return ASCII.test(simple)
    ? (simple.toLowerCase().match(ASCII_TOKEN) ?? [])
    : (folded(simple).match(TOKEN) ?? []);
}

/**
 * What of an article is searched, as tokens with blanks between: what the registry of fields says, then each block of
 * the body. `BOUNDARY` stands between, so that no phrase matches across.
 */
export function searchableText(article: Article): string {
  // Line breaks in the markup mean a blank; those of the plain text part blocks.
  const blocks = plainText(article.html.replace(/\s+/g, " ")).split("\n");
  const parts = [...fieldsOf(article).flatMap(([{ searched }, value]) => searched?.(value) ?? []), ...blocks];
  return parts
    .map((part) => tokenize(part).join(" "))
    .filter((part) => part !== "")
    .join(` ${BOUNDARY} `);
}

/** Neither letter, mark nor digit, so no question has it for a token; not ASCII, so FTS5 takes it for one. */
export const BOUNDARY = "¶";

const ASCII = /^\p{ASCII}*$/u;
const GENERAL_PUNCTUATION = /[\u2010-\u2027\u2030-\u205e]+/g;
const ASCII_TOKEN = new RegExp(`[a-z0-9]{1,${MAX_TOKEN_CHARACTERS}}`, "g");

/** Letters of scripts that leave no blanks between words. */
const UNSPACED =
  "[\\p{L}&&[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}]]";
const TOKEN = new RegExp(
  `${UNSPACED}\\p{M}{0,${MAX_TOKEN_CHARACTERS - 1}}` +
    `|[[\\p{L}\\p{N}]--${UNSPACED}][[\\p{L}\\p{M}\\p{N}]--${UNSPACED}]{0,${MAX_TOKEN_CHARACTERS - 1}}`,
  "gv",
);

/** Joiners, soft hyphens, variation selectors; but not U+200B, which parts words. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}--\u200b]+/gv;
const ACCENTS = /([\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}])[\u0300-\u036f]+/gu;

/** By way of upper case, as `ß` and `SS`, or `ı` and `I`, become one only so; then what case brought forth is taken apart. */
function folded(text: string): string {
  const plain = unaccented(text.replace(INVISIBLE, "").normalize("NFKD").replace(INVISIBLE, ""));
  return unaccented(plain.toLowerCase().toUpperCase().toLowerCase().normalize("NFKD"))
    .replaceAll("ς", "σ")
    .normalize("NFC");
}

function unaccented(decomposed: string): string {
  return decomposed.replace(ACCENTS, "$1");
}
