import type { Problem } from "../http/problem.ts";

/** A body's bytes, or why they were not taken. */
export type BodyReading = { readonly bytes: Uint8Array<ArrayBuffer> } | { readonly problem: Problem };

/** Reads a request's body and no byte beyond the first that is too many. */
export async function readBody(request: Request, most: number): Promise<BodyReading> {
  const tooLarge = { problem: { status: 413, detail: `The body may have ${most} bytes at most.` } } as const;
  if (declaredLength(request) > most) return tooLarge;
  const reader = request.body?.getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const piece: Uint8Array | undefined = (await reader?.read())?.value;
      if (piece === undefined) break;
      length += piece.length;
      if (length > most) {
        cancelBody(reader);
        return tooLarge;
      }
      pieces.push(piece);
    }
  } catch {
    return { problem: CUT_OFF };
  }
  return { bytes: join(pieces, length) };
}

/** The length that a request says its body has; 0 when it does not. */
export function declaredLength(request: Request): number {
  return Number(request.headers.get("content-length") ?? 0);
}

/** A body that ended before it was complete; its sender is mostly gone. */
export const CUT_OFF = { status: 400, detail: "The request ended before its body was complete." } as const;

/** Gives up a body; that it fails while it is given up concerns nobody. */
export function cancelBody(reader: ReadableStreamDefaultReader<Uint8Array> | undefined): void {
  reader?.cancel().catch(() => undefined);
}

/** @param length of all pieces, in bytes */
export function join(pieces: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return bytes;
}
