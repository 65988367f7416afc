/** Bytes of a slug in UTF-8. File systems allow 255 for a name; the suffix and a temporary name must fit as well. @limit bytes */
export const MAX_SLUG_BYTES = 200;

/** A normalised slug, or a message and a hint. */
export type SlugReading = { readonly slug: string } | { readonly message: string; readonly hint: string };

/**
 * Checks a slug and normalises it (NFC, UAX #15), as systems compose letters differently. It must be safe as a file
 * name and as a path segment: no separators, no `..`, no leading dot, no control characters.
 */
export function readSlug(text: string): SlugReading {
  const slug = text.normalize("NFC");
  if (
    slug === "" ||
    slug.startsWith(".") ||
    slug.includes("..") ||
    /[\p{Cc}\p{Cs}\ufffd\ufffe\uffff/\\]/u.test(slug) ||
    slug.trim() !== slug
  ) {
    return {
      message: "it has a character or dots that a slug must not have, or nothing else",
      hint: "Use letters, digits and hyphens.",
    };
  }
  if (new TextEncoder().encode(slug).length > MAX_SLUG_BYTES) {
    return { message: `the slug is longer than ${MAX_SLUG_BYTES} bytes`, hint: "Use a shorter one." };
  }
  return { slug };
}
