/**
 * Removes what XML 1.0 forbids (section 2.2, production 2): C0 controls but tab, line feed and carriage return,
 * lone surrogates, U+FFFE and U+FFFF. Nothing else of the text changes.
 */
export function stripXmlForbidden(text: string): string {
  return FORBIDDEN_ANYWHERE.test(text) ? text.replace(FORBIDDEN, "") : text;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML forbids
const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\p{Cs}\ufffe\uffff]/gu;
const FORBIDDEN_ANYWHERE = new RegExp(FORBIDDEN.source, "u");

/**
 * A headline, a name or a label without what word processors leave in it: soft hyphens and zero-width spaces are dropped,
 * no-break spaces, tabs and runs of blanks become one space. Joiners stay where a script or an emoji needs them.
 */
export function tidyLine(text: string): string {
  if (PLAIN_LINE.test(text)) return text;
  return trimLine(text.replace(UNSEEN, "").replace(STRAY_JOINERS, "").replace(BLANKS, " "));
}

/** A text without blanks and unseen characters at its ends. */
export function trimLine(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && isBlank(text.charAt(start))) start += 1;
  while (end > start && isBlank(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** Whether a character is a blank, or is not seen at the end of a line. */
export function isBlank(character: string): boolean {
  return character.trim() === "" || UNSEEN_ONE.test(character);
}

/** Most lines need no tidying. */
const PLAIN_LINE = /^[!-~]+(?: [!-~]+)*$/;
/** Soft hyphen, zero-width space, word joiner, byte order mark. */
const UNSEEN = /[\u00ad\u200b\u2060\ufeff]/g;
const UNSEEN_ONE = new RegExp(UNSEEN.source);
/** Blanks but the ideographic space, which is as wide as a letter. */
const BLANKS = /[^\S\u3000]+/g;
/** What joiners (U+200C, U+200D) belong to: scripts that join letters, as Devanagari and Arabic do, and emoji. */
const JOINING =
  "[[\\p{L}\\p{M}]--[\\p{sc=Latn}\\p{sc=Grek}\\p{sc=Cyrl}\\p{sc=Zinh}]]|[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f]";
const STRAY_JOINERS = new RegExp(
  `(?<!${JOINING}|[\\u200c\\u200d])[\\u200c\\u200d]+(?!${JOINING}|[\\u200c\\u200d])`,
  "gv",
);

/** How many characters (code points) a text has. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Plain text as HTML text: `&`, `<` and `>` escaped, so that neither markup nor the end of a CDATA section is left. */
export function escapeText(text: string): string {
  return text.replace(/[&<>]/g, (character) => ESCAPES[character] ?? character);
}

/** Plain text as the value of a quoted HTML or XML attribute. */
export function escapeAttribute(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Whether a line ends as a sentence does: with `.`, `!`, `?`, `…`, `:`, `;`, `,`, or one of these before closing
 * quotes or brackets. The full stops and question marks of Indian, Arabic and East Asian scripts count too.
 */
export function endsLikeSentence(line: string): boolean {
  return /[.!?…:;,।॥؟۔؛،。！？：；，][\p{Pe}\p{Pf}"'”’]*$/u.test(line);
}

/**
 * The slug of a label or a name: NFKC, lower-cased, each run of anything but letters, marks and digits (of any
 * script) turned into one hyphen.
 */
export function slugOf(label: string): string {
  return (
    label
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")
      // Lower case brings forth marks whose order NFC settles, and addresses are looked up in NFC.
      .normalize("NFC")
  );
}

/** Whether a slug says anything: one without a letter or digit would be shared by everything that has none. */
export function hasLetterOrDigit(slug: string): boolean {
  return /[\p{L}\p{N}]/u.test(slug);
}

/** A piece of somebody's text for a message; at most 60 code units of it. */
export function quote(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return `“${short}”`;
}

/**
 * The words of a text that fit; if not even one does, as much of it as does. No letter is parted from its signs.
 * @param maxLength UTF-16 code units
 */
export function shorten(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  let end = 0;
  for (const { index, segment } of new Intl.Segmenter("und", { granularity: "grapheme" }).segment(text)) {
    if (index + segment.length > maxLength) break;
    end = index + segment.length;
  }
  const whole = text.slice(0, end);
  const blank = text.charAt(end) === " " ? end : whole.lastIndexOf(" ");
  return (blank > 0 ? whole.slice(0, blank) : whole).trimEnd();
}
