import { LRUCache } from "lru-cache";
import type { Bytes } from "../feed/document.ts";
import { MAX_KEPT_DOCUMENT_BYTES, MAX_KEPT_RESOURCES } from "../limits.ts";
import { CODINGS, type Coding } from "./encoding.ts";
import type { Forms } from "./resource.ts";

/** How a runtime compresses: which codings it offers for a media type, and how it makes one. */
export interface Compression {
  readonly codings: (mediaType: string) => readonly Coding[];
  readonly compress: (bytes: Bytes, coding: Coding) => Promise<Bytes>;
}

/** Documents in all their codings, kept up to `MAX_KEPT_DOCUMENT_BYTES`. */
export interface Shelf {
  /**
   * The forms of a document.
   * @param place what it is a document of
   * @param version of what is at the place; with a new one all that is kept of the former is given up
   * @param key differs when a byte of the document differs
   * @param render makes its bytes
   */
  readonly formsOf: (
    place: string,
    version: string,
    key: string,
    mediaType: string,
    render: () => Promise<Bytes>,
  ) => Forms;
}

/**
 * A shelf that forgets what was longest not asked for.
 * @param share of `MAX_KEPT_DOCUMENT_BYTES` that it may hold
 * @param shared whether whoever asks while something is made waits for the same work
 */
export function createShelf({ codings, compress }: Compression, shared = true, share = 1): Shelf {
  const kept = new LRUCache<string, Bytes>({
    maxSize: MAX_KEPT_DOCUMENT_BYTES * share,
    sizeCalculation: (bytes, key) => bytes.length + 2 * key.length,
  });
  const places = new LRUCache<string, { readonly version: string; readonly keys: Set<string> }>({
    max: MAX_KEPT_RESOURCES,
  });
  const inFlight = new Map<string, Promise<Bytes>>();

  const make = (key: string, work: () => Promise<Bytes>): Promise<Bytes> => {
    const ready = kept.get(key);
    if (ready !== undefined) return Promise.resolve(ready);
    const begun = shared ? inFlight.get(key) : undefined;
    if (begun !== undefined) return begun;
    const flight = work()
      .then((bytes) => {
        kept.set(key, bytes);
        return bytes;
      })
      .finally(() => inFlight.delete(key));
    inFlight.set(key, flight);
    return flight;
  };

  return {
    formsOf(place, version, key, mediaType, render) {
      let held = places.get(place);
      if (held?.version !== version) {
        for (const former of held?.keys ?? [])
          for (const coding of CODINGS) kept.delete(`${coding} ${former}`);
        held = { version, keys: new Set() };
        places.set(place, held);
      }
      held.keys.add(key);
      const keyOf = (coding: Coding) => `${coding} ${key}`;
      const plain = () => make(keyOf("identity"), render);
      return {
        codings: codings(mediaType),
        ready: (coding) => kept.get(keyOf(coding)),
        make: (coding) =>
          coding === "identity" ? plain() : make(keyOf(coding), async () => compress(await plain(), coding)),
      };
    },
  };
}
