import type { Site } from "../../site/site.ts";
import { type Html, markup } from "../layout/markup.ts";
import { pageLanguage } from "../translations/translations.ts";

/** Scripts that are written from right to left (ISO 15924) and that a language of today has by default. */
const LEFTWARD: ReadonlySet<string> = new Set(["Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Syrc", "Thaa"]);

/** Whether a language is written from right to left. @param language BCP 47 */
export function isRightToLeft(language: string): boolean {
  const script = new Intl.Locale(language).maximize().script;
  return script !== undefined && LEFTWARD.has(script);
}

/**
 * The direction of a text: that of its language where this is written from right to left; otherwise whatever the text
 * begins with, as a text in Hebrew letters on an English site has that site's language.
 * @param language BCP 47
 */
function directionOf(language: string): "rtl" | "auto" {
  return isRightToLeft(language) ? "rtl" : "auto";
}

/**
 * Language and direction of a text that an author wrote, as attributes.
 * @param language BCP 47
 * @param around the language of what it stands in, which need not be said again
 */
export function langAttributes(language: string, around?: string): Html {
  const direction = markup`dir="${directionOf(language)}"`;
  return language === around ? direction : markup`lang="${language}" ${direction}`;
}

/**
 * The language of an article behind a link, as an attribute; nothing where it is that of the page.
 * @param around BCP 47: the language of the page
 */
export function hreflangAttribute(language: string, around: string): Html {
  return language === around ? markup`` : markup` hreflang="${language}"`;
}

/**
 * The language of the pages' own words where they stand in a text of another, as attributes; nothing elsewhere. Within
 * what is written from right to left they keep their direction.
 */
export function interfaceLangAttributes(site: Site, around: string): Html {
  const own = pageLanguage(site);
  if (own === around) return markup``;
  return isRightToLeft(around) ? markup` lang="${own}" dir="ltr"` : markup` lang="${own}"`;
}
