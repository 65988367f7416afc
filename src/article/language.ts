/**
 * The language of each script in the Indian press (ISO 15924 → BCP 47). A site whose own language uses the script, such
 * as Marathi in Devanagari, keeps its language.
 */
const SCRIPT_LANGUAGES: Readonly<Record<string, { readonly name: string; readonly language: string }>> = {
  Arab: { name: "Arabic", language: "ur" },
  Beng: { name: "Bengali", language: "bn" },
  Deva: { name: "Devanagari", language: "hi" },
  Gujr: { name: "Gujarati", language: "gu" },
  Guru: { name: "Gurmukhi", language: "pa" },
  Knda: { name: "Kannada", language: "kn" },
  Mlym: { name: "Malayalam", language: "ml" },
  Orya: { name: "Oriya", language: "or" },
  Sinh: { name: "Sinhala", language: "si" },
  Taml: { name: "Tamil", language: "ta" },
  Telu: { name: "Telugu", language: "te" },
};

const LETTER = /\p{L}/gu;

const SCRIPTS = Object.entries(SCRIPT_LANGUAGES).map(([code, { name, language }]) => ({
  code,
  language,
  letters: new RegExp(`\\p{L}(?<=\\p{Script=${name}})`, "gu"),
}));

/**
 * The language of a text, by the script of most of its letters; the site's language if that says nothing.
 * @param text plain text
 * @param siteLanguage BCP 47
 * @returns BCP 47
 */
export function languageOf(text: string, siteLanguage: string): string {
  // All scripts of the list are in this range.
  if (!/[\u0600-\u0dff]/.test(text)) return siteLanguage;
  const letterCount = text.match(LETTER)?.length ?? 0;
  const match = SCRIPTS.find(({ letters: pattern }) => 2 * (text.match(pattern)?.length ?? 0) > letterCount);
  if (match === undefined) return siteLanguage;
  return new Intl.Locale(siteLanguage).maximize().script === match.code ? siteLanguage : match.language;
}

/** Regions whose English has the month before the day, in the words of CLDR. */
const MONTH_FIRST: readonly (string | undefined)[] = ["US", "CA", "PH", "AS", "GU", "MP", "PR", "VI"];

/** Whether a language has the month before the day in a date: “March 31, 2025”. @param tag BCP 47, with its region */
export function writesMonthFirst(tag: string): boolean {
  const { language, region } = new Intl.Locale(tag);
  return language === "en" && MONTH_FIRST.includes(region);
}
