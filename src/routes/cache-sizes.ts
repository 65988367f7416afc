import { MAX_HISTORY_ENTRIES } from "../feed/delta/feed-history.ts";
import { MAX_CACHED_ENTRY_BYTES } from "../feed/renderer.ts";
import { MAX_CACHED_DOCUMENT_BYTES, MAX_CACHED_RESOURCES } from "../http/representation-cache.ts";

/** Entries in all cached resources, some 300 bytes each where the store creates them for each. @limit entries */
const MAX_CACHED_ENTRIES = 200_000;

/** The share of Node's cache sizes that a Worker has: an isolate has 128 MB, and the shared cache answers most polls. @limit share */
const WORKER_CACHE_SHARE = 0.125;

/** The sizes of the caches of a deployment. */
export interface CacheSizes {
  /** Addresses whose responses are kept. */
  readonly resources: number;
  /** Entries that these responses list. */
  readonly entries: number;
  /** Bytes of whole documents, in every content coding. */
  readonly documentBytes: number;
  /** Bytes of rendered entries. */
  readonly renderedBytes: number;
  /** Entries in remembered states of feeds, from which deltas are made. */
  readonly historyEntries: number;
}

/** The sizes on Node. */
export const CACHE_SIZES: CacheSizes = {
  resources: MAX_CACHED_RESOURCES,
  entries: MAX_CACHED_ENTRIES,
  documentBytes: MAX_CACHED_DOCUMENT_BYTES,
  renderedBytes: MAX_CACHED_ENTRY_BYTES,
  historyEntries: MAX_HISTORY_ENTRIES,
};

/** The sizes on Workers. */
export const WORKER_CACHE_SIZES: CacheSizes = {
  resources: CACHE_SIZES.resources * WORKER_CACHE_SHARE,
  entries: CACHE_SIZES.entries * WORKER_CACHE_SHARE,
  documentBytes: CACHE_SIZES.documentBytes * WORKER_CACHE_SHARE,
  renderedBytes: CACHE_SIZES.renderedBytes * WORKER_CACHE_SHARE,
  historyEntries: CACHE_SIZES.historyEntries,
};
