import { joinBytes } from "../../lib/bytes.ts";
import { MAX_ARTICLE_BYTES } from "../../source/source.ts";

/** Bytes of a bulk request: the maximum of Cloudflare's smaller plans. @limit bytes */
export const MAX_BULK_BYTES = 104_857_600;

/** Lines of a bulk request: the slugs that changed are in memory until its end. @limit lines */
export const MAX_BULK_LINES = 10_000;

/** Bytes of a line of a bulk request: the longest article with the escapes of a JSON encoder. @limit bytes */
export const MAX_BULK_LINE_BYTES = 4 * MAX_ARTICLE_BYTES;

/** Milliseconds without new bytes after which the lines so far are written: the client may wait for their replies. @limit ms */
export const BATCH_PAUSE_MS = 50;

export type StreamPiece =
  /** A line; its bytes are undefined if it is longer than `MAX_BULK_LINE_BYTES`. */
  | { readonly kind: "line"; readonly number: number; readonly bytes: Uint8Array | undefined }
  /** No bytes arrived for `BATCH_PAUSE_MS`. */
  | { readonly kind: "pause" }
  /** The limit of lines or bytes is exceeded from this line on. */
  | { readonly kind: "too-much"; readonly number: number };

const PAUSE = { kind: "pause" } as const;

/**
 * Splits a stream into lines at LF or CRLF. Blank lines are left out, but counted in the numbers.
 * @throws the error of the stream
 */
export async function* splitStream(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<StreamPiece> {
  let chunks: Uint8Array[] = [];
  let length = 0;
  let number = 1;
  let total = 0;

  const append = (bytes: Uint8Array) => {
    length += bytes.length;
    if (length <= MAX_BULK_LINE_BYTES) chunks.push(bytes);
    else chunks = [];
  };
  const endLine = (): StreamPiece | undefined => {
    const bytes = length > MAX_BULK_LINE_BYTES ? undefined : joinBytes(chunks);
    const line: StreamPiece = { kind: "line", number, bytes };
    [chunks, length, number] = [[], 0, number + 1];
    return bytes?.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d) ? undefined : line;
  };

  for (;;) {
    const reading = reader.read();
    if ((await readOrPause(reading)) === PAUSE) yield PAUSE;
    const { value: chunk, done } = await reading;
    if (done) break;
    total += chunk.length;
    if (total > MAX_BULK_BYTES) return yield { kind: "too-much", number };
    let start = 0;
    for (let stop = chunk.indexOf(0x0a); stop !== -1; stop = chunk.indexOf(0x0a, start)) {
      append(chunk.subarray(start, stop));
      start = stop + 1;
      const line = endLine();
      if (number - 1 > MAX_BULK_LINES) return yield { kind: "too-much", number: number - 1 };
      if (line !== undefined) yield line;
    }
    if (start < chunk.length) append(chunk.subarray(start));
  }
  const last = endLine();
  if (last === undefined) return undefined;
  return yield number - 1 > MAX_BULK_LINES ? { kind: "too-much", number: number - 1 } : last;
}

async function readOrPause<T>(reading: Promise<T>): Promise<T | typeof PAUSE> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const pause = new Promise<typeof PAUSE>((resolve) => {
    timer = setTimeout(() => resolve(PAUSE), BATCH_PAUSE_MS);
  });
  try {
    return await Promise.race([reading, pause]);
  } finally {
    clearTimeout(timer);
  }
}
