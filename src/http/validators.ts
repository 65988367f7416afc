import { parseHttpDate } from "./http-date.ts";

/**
 * The tags in an `If-None-Match` (RFC 9110, section 13.1.2), without quotes and without the `W/` that weak comparison
 * leaves out; or `*`.
 */
export function parseEntityTags(value: string): readonly string[] | "*" {
  if (value.trim() === "*") return "*";
  return Array.from(value.matchAll(ENTITY_TAG), ([, tag = ""]) => tag);
}

/**
 * Seconds after a change for which its `Last-Modified` is weak: another change may get the same one (RFC 9110, section
 * 8.8.2.2). Clocks count seconds here, and a file is read up to a second after it was saved; the rest is reserve.
 * @limit s
 */
const WEAK_SECONDS = 5;

/** When the `Last-Modified` of a change becomes a strong validator, in milliseconds since the epoch. */
export function strongFrom(modified: Date): number {
  return modified.getTime() + WEAK_SECONDS * 1_000;
}

/**
 * The `Last-Modified` to be sent: while the true one is weak, the second before it, so that a client without entity tags
 * fetches once more when it is strong.
 * @param modified UTC, whole seconds
 */
export function lastModifiedToSend(modified: Date, now: Date): Date {
  return now.getTime() < strongFrom(modified) ? new Date(modified.getTime() - 1_000) : modified;
}

/**
 * Whether nothing has changed since an `If-Modified-Since` (RFC 9110, section 13.1.3). What is no date says nothing, and
 * so does a weak `Last-Modified`.
 */
export function isNotModifiedSince(value: string, modified: Date, now: Date): boolean {
  const time = parseHttpDate(value, now);
  return time !== undefined && modified.getTime() <= time && now.getTime() >= strongFrom(modified);
}

const ENTITY_TAG = /"([\x21\x23-\x7e\x80-\xff]*)"/g;
