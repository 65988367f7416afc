import { parseHttpDate } from "../http/http-date.ts";
import { isNotModifiedSince } from "../http/validators.ts";
import type { StoredSource } from "../store/article-writer.ts";

/** Entity tags without quotes, or `*` for any. */
export type EntityTags = readonly string[] | "*";

/** Conditions on the stored article (RFC 9110, section 13.1). */
export interface Preconditions {
  /** `If-Match`: the stored tag is one of these. */
  readonly match?: EntityTags;
  /** `If-None-Match`: the stored tag is none of these. */
  readonly noneMatch?: EntityTags;
  /** `If-Unmodified-Since`, in milliseconds since the epoch. */
  readonly unmodifiedSince?: number;
}

/**
 * The preconditions of a write. Undefined if a field cannot be parsed: ignoring it could overwrite what it protects.
 * @param now UTC
 */
export function readPreconditions(headers: Headers, now: Date): Preconditions | undefined {
  const [match, noneMatch] = [headers.get("if-match"), headers.get("if-none-match")];
  const unmodified = headers.get("if-unmodified-since");
  const condition: { match?: EntityTags; noneMatch?: EntityTags; unmodifiedSince?: number } = {};
  if (match !== null) {
    const tags = readTags(match);
    if (tags === undefined) return undefined;
    // If-Match compares strongly: a weak tag never matches (RFC 9110, section 8.8.3.2).
    condition.match = tags === "*" ? tags : tags.filter(({ weak }) => !weak).map(({ tag }) => tag);
  }
  if (noneMatch !== null) {
    const tags = readTags(noneMatch);
    if (tags === undefined) return undefined;
    condition.noneMatch = tags === "*" ? tags : tags.map(({ tag }) => tag);
  }
  // RFC 9110, section 13.1.4: ignored beside If-Match, or if it is no date.
  const since = match === null && unmodified !== null ? parseHttpDate(unmodified, now) : undefined;
  if (since !== undefined) condition.unmodifiedSince = since;
  return condition;
}

/** Whether the preconditions hold, evaluated in the order of RFC 9110, section 13.2.2. */
export function preconditionsHold(condition: Preconditions, stored: StoredSource | undefined): boolean {
  const { match, noneMatch, unmodifiedSince } = condition;
  if (match !== undefined && !names(match, stored)) return false;
  if (unmodifiedSince !== undefined && stored !== undefined) {
    // HTTP dates are in whole seconds.
    if (Math.floor(stored.modified.getTime() / 1000) * 1000 > unmodifiedSince) return false;
  }
  return noneMatch === undefined || !names(noneMatch, stored);
}

/**
 * Whether a GET is answered with 304 (RFC 9110, sections 13.1.2 and 13.1.3).
 * @param now UTC
 */
export function isNotModified(headers: Headers, stored: StoredSource, now: Date): boolean {
  const condition = headers.get("if-none-match");
  if (condition !== null) {
    const tags = readTags(condition) ?? [];
    return names(tags === "*" ? tags : tags.map(({ tag }) => tag), stored);
  }
  const since = headers.get("if-modified-since");
  const modified = new Date(Math.floor(stored.modified.getTime() / 1000) * 1000);
  return since !== null && isNotModifiedSince(since, modified, now);
}

function names(tags: EntityTags, stored: StoredSource | undefined): boolean {
  return stored !== undefined && (tags === "*" || tags.includes(stored.tag));
}

/** The entity tags of a field (RFC 9110, section 8.8.3). Undefined if it is neither `*` nor a list of tags. */
function readTags(field: string): readonly { readonly tag: string; readonly weak: boolean }[] | "*" | undefined {
  if (field.trim() === "*") return "*";
  if (!LIST_OF_TAGS.test(field)) return undefined;
  return Array.from(field.matchAll(ENTITY_TAG), ([, weak, tag = ""]) => ({ tag, weak: weak !== undefined }));
}

const ENTITY_TAG = /(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"/g;
/** Lists may have empty members (RFC 9110, section 5.6.1.2). */
const LIST_OF_TAGS = /^[ \t,]*(?:(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"[ \t]*(?:,[ \t,]*|$))+$/;
