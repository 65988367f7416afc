import { parseHttpDate } from "./http-date.ts";

/**
 * The tags in an `If-None-Match` (RFC 9110, section 13.1.2), without quotes and without the `W/` that weak comparison
 * leaves out; or `*`.
 */
export function parseEntityTags(value: string): readonly string[] | "*" {
  if (value.trim() === "*") return "*";
  return Array.from(value.matchAll(ENTITY_TAG), ([, tag = ""]) => tag);
}

/** Whether nothing has changed since an `If-Modified-Since` (RFC 9110, section 13.1.3); what is no date says nothing. */
export function isNotModifiedSince(value: string, modified: Date, now: Date): boolean {
  const time = parseHttpDate(value, now);
  return time !== undefined && modified.getTime() <= time;
}

const ENTITY_TAG = /"([\x21\x23-\x7e\x80-\xff]*)"/g;
