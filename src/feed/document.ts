import type { Format } from "../addresses.ts";
import type { Article } from "../article/article.ts";
import type { Site } from "../site.ts";
import { atomEntry, atomFrame } from "./atom.ts";
import type { Frame } from "./frame.ts";
import { jsonEntry, jsonFrame } from "./json.ts";
import { rssEntry, rssFrame } from "./rss.ts";
import type { Selection } from "./selection.ts";

/** How a format writes its documents. */
interface Writer {
  readonly entry: (site: Site, article: Article) => string;
  readonly frame: (selection: Selection, articles: readonly Article[]) => Frame;
  /** What stands between two entries. */
  readonly separator: string;
}

const WRITERS: Readonly<Record<Format, Writer>> = {
  rss: { entry: rssEntry, frame: rssFrame, separator: "" },
  atom: { entry: atomEntry, frame: atomFrame, separator: "" },
  json: { entry: jsonEntry, frame: jsonFrame, separator: "," },
};

/** Media types of the formats, with their charset (RFC 9110, section 8.3). */
export const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  rss: "application/rss+xml; charset=utf-8",
  atom: "application/atom+xml; charset=utf-8",
  json: "application/feed+json; charset=utf-8",
};

/**
 * Renders a selection as a document: head, entries, tail.
 * @throws what the store throws
 */
export async function renderDocument(selection: Selection, format: Format): Promise<string> {
  const { entry, frame, separator } = WRITERS[format];
  const articles = await selection.articles();
  const { head, tail } = frame(selection, articles);
  return head + articles.map((article) => entry(selection.site, article)).join(separator) + tail;
}
