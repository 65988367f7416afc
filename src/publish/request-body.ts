import type { Problem } from "../http/problem.ts";
import { type Bytes, joinBytes } from "../lib/bytes.ts";

/** The bytes of a request's body, or the problem with it. */
export type BodyReading = { readonly bytes: Bytes } | { readonly problem: Problem };

/** Reads the body of a request. Stops reading after `maxBytes`. */
export async function readBody(request: Request, maxBytes: number): Promise<BodyReading> {
  const tooLarge = {
    problem: { status: 413, detail: `The body may have ${maxBytes} bytes at most.` },
  } as const;
  if (declaredLength(request) > maxBytes) return tooLarge;
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const chunk = (await reader?.read())?.value;
      if (chunk === undefined) break;
      length += chunk.length;
      if (length > maxBytes) {
        cancelBody(reader);
        return tooLarge;
      }
      chunks.push(chunk);
    }
  } catch {
    return { problem: CUT_OFF };
  }
  return { bytes: joinBytes(chunks) };
}

/** `Content-Length` of a request in bytes; 0 without one. */
export function declaredLength(request: Request): number {
  return Number(request.headers.get("content-length") ?? 0);
}

/** The connection ended before the body was complete. */
export const CUT_OFF = { status: 400, detail: "The request ended before its body was complete." } as const;

/** Stops reading a body, and ignores errors of that. */
export function cancelBody(reader: ReadableStreamDefaultReader<Uint8Array> | undefined): void {
  reader?.cancel().catch(() => undefined);
}
