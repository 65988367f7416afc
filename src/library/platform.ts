import type { Compression } from "../http/representation-cache.ts";

/** Whether this is Cloudflare's runtime, where no request may wait for the I/O of another one. */
export const IS_WORKERS = globalThis.navigator?.userAgent === "Cloudflare-Workers";

/** Compresses with what every runtime has; where it has none, documents are sent as they are. */
export const streamCompression: Compression = {
  codings: () => (globalThis.CompressionStream === undefined ? [] : ["gzip"]),
  compress: async (bytes) => {
    const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  },
};
