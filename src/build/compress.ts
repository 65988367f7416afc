import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Compression } from "../http/representation-cache.ts";

/** Bytes beyond which a document is compressed faster: archives are most of a large site, and hardly read. @limit bytes */
const LARGE_BYTES = 65_536;

/** Bytes that come out at a time. With the usual 16 KiB a large document goes back and forth between threads. @limit bytes */
const MAX_CHUNK_BYTES = 262_144;

const gzipAsync = promisify(gzip);
const brotliAsync = promisify(brotliCompress);

/** Compresses in the threads beside the one that renders. */
export const buildCompression: Compression = {
  codings: () => ["br", "gzip"],
  async compress(bytes, coding) {
    const isLarge = bytes.length > LARGE_BYTES;
    const chunkSize = Math.min(MAX_CHUNK_BYTES, Math.max(constants.Z_MIN_CHUNK, bytes.length >> 1));
    if (coding === "gzip") return gzipAsync(bytes, { level: isLarge ? 4 : 9, chunkSize });
    const params = {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_QUALITY]: isLarge ? 4 : 5,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    };
    return brotliAsync(bytes, { params, chunkSize });
  },
};
