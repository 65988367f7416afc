const encoder = new TextEncoder();

/** A response with a text that says how long it is: to HEAD as well (RFC 9110, section 9.3.2), and to who counts. */
export function responseWithLength(
  text: string,
  { status = 200, headers }: { readonly status?: number; readonly headers: Headers },
): Response {
  const bytes = encoder.encode(text);
  headers.set("content-length", String(bytes.length));
  return new Response(bytes, { status, headers });
}
