import { decodeHTML } from "entities";
import type { Format } from "../../../../src/lib/feed-format.ts";

/** What a feed says of one article, whatever the format. Instants are ISO 8601 in UTC; texts are plain but `html`. */
export interface EntryRead {
  readonly id: string;
  readonly headline: string;
  readonly link: string;
  readonly published: string;
  readonly updated: string;
  readonly standfirst: string | null;
  readonly html: string;
  readonly labels: readonly string[];
  readonly terms: readonly string[];
  readonly schemes: readonly string[];
  readonly authors: readonly string[];
  readonly authorPages: readonly string[];
  /** The picture as an enclosure or attachment. */
  readonly picture: string | null;
  readonly pictureType: string | null;
  readonly alternative: string | null;
  /** The picture as the one that stands for the article: `media:content`, or JSON's `image`. */
  readonly lead: string | null;
  readonly leadType: string | null;
  readonly language: string;
  readonly readingMinutes: number | null;
}

/** What a feed says of itself. */
export interface FeedRead {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly page: string;
  readonly self: string;
  /** The page that shows it to people. */
  readonly people: string;
  /** Its other formats: media type and address. */
  readonly others: readonly (readonly [type: string, address: string])[];
  readonly language: string;
  readonly copyright: string | null;
  readonly icon: string | null;
  readonly generator: string;
  readonly labels: readonly string[];
  readonly terms: readonly string[];
  readonly schemes: readonly string[];
  readonly updated: string;
  readonly hubs: readonly string[];
  /** Who is meant where an entry names nobody. */
  readonly authors: readonly string[];
}

/** A document as a parser understands it: as much as it can tell. */
export interface DocumentRead {
  readonly feed: Partial<FeedRead>;
  readonly entries: readonly Partial<EntryRead>[];
}

/** A parser of feeds that is not this project's. */
export interface Reader {
  readonly name: string;
  readonly format: Format;
  /** What it tells of a feed and of an entry; all of it is compared. */
  readonly feedFields: readonly (keyof FeedRead)[];
  readonly entryFields: readonly (keyof EntryRead)[];
  /** How it changes a field's text on its own account; none but one that is documented here. */
  readonly habits?: Partial<Record<keyof EntryRead | keyof FeedRead, (text: string) => string>>;
  /** Fails when the document is not well-formed. */
  readonly read: (document: string) => DocumentRead | Promise<DocumentRead>;
}

export const NONE = "";

/** A time as RFC 822 or RFC 3339 writes it. */
export function instant(written: string | Date | null | undefined): string {
  return new Date(written ?? Number.NaN).toISOString();
}

/** HTML text as plain text: what RSS titles and descriptions and Atom's `type="html"` ask of a reader, once. */
export function fromHtml(html: string | null | undefined): string {
  return decodeHTML(html ?? NONE);
}

export function fromHtmlOrNone(html: string | null | undefined): string | null {
  return html === null || html === undefined ? null : decodeHTML(html);
}

/** The page for people is the one alternate of this type. */
export const PEOPLE = "text/html; charset=utf-8";
