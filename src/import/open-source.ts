import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { errorCode } from "../lib/error-code.ts";
import { countNoun } from "../lib/plural.ts";
import type { Site } from "../site/site.ts";
import { createZones } from "../source/time/zone.ts";
import type { ArchivePosition, RestoredRemoval } from "../store/stored-article.ts";
import { type Download, download, isAddress, MAX_IMPORT_BYTES } from "../transfer/download.ts";
import type { HttpClient } from "../transfer/http-client.ts";
import { decodeChunks, decodeWhole } from "./charset.ts";
import { detectSource, SNIFFED_BYTES } from "./detect-source.ts";
import { readFolder } from "./folder/read-folder.ts";
import { Converter, type ImportEntry, type Item } from "./item.ts";
import { SourceError } from "./source-error.ts";

/** Bytes of a saved page; the tree that is made of it takes some twenty times as much. @limit bytes */
const MAX_PAGE_BYTES = 16_777_216;

/** A source of articles, recognised and opened. */
export interface OpenedSource {
  /** What it is, in words. */
  readonly kind: string;
  /** How many entries there will be, as far as that is known. */
  readonly total: number | undefined;
  readonly entries: AsyncIterable<ImportEntry>;
  readonly removals: readonly RestoredRemoval[];
  /** Archive positions up to which no later article may get one. */
  readonly reserved: readonly ArchivePosition[];
  readonly warnings: readonly string[];
}

export interface OpenOptions {
  readonly site: Site;
  readonly net: HttpClient;
  readonly signal?: AbortSignal | undefined;
  /** Told what is being done while nothing can be counted yet. */
  readonly onNote: (note: string) => void;
}

/**
 * Opens a source of articles, whatever it is: a folder, a feed, a WordPress export, a page.
 * @param source path or http(s) address
 * @throws SourceError or NetError
 */
export async function openSource(source: string, options: OpenOptions): Promise<OpenedSource> {
  const { site, net, signal } = options;
  if (isAddress(source)) {
    const { bytes, address, charset } = await download(net, source, signal);
    return openBytes({ bytes, address, charset }, source, options);
  }
  const found = await stat(source).catch((error: unknown) => {
    throw new SourceError(`${source} cannot be read (${errorCode(error)})`);
  });
  if (found.isDirectory()) {
    const { total, entries, removals, reserved, warnings } = await readFolder(source, site, signal);
    return { kind: "a folder of articles", total, entries: entries(), removals, reserved, warnings };
  }
  const head = await beginning(source);
  if (detectSource(head) === "wordpress") {
    return openExport(() => decodeChunks(createReadStream(source)), source, options);
  }
  if (found.size > MAX_IMPORT_BYTES) {
    throw new SourceError(`${source} has ${found.size} bytes; at most ${MAX_IMPORT_BYTES} are read at once`);
  }
  const parts: Uint8Array[] = [];
  for await (const part of createReadStream(source)) parts.push(part);
  return openBytes({ bytes: Buffer.concat(parts), address: undefined, charset: undefined }, source, options);
}

async function openBytes(
  { bytes, address, charset }: Omit<Download, "address"> & { readonly address: string | undefined },
  source: string,
  options: OpenOptions,
): Promise<OpenedSource> {
  const { site, net, signal, onNote } = options;
  const kind = detectSource(bytes, charset);
  if (typeof kind === "object") throw new SourceError(`${source} cannot be brought along: ${kind.reason}`);
  if (kind === "wordpress") {
    const chunks = async function* () {
      yield decodeWhole(bytes, charset);
    };
    return openExport(chunks, source, options);
  }
  const converter = new Converter(site);
  // What reads each kind is loaded when it is needed: other commands start without it.
  if (kind === "feed") {
    const { walkFeed } = await import("./feed/walk-archive.ts");
    const first = { text: decodeWhole(bytes, charset), address };
    const walk = await walkFeed(first, {
      net,
      zones: createZones(site.zones, site.timeZone),
      signal,
      onPage: (pages, items) => {
        if (pages > 1) onNote(`${items} items in ${pages} documents of the feed`);
      },
    });
    const entries = async function* (): AsyncGenerator<ImportEntry> {
      yield* converted(walk.items, converter);
      const reason = "only published articles come along";
      for (const [kind, count] of walk.passedOver) {
        yield { kind: "left-out", name: `${count} × ${kind}`, reason, count };
      }
      if (walk.broken !== undefined) yield { kind: "left-out", ...walk.broken };
    };
    const total = walk.items.length + sum(walk.passedOver) + (walk.broken === undefined ? 0 : 1);
    return { kind: "a feed", total, entries: entries(), removals: [], reserved: [], warnings: [] };
  }
  if (bytes.length > MAX_PAGE_BYTES) {
    throw new SourceError(`${source} has ${bytes.length} bytes; a page has at most ${MAX_PAGE_BYTES}`);
  }
  const { readPage } = await import("./page/read-page.ts");
  const item = readPage(decodeWhole(bytes, charset), address, createZones(site.zones, site.timeZone));
  if (item === undefined) throw new SourceError(`${source} cannot be brought along: it has no text of an article`);
  const entries = converted([item.link === undefined ? { ...item, name: source } : item], converter);
  return { kind: "a page", total: 1, entries, removals: [], reserved: [], warnings: [] };
}

async function openExport(
  chunks: () => AsyncIterable<string>,
  source: string,
  { site, signal, onNote }: OpenOptions,
): Promise<OpenedSource> {
  onNote(`looking through ${source}`);
  const { indexWxr, readPosts, WxrError } = await import("./wordpress/read-posts.ts");
  const index = await indexWxr(untilRaised(chunks(), signal));
  const warnings = [...index.others].map(
    ([type, count]) =>
      `${countNoun(count, "published entry", "published entries")} of the kind “${type}” left out: only posts come along`,
  );
  const converter = new Converter(site);
  const entries = async function* (): AsyncGenerator<ImportEntry> {
    try {
      yield* converted(readPosts(chunks(), index, createZones(site.zones, site.timeZone)), converter);
    } catch (error) {
      if (!(error instanceof WxrError)) throw error;
      yield {
        kind: "left-out",
        name: source,
        reason: `${error.message}; what stands behind it was not read`,
      };
    }
    for (const [name, count] of index.passedOver) {
      const reason = "only published and scheduled posts come along";
      yield { kind: "left-out", name: `${count} × ${name}`, reason, count };
    }
  };
  const total = index.posts + sum(index.passedOver);
  return { kind: "a WordPress export", total, entries: entries(), removals: [], reserved: [], warnings };
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}

async function* untilRaised<T>(values: AsyncIterable<T>, signal: AbortSignal | undefined): AsyncGenerator<T> {
  for await (const value of values) {
    if (signal?.aborted === true) return;
    yield value;
  }
}

async function* converted(
  items: Iterable<Item> | AsyncIterable<Item>,
  converter: Converter,
): AsyncGenerator<ImportEntry> {
  for await (const item of items) {
    const entry = converter.convert(item);
    if (entry !== undefined) yield entry;
  }
}

async function beginning(path: string): Promise<Uint8Array> {
  const file = await open(path).catch((error: unknown) => {
    throw new SourceError(`${path} cannot be read (${errorCode(error)})`);
  });
  try {
    const buffer = new Uint8Array(SNIFFED_BYTES);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
