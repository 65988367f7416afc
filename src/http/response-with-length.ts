const encoder = new TextEncoder();

/** A response with `Content-Length`, for HEAD as well (RFC 9110, section 9.3.2). */
export function responseWithLength(
  text: string,
  { status = 200, headers }: { readonly status?: number; readonly headers: Headers },
): Response {
  const bytes = encoder.encode(text);
  headers.set("content-length", String(bytes.length));
  return new Response(bytes, { status, headers });
}
