import { MAX_ARTICLE_BYTES } from "../../source/source.ts";
import { join } from "../request-body.ts";

/** Bytes of one bulk request: Cloudflare takes no more on its smaller plans. @limit bytes */
export const MAX_BULK_BYTES = 104_857_600;

/** Lines of one bulk request: what has changed is kept in memory until its end. @limit lines */
export const MAX_BULK_LINES = 10_000;

/** Bytes of one line of a bulk request: an article, written with as many escapes as any encoder of JSON makes of text. @limit bytes */
export const MAX_BULK_LINE_BYTES = 4 * MAX_ARTICLE_BYTES;

/** Milliseconds without a byte of a bulk request after which what has come is written: its sender may wait for that. @limit ms */
export const BATCH_PAUSE_MS = 50;

/** What comes of a stream of lines. */
export type StreamPiece =
  /** A line; nothing stands for one of more than `MAX_BULK_LINE_BYTES`. */
  | { readonly kind: "line"; readonly number: number; readonly bytes: Uint8Array | undefined }
  /** Nothing has come for a while. */
  | { readonly kind: "pause" }
  /** There are more lines or bytes than are taken, from this line on. */
  | { readonly kind: "too-much"; readonly number: number };

const PAUSE = { kind: "pause" } as const;

/**
 * The lines of a stream that are not blank, numbered from 1, blank ones counted. LF and CRLF end a line.
 * @throws what the stream fails with
 */
export async function* splitStream(
  reader: ReadableStreamDefaultReader<Uint8Array>,
): AsyncGenerator<StreamPiece> {
  let held: Uint8Array[] = [];
  let length = 0;
  let number = 1;
  let total = 0;

  const take = (bytes: Uint8Array) => {
    length += bytes.length;
    if (length <= MAX_BULK_LINE_BYTES) held.push(bytes);
    else held = [];
  };
  const end = (): StreamPiece | undefined => {
    const bytes = length > MAX_BULK_LINE_BYTES ? undefined : join(held, length);
    const line: StreamPiece = { kind: "line", number, bytes };
    [held, length, number] = [[], 0, number + 1];
    return bytes?.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d) ? undefined : line;
  };

  for (;;) {
    const reading = reader.read();
    if ((await orPause(reading)) === PAUSE) yield PAUSE;
    const { value: chunk, done } = await reading;
    if (done) break;
    total += chunk.length;
    if (total > MAX_BULK_BYTES) return yield { kind: "too-much", number };
    let start = 0;
    for (let stop = chunk.indexOf(0x0a); stop !== -1; stop = chunk.indexOf(0x0a, start)) {
      take(chunk.subarray(start, stop));
      start = stop + 1;
      const line = end();
      if (number - 1 > MAX_BULK_LINES) return yield { kind: "too-much", number: number - 1 };
      if (line !== undefined) yield line;
    }
    if (start < chunk.length) take(chunk.subarray(start));
  }
  const last = end();
  if (last === undefined) return undefined;
  return yield number - 1 > MAX_BULK_LINES ? { kind: "too-much", number: number - 1 } : last;
}

async function orPause<T>(reading: Promise<T>): Promise<T | typeof PAUSE> {
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
