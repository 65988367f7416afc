import type { Article } from "../../article/article.ts";
import { FEED_TYPES, type Format } from "../../lib/feed-format.ts";
import type { Site } from "../../site/site.ts";
import type { Selection } from "../selection.ts";
import { atomEntry, atomFrame } from "./atom.ts";
import { jsonEntry, jsonFrame } from "./json.ts";
import { rssEntry, rssFrame } from "./rss.ts";
import type { Frame } from "./split-document.ts";

/** Writes the parts of a document in a format. */
export interface FormatWriter {
  readonly entry: (site: Site, article: Article) => string;
  readonly frame: (selection: Selection, articles: readonly Article[]) => Frame;
  /** Printed between two entries. */
  readonly separator: string;
  /** Locates the feed's `updated` in the head. */
  readonly updated: UpdatedElement;
}

/** The strings before and after a time in a head, and how the time is printed. Texts contain neither string. */
export interface UpdatedElement {
  readonly opening: string;
  readonly closing: string;
  readonly print: (time: Date) => string;
}

/** The writer of each format. */
export const FORMAT_WRITERS: Readonly<Record<Format, FormatWriter>> = {
  rss: {
    entry: rssEntry,
    frame: rssFrame,
    separator: "",
    updated: { opening: "<lastBuildDate>", closing: "<", print: (time) => time.toUTCString() },
  },
  atom: {
    entry: atomEntry,
    frame: atomFrame,
    separator: "",
    updated: { opening: "<updated>", closing: "<", print: (time) => time.toISOString() },
  },
  json: {
    entry: jsonEntry,
    frame: jsonFrame,
    separator: ",",
    updated: { opening: '"updated": "', closing: '"', print: (time) => time.toISOString() },
  },
};

/** Media types of the formats, with their charset (RFC 9110, section 8.3). */
export const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  rss: `${FEED_TYPES.rss}; charset=utf-8`,
  atom: `${FEED_TYPES.atom}; charset=utf-8`,
  json: `${FEED_TYPES.json}; charset=utf-8`,
};
