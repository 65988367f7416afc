import type { Picture } from "./article.ts";

const MEDIA_TYPES: ReadonlyMap<string, string> = new Map([
  ["avif", "image/avif"],
  ["gif", "image/gif"],
  ["jpe", "image/jpeg"],
  ["jpeg", "image/jpeg"],
  ["jpg", "image/jpeg"],
  ["png", "image/png"],
  ["svg", "image/svg+xml"],
  ["webp", "image/webp"],
]);

/** For data of unknown type (RFC 2046, section 4.5.1); an RSS enclosure needs a type. */
const UNKNOWN_TYPE = "application/octet-stream";

/**
 * Reads the text after `Image:`.
 * @returns undefined if the address is not an absolute http or https one
 */
export function parsePicture(text: string): Picture | undefined {
  const [address = "", ...alternative] = text.split("|");
  if (!/^https?:\/\//i.test(address.trim()) || !URL.canParse(address.trim())) return undefined;
  return pictureAt(new URL(address.trim()), alternative.join("|").trim());
}

/** The picture at an http or https address. */
export function pictureAt(address: URL, alternative: string): Picture {
  const suffix = /\.([a-z]+)$/i.exec(address.pathname)?.[1]?.toLowerCase() ?? "";
  return { address: address.href, alternative, type: MEDIA_TYPES.get(suffix) ?? UNKNOWN_TYPE };
}
