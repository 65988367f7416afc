/**
 * Scripts whose texts are, in the Indian press, of one language each (ISO 15924 → BCP 47). A site whose own language
 * is written in the script (Marathi in Devanagari, say) is believed instead.
 */
const LANGUAGES: Readonly<Record<string, { readonly name: string; readonly language: string }>> = {
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

const SCRIPTS = Object.entries(LANGUAGES).map(([code, { name, language }]) => ({
  code,
  language,
  letters: new RegExp(`\\p{L}(?<=\\p{Script=${name}})`, "gu"),
}));

/**
 * The language of a text, told by its script: most of its letters belong to a script that stands for a language
 * other than the site's. Everything else is in the site's language.
 * @param text plain text
 * @param siteLanguage BCP 47
 * @returns BCP 47
 */
export function languageOf(text: string, siteLanguage: string): string {
  // Every script of the list lies above this, so an English text is told by one look at each character.
  if (!/[\u0600-\u0dff]/.test(text)) return siteLanguage;
  const letters = text.match(LETTER)?.length ?? 0;
  const found = SCRIPTS.find(({ letters: own }) => 2 * (text.match(own)?.length ?? 0) > letters);
  if (found === undefined) return siteLanguage;
  return new Intl.Locale(siteLanguage).maximize().script === found.code ? siteLanguage : found.language;
}
