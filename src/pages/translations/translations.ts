import type { Site } from "../../site/site.ts";
import { ENGLISH } from "./english.ts";
import { HINDI } from "./hindi.ts";
import type { Translations } from "./translation-keys.ts";

const LANGUAGES: readonly Translations[] = [ENGLISH, HINDI];

/** The words for a site's own language; English where there are none, or no site is known yet. */
export function translationsFor(site: Site | undefined): Translations {
  return LANGUAGES.find(({ language }) => language === primaryLanguage(site)) ?? ENGLISH;
}

/** BCP 47: the language that a site's pages are in, apart from what authors wrote. */
export function pageLanguage(site: Site): string {
  const { language } = translationsFor(site);
  return primaryLanguage(site) === language ? site.language : language;
}

/** The first subtag of the site's language (RFC 5646, section 2.2.1). */
function primaryLanguage(site: Site | undefined): string | undefined {
  return site?.language.split("-", 1)[0]?.toLowerCase();
}
