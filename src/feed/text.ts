/**
 * Texts as `feed` 6 must be given them, so that what it prints is well-formed and reads back as it was. All texts
 * that come here are free of what XML forbids (`clean`), which is why U+0001 can stand for something else.
 */

/** Stands for `<` in what is handed to `feed` as an attribute; see `asAttribute`. */
const LESS_THAN = "\u0001";

/** Plain text for an element: `feed` undoes one level of `&amp;` before it escapes. */
export function asText(plain: string): string {
  return plain.replaceAll("&", "&amp;");
}

/**
 * Plain text for an attribute in which `feed` escapes `&` and `"`, but not `<`. There is no text from which it would
 * make `&lt;`, so a control character takes its place until `finishAttributes`.
 */
export function asAttribute(plain: string): string {
  return plain.replaceAll("<", LESS_THAN);
}

/** Plain text for an attribute in which `feed` escapes nothing but `"`. */
export function asRawAttribute(plain: string): string {
  return plain.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/** Puts `&lt;` where `asAttribute` left its mark. */
export function finishAttributes(xml: string): string {
  return xml.replaceAll(LESS_THAN, "&lt;");
}

/**
 * Plain text as an RSS title. Most readers decode it as HTML, some show it as it is; so only what the first would
 * misread is escaped, with the references that the RSS Best Practices Profile recommends. `]]>` must not end the
 * CDATA section that `feed` puts it in.
 */
export function asRssTitle(plain: string): string {
  return plain
    .replace(/&(?=[#\p{L}\p{N}])/gu, "&#x26;")
    .replaceAll("<", "&#x3C;")
    .replaceAll("]]>", "]]&gt;");
}
