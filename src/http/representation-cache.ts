import type { Bytes } from "../lib/bytes.ts";
import { LruMap } from "../lib/cache/lru-map.ts";
import { CONTENT_CODINGS, type ContentCoding } from "./content-coding.ts";
import type { Representations } from "./resource.ts";

/** Bytes of whole documents, plain and compressed, that are kept: a few hundred feeds in every form. @limit bytes */
export const MAX_CACHED_DOCUMENT_BYTES = 67_108_864;

/** Addresses whose answers are kept ready; what is not among them is worked out anew. @limit addresses */
export const MAX_CACHED_RESOURCES = 10_000;

/** How a runtime compresses: which codings it offers for a media type, and how it makes one. */
export interface Compression {
  readonly codings: (mediaType: string) => readonly ContentCoding[];
  readonly compress: (bytes: Bytes, coding: ContentCoding) => Promise<Bytes>;
}

/** Documents in all their codings, kept up to `MAX_CACHED_DOCUMENT_BYTES`. */
export interface RepresentationCache {
  /**
   * The forms of a document.
   * @param address what it is a document of
   * @param version of what is at the place; with a new one all that is kept of the former is given up
   * @param key differs when a byte of the document differs
   * @param render makes its bytes
   */
  readonly representationsOf: (
    address: string,
    version: string,
    key: string,
    mediaType: string,
    render: () => Promise<Bytes>,
  ) => Representations;
  /** The forms of a document that is not kept: it lasts as long as whoever holds them. */
  readonly uncached: (mediaType: string, render: () => Promise<Bytes>) => Representations;
}

/**
 * A cache that drops the representations that were used least recently.
 * @param shared whether whoever asks while something is made waits for the same work
 * @param maxBytes bytes of documents that it may hold
 * @param maxResources addresses whose documents it tells apart
 */
export function createRepresentationCache(
  { codings, compress }: Compression,
  shared = true,
  maxBytes = MAX_CACHED_DOCUMENT_BYTES,
  maxResources = MAX_CACHED_RESOURCES,
): RepresentationCache {
  const cached = new LruMap<Bytes>({
    maxSize: maxBytes,
    sizeOf: (bytes, key) => bytes.length + 2 * key.length,
  });
  const places = new LruMap<{ readonly version: string; readonly keys: Set<string>; previous: readonly string[] }>({
    max: maxResources,
  });
  const inFlight = new Map<string, Promise<Bytes>>();

  const make = (key: string, work: () => Promise<Bytes>): Promise<Bytes> => {
    const ready = cached.get(key);
    if (ready !== undefined) return Promise.resolve(ready);
    const pending = shared ? inFlight.get(key) : undefined;
    if (pending !== undefined) return pending;
    const flight = work()
      .then((bytes) => {
        cached.set(key, bytes);
        return bytes;
      })
      .finally(() => inFlight.delete(key));
    inFlight.set(key, flight);
    return flight;
  };

  return {
    representationsOf(address, version, key, mediaType, render) {
      let current = places.get(address);
      if (current?.version !== version) {
        current = {
          version,
          keys: new Set(),
          previous: [...(current?.previous ?? []), ...(current?.keys ?? [])],
        };
        places.set(address, current);
      }
      current.keys.add(key);
      const own = current;
      // Until there is something in its place, the former is what can be shown while the store fails.
      const giveUp = () => {
        for (const previous of own.previous)
          if (!own.keys.has(previous)) for (const coding of CONTENT_CODINGS) cached.delete(`${coding} ${previous}`);
        own.previous = [];
      };
      const keyOf = (coding: ContentCoding) => `${coding} ${key}`;
      const plain = () =>
        make(keyOf("identity"), async () => {
          const bytes = await render();
          giveUp();
          return bytes;
        });
      return {
        codings: codings(mediaType),
        ready: (coding) => cached.get(keyOf(coding)),
        encode: (coding) =>
          coding === "identity" ? plain() : make(keyOf(coding), async () => compress(await plain(), coding)),
      };
    },

    uncached(mediaType, render) {
      let plain: Promise<Bytes> | undefined;
      return {
        // Brotli takes its time, which pays off only for those who ask later.
        codings: codings(mediaType).filter((coding) => coding !== "br"),
        ready: () => undefined,
        async encode(coding) {
          plain ??= render();
          return coding === "identity" ? plain : compress(await plain, coding);
        },
      };
    },
  };
}
