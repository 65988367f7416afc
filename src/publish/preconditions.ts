import { isNotModifiedSince } from "../http/conditional.ts";
import { parseHttpDate } from "../http/http-date.ts";
import type { StoredSource } from "../store/article-writer.ts";

/** Tags without their quotes, or `*` for any. */
export type EntityTags = readonly string[] | "*";

/** What must hold of what is stored, as the client says (RFC 9110, section 13.1); missing parts say nothing. */
export interface Preconditions {
  /** `If-Match`: one of these is stored. */
  readonly match?: EntityTags;
  /** `If-None-Match`: none of these is stored. */
  readonly noneMatch?: EntityTags;
  /** `If-Unmodified-Since`, in milliseconds since the epoch. */
  readonly unmodifiedSince?: number;
}

/**
 * The condition under which a request wants something changed; nothing when a field of it cannot be read: to act as
 * if it were not there could destroy what it was to protect.
 * @param now UTC
 */
export function readPreconditions(headers: Headers, now: Date): Preconditions | undefined {
  const [match, noneMatch] = [headers.get("if-match"), headers.get("if-none-match")];
  const unmodified = headers.get("if-unmodified-since");
  const condition: { match?: EntityTags; noneMatch?: EntityTags; unmodifiedSince?: number } = {};
  if (match !== null) {
    const tags = readTags(match);
    if (tags === undefined) return undefined;
    // A weak tag says that texts mean the same, not that they are the same (RFC 9110, section 8.8.3.2).
    condition.match = tags === "*" ? tags : tags.filter(({ weak }) => !weak).map(({ tag }) => tag);
  }
  if (noneMatch !== null) {
    const tags = readTags(noneMatch);
    if (tags === undefined) return undefined;
    condition.noneMatch = tags === "*" ? tags : tags.map(({ tag }) => tag);
  }
  // RFC 9110, section 13.1.4: not where there is an If-Match, and not what is no date.
  const since = match === null && unmodified !== null ? parseHttpDate(unmodified, now) : undefined;
  if (since !== undefined) condition.unmodifiedSince = since;
  return condition;
}

/** Whether a condition holds, in the order of RFC 9110, section 13.2.2. */
export function preconditionsHold(condition: Preconditions, stored: StoredSource | undefined): boolean {
  const { match, noneMatch, unmodifiedSince } = condition;
  if (match !== undefined && !names(match, stored)) return false;
  if (unmodifiedSince !== undefined && stored !== undefined) {
    // What is stored was told of in whole seconds.
    if (Math.floor(stored.modified.getTime() / 1000) * 1000 > unmodifiedSince) return false;
  }
  return noneMatch === undefined || !names(noneMatch, stored);
}

/**
 * Whether a client that reads holds what is stored already (RFC 9110, sections 13.1.2 and 13.1.3).
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

/** The tags of a field (RFC 9110, section 8.8.3); nothing when it is neither `*` nor a list of tags. */
function readTags(
  field: string,
): readonly { readonly tag: string; readonly weak: boolean }[] | "*" | undefined {
  if (field.trim() === "*") return "*";
  if (!LIST_OF_TAGS.test(field)) return undefined;
  return Array.from(field.matchAll(ENTITY_TAG), ([, weak, tag = ""]) => ({ tag, weak: weak !== undefined }));
}

const ENTITY_TAG = /(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"/g;
/** Lists may have empty members (RFC 9110, section 5.6.1.2). */
const LIST_OF_TAGS = /^[ \t,]*(?:(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"[ \t]*(?:,[ \t,]*|$))+$/;
