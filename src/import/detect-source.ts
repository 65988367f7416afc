import { decodeWhole } from "./charset.ts";

/** Bytes at the beginning of a source by which its kind is recognised: feeds and pages declare much before they begin. @limit bytes */
export const SNIFFED_BYTES = 65_536;

/** What a source of articles is. */
export type SourceKind = "feed" | "wordpress" | "page";

/** What a source is instead, in words that say what to do. */
export interface UnknownSource {
  readonly reason: string;
}

/**
 * Recognises a source by what it says, whatever its name.
 * @param bytes its beginning, or all of it
 * @param charset what a server says its encoding is
 */
export function detectSource(bytes: Uint8Array, charset?: string): SourceKind | UnknownSource {
  const head = bytes.subarray(0, SNIFFED_BYTES);
  if (head.length === 0) return { reason: "it is empty" };
  if (head[0] === 0x50 && head[1] === 0x4b) return { reason: "it is a ZIP archive: unpack it first" };
  if (head[0] === 0x1f && head[1] === 0x8b) return { reason: "it is compressed with gzip: unpack it first" };
  const text = decodeWhole(head, charset).trimStart();
  if (text.startsWith("{")) return recogniseJson(text);
  if (!text.startsWith("<")) return UNKNOWN;
  const root = rootOf(text);
  // Whatever its prefix.
  switch (root?.toLowerCase().replace(/^.*:/, "")) {
    case "rss":
      return /wordpress\.org\/export\/|<wp:wxr_version/i.test(text) ? "wordpress" : "feed";
    case "feed":
    case "rdf":
      return "feed";
    case "html":
    case "head":
    case "body":
    case "meta":
    case "title":
    case "article":
      return "page";
    default:
      return /^<!doctype html/i.test(text) ? "page" : UNKNOWN;
  }
}

const UNKNOWN: UnknownSource = {
  reason: "it is neither a content folder, an RSS, Atom or JSON feed, a WordPress export nor a page of an article",
};

function recogniseJson(text: string): SourceKind | UnknownSource {
  if (/"https?:\/\/jsonfeed\.org\/version\//.test(text) || /"items"\s*:\s*\[/.test(text)) return "feed";
  return /"headline"\s*:/.test(text)
    ? { reason: "it is one article: put it into a folder and bring that along" }
    : UNKNOWN;
}

/** Name of the first element, behind declarations, comments and a document type. */
function rootOf(text: string): string | undefined {
  let rest = text;
  for (;;) {
    const skipped = /^(?:<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!doctype[^[>]*(?:\[[\s\S]*?\]\s*)?>)\s*/i.exec(rest);
    if (skipped === null) break;
    rest = rest.slice(skipped[0].length);
  }
  return /^<([A-Za-z][A-Za-z0-9:_-]*)/.exec(rest)?.[1];
}
