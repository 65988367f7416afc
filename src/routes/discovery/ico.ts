import type { Rgb } from "../../pages/styles/colour.ts";

/** A square picture without transparent parts. */
export interface Picture {
  /** Pixels of a side, at most 255. */
  readonly size: number;
  /** Row by row from the top. */
  readonly pixels: readonly Rgb[];
}

const [FILE_HEADER, ENTRY_HEADER, BITMAP_HEADER] = [6, 16, 40] as const;

/**
 * An ICO file (Microsoft, "Icons", 1995: ICONDIR, ICONDIRENTRY, and for each picture a BITMAPINFOHEADER with the rows from
 * the bottom in 32 bits a pixel, and the mask that those 32 bits make needless).
 */
export function encodeIco(pictures: readonly Picture[]): Uint8Array<ArrayBuffer> {
  const start = FILE_HEADER + pictures.length * ENTRY_HEADER;
  const bitmaps = pictures.map(encodeBitmap);
  const bytes = new Uint8Array(bitmaps.reduce((sum, { length }) => sum + length, start));
  const view = new DataView(bytes.buffer);
  view.setUint16(2, 1, true);
  view.setUint16(4, pictures.length, true);
  let offset = start;
  for (const [index, { size }] of pictures.entries()) {
    const bitmap = bitmaps[index] ?? new Uint8Array();
    const entry = FILE_HEADER + index * ENTRY_HEADER;
    bytes.set([size, size], entry);
    view.setUint16(entry + 4, 1, true);
    view.setUint16(entry + 6, 32, true);
    view.setUint32(entry + 8, bitmap.length, true);
    view.setUint32(entry + 12, offset, true);
    bytes.set(bitmap, offset);
    offset += bitmap.length;
  }
  return bytes;
}

function encodeBitmap({ size, pixels }: Picture): Uint8Array<ArrayBuffer> {
  // A bit a pixel; rows fill whole words of 32 bits.
  const mask = Math.ceil(size / 32) * 4 * size;
  const bytes = new Uint8Array(BITMAP_HEADER + size * size * 4 + mask);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, BITMAP_HEADER, true);
  view.setInt32(4, size, true);
  // The height counts the mask as well.
  view.setInt32(8, 2 * size, true);
  view.setUint16(12, 1, true);
  view.setUint16(14, 32, true);
  for (const [index, [red, green, blue]] of pixels.entries()) {
    const row = size - 1 - Math.floor(index / size);
    bytes.set([blue, green, red, 255], BITMAP_HEADER + (row * size + (index % size)) * 4);
  }
  return bytes;
}
