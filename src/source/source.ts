import { digest } from "../lib/digest.ts";
import type { Conventions, SourceReading } from "./conventions.ts";

/** Bytes of one article's text. A row of D1 holds 2 MB, and the HTML made from nearly every text is a little longer than it; see `MAX_STORED_BYTES`. @limit bytes */
export const MAX_ARTICLE_BYTES = 1_048_576;

/** The formats of an article's source: the wire format, Markdown with front matter, JSON. */
export const SOURCE_FORMATS = ["wire", "markdown", "json"] as const;

export type SourceFormat = (typeof SOURCE_FORMATS)[number];

/** Suffixes of the names of new files. */
export const SOURCE_SUFFIXES: Readonly<Record<SourceFormat, string>> = {
  wire: ".txt",
  markdown: ".md",
  json: ".json",
};

/** All suffixes that are read, in lower case; a name may have them in any case. */
export const READ_SUFFIXES: Readonly<Record<string, SourceFormat>> = {
  ".txt": "wire",
  ".md": "markdown",
  ".markdown": "markdown",
  ".json": "json",
};

/** Media types of the formats (RFC 6838; `text/markdown` is RFC 7763), without their charset, which is UTF-8. */
export const SOURCE_MEDIA_TYPES: Readonly<Record<SourceFormat, string>> = {
  wire: "text/plain",
  markdown: "text/markdown",
  json: "application/json",
};

/** An article's text as its author wrote it. */
export interface Source {
  readonly slug: string;
  readonly format: SourceFormat;
  readonly text: string;
}

/** Reads an article of any format. */
export type ParseSource = (source: Source, conventions: Conventions) => Promise<SourceReading>;

/** The entity tag of a source: a digest of its format and text. */
export function sourceTag(format: SourceFormat, text: string): Promise<string> {
  return digest(`${format}\n${text}`);
}
