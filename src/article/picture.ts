import type { Picture } from "./article.ts";

const TYPES: ReadonlyMap<string, string> = new Map([
  ["avif", "image/avif"],
  ["gif", "image/gif"],
  ["jpe", "image/jpeg"],
  ["jpeg", "image/jpeg"],
  ["jpg", "image/jpeg"],
  ["png", "image/png"],
  ["svg", "image/svg+xml"],
  ["webp", "image/webp"],
]);

/** RFC 2046, section 4.5.1: for data whose type is not known. A feed's enclosure must name one. */
const UNKNOWN_TYPE = "application/octet-stream";

/**
 * Reads what stands behind `Image:`.
 * @returns the picture, or nothing when the address is not an absolute http or https one
 */
export function parsePicture(text: string): Picture | undefined {
  const [written = "", ...rest] = text.split("|");
  if (!/^https?:\/\//i.test(written.trim()) || !URL.canParse(written.trim())) return undefined;
  return pictureAt(new URL(written.trim()), rest.join("|").trim());
}

/** The picture at an http or https address; its type is told from the address. */
export function pictureAt(address: URL, alternative: string): Picture {
  const suffix = /\.([a-z]+)$/i.exec(address.pathname)?.[1]?.toLowerCase() ?? "";
  return { address: address.href, alternative, type: TYPES.get(suffix) ?? UNKNOWN_TYPE };
}
