import { LRUCache } from "lru-cache";
import type { Article } from "../article/article.ts";
import { type Bytes, joinBytes } from "../lib/bytes.ts";
import type { Format } from "../lib/feed-format.ts";
import type { Site } from "../site/site.ts";
import type { Frame } from "./formats/entry-frame.ts";
import { finishHead } from "./formats/finish-head.ts";
import { FORMAT_WRITERS, type UpdatedElement } from "./formats/format-writers.ts";
import { categoriesOf } from "./formats/head.ts";
import type { Selection } from "./selection.ts";

/** Bytes of rendered entries that are kept: some 20,000 articles in one format. @limit bytes */
export const MAX_CACHED_ENTRY_BYTES = 67_108_864;

/** Heads and tails of documents that are kept, some 2 KiB each: those of a few hundred feeds in every format. @limit documents */
const MAX_CACHED_FRAMES = 1_000;

/** Renders documents; an article is rendered once per format and revision and shared by every document. */
export interface Renderer {
  /**
   * @param only the slugs of the entries to write; all of the selection's when it is missing
   * @throws what the store throws
   */
  readonly render: (selection: Selection, format: Format, only?: ReadonlySet<string>) => Promise<Bytes>;
}

/** A renderer that keeps the entries that it used last, up to a number of bytes. */
export function createRenderer(maxBytes = MAX_CACHED_ENTRY_BYTES): Renderer {
  const entries = new LRUCache<string, Bytes>({
    maxSize: maxBytes,
    sizeCalculation: (bytes, key) => bytes.length + 2 * key.length,
  });
  // Of what `feed` prints around the entries, only a time changes when an article does.
  const frames = new LRUCache<string, Frame>({ max: MAX_CACHED_FRAMES });
  const encoder = new TextEncoder();

  const entryOf = (site: Site, format: Format, article: Article): Bytes => {
    // A revision is made of the slug as well.
    const key = `${format}${site.revision}${article.revision}`;
    let bytes = entries.get(key);
    if (bytes === undefined) {
      bytes = encoder.encode(FORMAT_WRITERS[format].entry(site, article));
      entries.set(key, bytes);
    }
    return bytes;
  };

  const frameOf = (selection: Selection, format: Format, articles: readonly Article[]): Frame => {
    const { frame, updated } = FORMAT_WRITERS[format];
    const said = categoriesOf(selection, articles).map(({ label, slug }) => `${slug} ${label}`);
    const key = [format, articles.length > 0, selection.frame, ...said].join("\n");
    const kept = frames.get(key);
    const made = kept ?? frame(selection, articles);
    if (kept === undefined) frames.set(key, made);
    const head = kept === undefined ? made.head : withTime(made.head, updated, selection.updated);
    return { ...made, head: finishHead(head, format, selection) };
  };

  return {
    async render(selection, format, only) {
      const { separator } = FORMAT_WRITERS[format];
      const all = await selection.articles();
      const articles = only === undefined ? all : all.filter(({ slug }) => only.has(slug));
      const { head, tail } = frameOf(selection, format, articles);
      const between = encoder.encode(separator);
      const parts = [encoder.encode(head)];
      for (const [index, article] of articles.entries()) {
        if (index > 0 && between.length > 0) parts.push(between);
        parts.push(entryOf(selection.site, format, article));
      }
      parts.push(encoder.encode(tail));
      return joinBytes(parts);
    },
  };
}

/** The same head, but updated at another time. */
function withTime(head: string, { opening, closing, print }: UpdatedElement, time: Date): string {
  const start = head.indexOf(opening) + opening.length;
  return head.slice(0, start) + print(time) + head.slice(head.indexOf(closing, start));
}
