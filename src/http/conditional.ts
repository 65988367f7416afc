import { parseHttpDate } from "./date.ts";

/** What a representation is known by (RFC 9110, section 8.8). */
export interface Validators {
  /** A strong entity tag, quotes included. */
  readonly etag: string;
  /** UTC, whole seconds. */
  readonly modified: Date;
}

/**
 * Whether a GET or HEAD is to be answered 304 (RFC 9110, section 13.2.2): `If-None-Match` decides if it is there,
 * else `If-Modified-Since`.
 * @param now UTC
 */
export function isNotModified(headers: Headers, { etag, modified }: Validators, now: Date): boolean {
  const tags = headers.get("if-none-match");
  if (tags !== null) return matches(tags, etag);
  const since = headers.get("if-modified-since");
  const time = since === null ? undefined : parseHttpDate(since, now);
  return time !== undefined && modified.getTime() <= time;
}

/** Weak comparison (RFC 9110, section 8.8.3.2) of one's own tag with the list in `If-None-Match`. */
function matches(list: string, own: string): boolean {
  if (list.trim() === "*") return true;
  for (const [tag] of list.matchAll(ENTITY_TAG)) if (tag === own) return true;
  return false;
}

/** RFC 9110, section 8.8.3, without the `W/` that weak comparison leaves out. */
const ENTITY_TAG = /"[\x21\x23-\x7e\x80-\xff]*"/g;
