/** Name of the program, for the generator element of each format. */
export const GENERATOR = "Harkara";

/** A document without its entries, which come between head and tail. */
export interface Frame {
  readonly head: string;
  readonly tail: string;
}

/** What `feed` prints at the start of an entry and after the last one. Texts cannot contain either. */
interface EntryBounds {
  readonly opening: string;
  readonly closing: string;
}

/** Splits a printed document into head, entries and tail. */
export function splitDocument(xml: string, { opening, closing }: EntryBounds): Frame & { readonly entries: string } {
  const end = xml.lastIndexOf(closing);
  const first = xml.indexOf(opening);
  const start = first === -1 ? end : first;
  return { head: xml.slice(0, start), entries: xml.slice(start, end), tail: xml.slice(end) };
}
