import type { Format } from "../lib/feed-format.ts";
import type { ContentCoding } from "./content-coding.ts";

/** The representations of a document (RFC 9110, section 3.2): its bytes in each content coding, each made once. */
export interface Representations {
  /** The codings besides `identity` that there are. */
  readonly codings: readonly ContentCoding[];
  /** The bytes, if they are encoded already. */
  readonly ready: (coding: ContentCoding) => Uint8Array<ArrayBuffer> | undefined;
  /** Encodes them; concurrent calls share the work. */
  readonly encode: (coding: ContentCoding) => Promise<Uint8Array<ArrayBuffer>>;
}

/** A document with its validators, which are known before it is rendered. */
export interface Resource {
  readonly audience: Audience;
  readonly mediaType: string;
  /** The common part of its entity tags, without quotes. It differs when a byte of the document differs. */
  readonly opaqueTag: string;
  /** UTC, whole seconds. */
  readonly lastModified: Date;
  readonly cache: CacheSettings;
  /** When the document changes by itself, because an article becomes visible, UTC; nothing if that is not foreseen. */
  readonly changesAt: Date | null;
  /** Values of `Link` (RFC 8288); empty for pages. */
  readonly links: string;
  /** Cache tags, by which a shared cache is told that it has changed. */
  readonly cacheTags: readonly string[];
  readonly representations: Representations;
  /** The feed that is counted in the metrics; undefined if it is no feed. */
  readonly feed?: FeedLabel;
  /** The delta (RFC 3229) since an entity tag; undefined if it is not known for certain. */
  readonly deltaSince?: (tag: string) => Representations | undefined;
}

/** The strong entity tag (RFC 9110, section 8.8.3) of a document in a coding. */
export function entityTag(tag: string, coding: ContentCoding): string {
  return coding === "identity" ? `"${tag}"` : `"${tag}-${coding}"`;
}

/** The opaque tag that an entity tag of ours, without quotes, was made from. */
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

/** Whether an address is for programs or for people: their headers differ. */
export type Audience = "feed" | "page";
