import type { Site } from "../../site/site.ts";
import { ENGLISH } from "./english.ts";
import { HINDI } from "./hindi.ts";
import type { Translations } from "./translation-keys.ts";

const LANGUAGES: readonly Translations[] = [ENGLISH, HINDI];

const chosen = new WeakMap<Site, Translations>();

/** The words for a site's own language; English where there are none, or no site is known yet. */
export function translationsFor(site: Site | undefined): Translations {
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
  const { language } = translationsFor(site);
  return new Intl.Locale(site.language).language === language ? site.language : language;
}
