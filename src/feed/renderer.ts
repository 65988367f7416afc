import type { Article } from "../article/article.ts";
import { type Bytes, joinBytes } from "../lib/bytes.ts";
import { LruMap } from "../lib/cache/lru-map.ts";
import type { Format } from "../lib/feed-format.ts";
import type { Site } from "../site/site.ts";
import { finishHead } from "./formats/finish-head.ts";
import { FORMAT_WRITERS, type UpdatedElement } from "./formats/format-writers.ts";
import { categoriesOf } from "./formats/head.ts";
import type { Frame } from "./formats/split-document.ts";
import type { Selection } from "./selection.ts";

/** Bytes of cached entries: some 20,000 articles in one format. @limit bytes */
export const MAX_CACHED_ENTRY_BYTES = 67_108_864;

/** Cached heads and tails of documents, some 2 KiB each: those of a few hundred feeds in all formats. @limit documents */
const MAX_CACHED_FRAMES = 1_000;

/** Renders documents. An article is rendered once for each format and revision and shared by all documents. */
export interface Renderer {
  /**
   * @param only slugs of the entries to write; by default all of the selection
   * @throws what the store throws
   */
  readonly render: (selection: Selection, format: Format, only?: ReadonlySet<string>) => Promise<Bytes>;
}

/** Creates a renderer. @param maxBytes bytes of entries to cache; the least recently used are dropped */
export function createRenderer(maxBytes = MAX_CACHED_ENTRY_BYTES): Renderer {
  const entries = new LruMap<Bytes>({
    maxSize: maxBytes,
    sizeOf: (bytes, key) => bytes.length + 2 * key.length,
  });
  // When an article changes, only the feed's `updated` changes in the frame.
  const frames = new LruMap<Frame>({ max: MAX_CACHED_FRAMES });
  const encoder = new TextEncoder();

  const entryOf = (site: Site, format: Format, article: Article): Bytes => {
    // A revision includes the slug.
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
    const categories = categoriesOf(selection, articles).map(({ label, slug }) => `${slug} ${label}`);
    const key = [format, articles.length > 0, selection.frame, ...categories].join("\n");
    const cached = frames.get(key);
    const { head, tail } = cached ?? frame(selection, articles);
    if (cached === undefined) frames.set(key, { head, tail });
    const currentHead = cached === undefined ? head : withTime(head, updated, selection.updated);
    return { head: finishHead(currentHead, format, selection), tail };
  };

  return {
    async render(selection, format, only) {
      const { separator } = FORMAT_WRITERS[format];
      const selected = await selection.articles();
      const articles = only === undefined ? selected : selected.filter(({ slug }) => only.has(slug));
      const { head, tail } = frameOf(selection, format, articles);
      const separatorBytes = encoder.encode(separator);
      const parts = [encoder.encode(head)];
      for (const [index, article] of articles.entries()) {
        if (index > 0 && separatorBytes.length > 0) parts.push(separatorBytes);
        parts.push(entryOf(selection.site, format, article));
      }
      parts.push(encoder.encode(tail));
      return joinBytes(parts);
    },
  };
}

/** The head with another `updated`. */
function withTime(head: string, { opening, closing, print }: UpdatedElement, time: Date): string {
  const start = head.indexOf(opening) + opening.length;
  return head.slice(0, start) + print(time) + head.slice(head.indexOf(closing, start));
}
