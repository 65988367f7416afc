import type { Format } from "../lib/feed-format.ts";
import type { Coding } from "./content-coding.ts";
import type { Audience } from "./headers.ts";

/** A document's bytes in each coding, made once and kept. */
export interface Forms {
  /** Codings beside `identity` that it can be had in. */
  readonly codings: readonly Coding[];
  /** The bytes, if they are made. */
  readonly ready: (coding: Coding) => Uint8Array<ArrayBuffer> | undefined;
  /** Makes them; everyone who asks meanwhile shares the work. */
  readonly make: (coding: Coding) => Promise<Uint8Array<ArrayBuffer>>;
}

/** A document that can be asked for again and again, known by its validators before it is rendered. */
export interface Resource {
  readonly audience: Audience;
  readonly mediaType: string;
  /** Differs when a byte of the document differs; the entity tags are made of it. No quotes. */
  readonly tag: string;
  /** UTC, whole seconds. */
  readonly modified: Date;
  readonly cache: CacheSettings;
  /** When the document changes by itself, because an article becomes visible, UTC; nothing if that is not foreseen. */
  readonly next: Date | null;
  /** Values of `Link` (RFC 8288); empty for pages. */
  readonly links: string;
  /** Names by which a cache in front can be told that this has changed. */
  readonly tags: readonly string[];
  readonly forms: Forms;
  /** Whose document it is, for those who count; nothing for what is no feed. */
  readonly feed?: WatchedFeed;
  /** The document of what has been added or changed since a tag, if that can be said for certain. */
  readonly since?: (tag: string) => Forms | undefined;
}

/** The strong entity tag (RFC 9110, section 8.8.3) of a document in a coding. */
export function entityTag(tag: string, coding: Coding): string {
  return coding === "identity" ? `"${tag}"` : `"${tag}-${coding}"`;
}

/** What an entity tag of ours, without its quotes, was made of. */
export function baseOf(entityTag: string): string {
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
export interface WatchedFeed {
  readonly name: string;
  readonly format: Format;
}
