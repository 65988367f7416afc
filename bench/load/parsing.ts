// A thread that parses documents, so that the clock of the load does not wait for it.
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from "feedsmith";
import { SaxesParser } from "saxes";

/** A document as it came. */
export interface Received {
  readonly what: string;
  readonly mediaType: string;
  readonly coding: string;
  readonly body: Uint8Array;
}

export interface Parser {
  readonly take: (received: Received) => void;
  /** Waits for all that it was given; gives how many documents there were, and what was wrong with which. */
  readonly end: () => Promise<{ readonly count: number; readonly faults: readonly string[] }>;
}

export function startParser(): Parser {
  const worker = new Worker(new URL(import.meta.url));
  let count = 0;
  let failed = "";
  worker.on("error", (error) => {
    failed = String(error);
  });
  return {
    take(received) {
      count += 1;
      worker.postMessage(received);
    },
    async end() {
      const faults = await new Promise<string[]>((resolve) => {
        worker.on("message", resolve);
        worker.on("exit", () => resolve([`the parser failed: ${failed}`]));
        worker.postMessage("end");
      });
      await worker.terminate();
      return { count, faults };
    },
  };
}

if (!isMainThread) {
  const faults: string[] = [];
  parentPort?.on("message", (message: Received | "end") => {
    if (message === "end") return parentPort?.postMessage(faults);
    try {
      parse(message);
    } catch (error) {
      faults.push(`${message.what} does not parse: ${error}`);
    }
  });
}

function parse({ mediaType, coding, body }: Received): void {
  const bytes = coding === "gzip" ? gunzipSync(body) : coding === "br" ? brotliDecompressSync(body) : body;
  const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  if (mediaType.startsWith("application/feed+json")) {
    if (!parseJsonFeed(text).items?.length) throw new Error("no items");
  } else if (mediaType.startsWith("application/rss+xml")) {
    wellFormed(text);
    if (!parseRssFeed(text).items?.length) throw new Error("no items");
  } else if (mediaType.startsWith("application/atom+xml")) {
    wellFormed(text);
    if (!parseAtomFeed(text).entries?.length) throw new Error("no entries");
  } else if (!/^<!doctype html>/i.test(text) || !/<\/html>\s*$/.test(text)) {
    throw new Error("half a page");
  }
}

function wellFormed(xml: string): void {
  const parser = new SaxesParser({ xmlns: true });
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(xml).close();
}
