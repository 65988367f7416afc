import { REFERENCE } from "./character-references.ts";

/**
 * Escapes texts for `feed` 6, so that its output is well-formed and parses back to the same text. The texts contain no
 * character that XML forbids, so U+0001 and U+0002 are free to be used as placeholders.
 */

/** Placeholders for `<` and tab in attributes; see `asAttribute`. */
const LESS_THAN = "\u0001";
const TAB = "\u0002";

/** Escapes plain text for an element: `feed` unescapes one level of `&amp;` before it escapes. */
export function asText(plain: string): string {
  return plain.replaceAll("&", "&amp;");
}

/**
 * Escapes plain text for an attribute in which `feed` escapes `&` and `"`, but neither `<` nor tab, which a parser would
 * turn into a space (XML 1.0, section 3.3.3). No input makes `feed` print `&lt;` or `&#9;`, so placeholders stand for
 * them until `finishAttributes`.
 */
export function asAttribute(plain: string): string {
  return plain.replaceAll("<", LESS_THAN).replaceAll("\t", TAB);
}

/** Escapes plain text for an attribute in which `feed` escapes only `"`. */
export function asRawAttribute(plain: string): string {
  return plain.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("\t", "&#9;");
}

/**
 * Escapes plain text for an attribute that is added to the output of `feed`, as `feed` does. Apostrophes stay: parsers
 * that know only the entities of XML would show `&#39;`.
 */
export function asOwnAttribute(plain: string): string {
  return asRawAttribute(plain).replaceAll('"', "&quot;");
}

/** Replaces the placeholders of `asAttribute` by `&lt;` and `&#9;`. */
export function finishAttributes(xml: string): string {
  return xml.replaceAll(LESS_THAN, "&lt;").replaceAll(TAB, "&#9;");
}

/**
 * Escapes plain text for an RSS title. Most readers decode it as HTML, some show it as is, so only what the former would
 * misread is escaped, by the references that the RSS Best Practices Profile recommends. `]]>` must not end the CDATA
 * section of `feed`.
 */
export function asRssTitle(plain: string): string {
  return plain.replace(REFERENCE, "&#x26;").replaceAll("<", "&#x3C;").replaceAll("]]>", "]]&gt;");
}
