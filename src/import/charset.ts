/** The encoding that a text's first bytes and its own declarations tell; UTF-8 where they say nothing. */
export function charsetOf(head: Uint8Array, declared?: string): string {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return "utf-8";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  const ascii = new TextDecoder("latin1").decode(head.subarray(0, 4096));
  const inXml = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)/.exec(ascii)?.[1];
  const inHtml = /<meta[^>]+charset\s*=\s*["']?\s*([A-Za-z0-9._:-]+)/i.exec(ascii)?.[1];
  return [declared, inXml, inHtml].find(isKnown) ?? "utf-8";
}

function isKnown(label: string | undefined): label is string {
  if (label === undefined) return false;
  try {
    new TextDecoder(label);
    return true;
  } catch {
    return false;
  }
}

/**
 * Decodes a whole text. Bytes that the encoding does not know become U+FFFD, as a feed's or page's one bad byte is
 * no reason to leave it out.
 * @param declared what the server says its charset is
 */
export function decodeWhole(bytes: Uint8Array, declared?: string): string {
  return new TextDecoder(charsetOf(bytes, declared)).decode(bytes);
}

/** Decodes a text bit by bit. */
export async function* decodeChunks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  for await (const chunk of chunks) {
    decoder ??= new TextDecoder(charsetOf(chunk));
    yield decoder.decode(chunk, { stream: true });
  }
  if (decoder !== undefined) yield decoder.decode();
}
