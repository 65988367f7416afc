import { REFERENCE } from "./character-references.ts";

/**
 * Texts as `feed` 6 must be given them, so that what it prints is well-formed and reads back as it was. All texts
 * that come here are free of what XML forbids (`clean`), which is why U+0001 and U+0002 can stand for something else.
 */

/** Stand for `<` and for a tab in what is handed to `feed` as an attribute; see `asAttribute`. */
const LESS_THAN = "\u0001";
const TAB = "\u0002";

/** Plain text for an element: `feed` undoes one level of `&amp;` before it escapes. */
export function asText(plain: string): string {
  return plain.replaceAll("&", "&amp;");
}

/**
 * Plain text for an attribute in which `feed` escapes `&` and `"`, but not `<`, nor a tab, of which parsers make a
 * blank there (XML 1.0, section 3.3.3). There is no text from which it would make `&lt;` or `&#9;`, so control
 * characters take their place until `finishAttributes`.
 */
export function asAttribute(plain: string): string {
  return plain.replaceAll("<", LESS_THAN).replaceAll("\t", TAB);
}

/** Plain text for an attribute in which `feed` escapes nothing but `"`. */
export function asRawAttribute(plain: string): string {
  return plain.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("\t", "&#9;");
}

/**
 * Plain text as the value of an attribute that is added to what `feed` prints, escaped as `feed` does: an apostrophe
 * stays, as parsers that know only XML's own entities would show `&#39;`.
 */
export function asOwnAttribute(plain: string): string {
  return asRawAttribute(plain).replaceAll('"', "&quot;");
}

/** Puts `&lt;` and `&#9;` where `asAttribute` left its marks. */
export function finishAttributes(xml: string): string {
  return xml.replaceAll(LESS_THAN, "&lt;").replaceAll(TAB, "&#9;");
}

/**
 * Plain text as an RSS title. Most readers decode it as HTML, some show it as it is; so only what the first would
 * misread is escaped, with the references that the RSS Best Practices Profile recommends. `]]>` must not end the
 * CDATA section that `feed` puts it in.
 */
export function asRssTitle(plain: string): string {
  return plain.replace(REFERENCE, "&#x26;").replaceAll("<", "&#x3C;").replaceAll("]]>", "]]&gt;");
}
