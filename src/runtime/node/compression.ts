import { brotliCompress, constants, gzip } from "node:zlib";
import type { Compression } from "../../http/representation-cache.ts";
import type { Bytes } from "../../lib/bytes.ts";

/** Best for gzip, and little dearer than the default for documents of this size. */
const GZIP_LEVEL = 9;

/** Beyond this the last per cent costs ten times the time. */
const BROTLI_QUALITY = 9;

/** One list, as what is negotiated is remembered by list. */
const OFFERED = ["br", "gzip"] as const;

/** Compresses on Node, in the threads beside the one that answers requests. */
export const nodeCompression: Compression = {
  codings: () => OFFERED,
  compress: (bytes, coding) =>
    new Promise((resolve, reject) => {
      const finished = (error: Error | null, compressed: Buffer) => {
        if (error) reject(error);
        else resolve(new Uint8Array(compressed));
      };
      if (coding === "br") brotliCompress(bytes, { params: brotliParameters(bytes) }, finished);
      else gzip(bytes, { level: GZIP_LEVEL }, finished);
    }),
};

function brotliParameters(bytes: Bytes): Record<number, number> {
  return {
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
}
