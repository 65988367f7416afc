/** Name of the program, as every format wants it. */
export const GENERATOR = "Harkara";

/** A document in three parts: the entries stand between head and tail. */
export interface Frame {
  readonly head: string;
  readonly tail: string;
}

/** How the first entry begins and what follows the last, in what `feed` prints. Neither can stand inside a text. */
interface Seams {
  readonly opening: string;
  readonly closing: string;
}

/** Cuts a printed document at its entries. */
export function splitDocument(
  xml: string,
  { opening, closing }: Seams,
): Frame & { readonly entries: string } {
  const end = xml.lastIndexOf(closing);
  const first = xml.indexOf(opening);
  const start = first === -1 ? end : first;
  return { head: xml.slice(0, start), entries: xml.slice(start, end), tail: xml.slice(end) };
}
