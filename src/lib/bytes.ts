/** Bytes of a text in UTF-8. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Puts pieces one behind the other. */
export function joinBytes(parts: readonly Uint8Array[]): Bytes {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
