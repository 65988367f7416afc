import type { Format } from "../lib/feed-format.ts";
import type { ContentCoding } from "./content-coding.ts";

/** A document's bytes in each coding, made once and kept. */
export interface Representations {
  /** Codings beside `identity` that it can be had in. */
  readonly codings: readonly ContentCoding[];
  /** The bytes, if they are made. */
  readonly ready: (coding: ContentCoding) => Uint8Array<ArrayBuffer> | undefined;
  /** Makes them; everyone who asks meanwhile shares the work. */
  readonly encode: (coding: ContentCoding) => Promise<Uint8Array<ArrayBuffer>>;
}

/** A document that can be asked for again and again, known by its validators before it is rendered. */
export interface Resource {
  readonly audience: Audience;
  readonly mediaType: string;
  /** Differs when a byte of the document differs; the entity tags are made of it. No quotes. */
  readonly opaqueTag: string;
  /** UTC, whole seconds. */
  readonly lastModified: Date;
  readonly cache: CacheSettings;
  /** When the document changes by itself, because an article becomes visible, UTC; nothing if that is not foreseen. */
  readonly changesAt: Date | null;
  /** Values of `Link` (RFC 8288); empty for pages. */
  readonly links: string;
  /** Names by which a cache in front can be told that this has changed. */
  readonly cacheTags: readonly string[];
  readonly representations: Representations;
  /** Whose document it is, for those who count; nothing for what is no feed. */
  readonly feed?: FeedLabel;
  /** The document of what has been added or changed since a tag, if that can be said for certain. */
  readonly deltaSince?: (tag: string) => Representations | undefined;
}

/** The strong entity tag (RFC 9110, section 8.8.3) of a document in a coding. */
export function entityTag(tag: string, coding: ContentCoding): string {
  return coding === "identity" ? `"${tag}"` : `"${tag}-${coding}"`;
}

/** What an entity tag of ours, without its quotes, was made of. */
export function opaqueTagOf(entityTag: string): string {
  return entityTag.replace(/-(?:gzip|br)$/, "");
}

/** Seconds that caches may keep a document. */
export interface CacheSettings {
  /** Fresh for so long. */
  readonly maxAge: number;
  /** May be served stale for so long while a new one is fetched (RFC 5861). */
  readonly staleWhileRevalidate: number;
  /** May be served stale for so long when the origin fails (RFC 5861). */
  readonly staleIfError: number;
}

/** A feed as it is counted: `all`, `categories/india`, `authors/a-writer`; `search` for all searches together. */
export interface FeedLabel {
  readonly name: string;
  readonly format: Format;
}

/** What kind of address it is that answers. */
export type Audience = "feed" | "page";
