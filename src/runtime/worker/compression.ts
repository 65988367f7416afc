import type { Compression } from "../../http/representation-cache.ts";

/** What Cloudflare compresses by itself, and better: it holds the copy that readers get. */
const LEFT_TO_PLATFORM = /^(?:text\/html|application\/rss\+xml)/;

/** Compresses on Workers what the platform leaves alone: Atom and JSON Feed. */
export const workerCompression: Compression = {
  codings: (mediaType) => (LEFT_TO_PLATFORM.test(mediaType) ? [] : ["gzip"]),
  compress: async (bytes) => {
    const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  },
};
