import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import type { ImportEntry } from "../../../src/import/item.ts";
import { openSource } from "../../../src/import/open-source.ts";
import { conventionsOf, type Site } from "../../../src/site/site.ts";
import { parseSource } from "../../../src/source/parse-source.ts";
import type { IncomingArticle, RestoredRemoval } from "../../../src/store/stored-article.ts";
import { createHttpClient, type HttpClient } from "../../../src/transfer/http-client.ts";
import type { Delivery, Target } from "../../../src/transfer/target.ts";
import { afterFile } from "../after-file.ts";
import { NOW, siteOf } from "../fixtures/content.ts";

/** The path of a fixture of the imports. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`../../import/fixtures/${name}`, import.meta.url));
}

/** A network on which nobody answers and waiting takes no time. */
export const NO_NET: HttpClient = {
  fetch: (request) => Promise.reject(new Error(`nobody should ask for ${request.url}`)),
  wait: () => Promise.resolve(),
  now: () => NOW,
};

/** The network of the machine, but for waiting, which takes no time; what was waited for goes to `pauses`. */
export function hastyNet(pauses: number[] = []): HttpClient {
  return {
    ...createHttpClient(() => NOW),
    wait: async (milliseconds) => {
      pauses.push(milliseconds);
    },
  };
}

/** What came of a source: articles as the JSON that was made of them, by slug, in their order; the rest by name. */
export interface Brought {
  readonly articles: Readonly<Record<string, unknown>>;
  readonly leftOut: Readonly<Record<string, string>>;
}

/** Opens a source and takes everything out of it. */
export async function bring(source: string, net: HttpClient = NO_NET, site?: Site): Promise<Brought> {
  const opened = await openSource(source, { site: site ?? (await siteOf()), net, onNote: () => undefined });
  return collect(opened.entries);
}

export async function collect(entries: AsyncIterable<ImportEntry>): Promise<Brought> {
  const articles: Record<string, unknown> = {};
  const leftOut: Record<string, string> = {};
  for await (const entry of entries) {
    if (entry.kind === "left-out") leftOut[entry.name] = entry.reason;
    else if (entry.incoming.slug in articles) throw new Error(`${entry.incoming.slug} came twice`);
    else articles[entry.incoming.slug] = JSON.parse(entry.incoming.text);
  }
  return { articles, leftOut };
}

/** Everything that comes. */
export async function all<T>(values: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const value of values) found.push(value);
  return found;
}

/** A target in memory, which takes what can be read. */
export interface MemoryTarget extends Target {
  readonly articles: Map<string, IncomingArticle>;
  readonly removals: RestoredRemoval[];
  /** How many articles came with each call. */
  readonly batches: number[];
}

export function memoryTarget(site: Site): MemoryTarget {
  const articles = new Map<string, IncomingArticle>();
  const removals: RestoredRemoval[] = [];
  const batches: number[] = [];
  const deliver = async (incoming: IncomingArticle): Promise<Delivery> => {
    const { article, findings } = await parseSource(incoming, conventionsOf(site));
    if (article === null) return { kind: "faulty", findings };
    const before = articles.get(incoming.slug);
    if (before?.text === incoming.text && before.format === incoming.format) return { kind: "same", findings };
    articles.set(incoming.slug, incoming);
    return { kind: before === undefined ? "created" : "changed", findings };
  };
  return {
    articles,
    removals,
    batches,
    async put(incoming) {
      batches.push(incoming.length);
      const deliveries: Delivery[] = [];
      for (const each of incoming) deliveries.push(await deliver(each));
      return deliveries;
    },
    async note(noted) {
      removals.push(...noted);
    },
    close: async () => undefined,
  };
}

/** A request as a stub server got it. */
export interface Asked {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type Reply = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

/**
 * A server on loopback, until the file's tests are over.
 * @param answer what it answers; nothing breaks the connection
 */
export async function stubServer(
  answer: (requested: Asked) => Reply | undefined,
): Promise<{ readonly address: string; readonly requested: Asked[] }> {
  const requested: Asked[] = [];
  const server = createServer(async (request, response) => {
    const parts: Uint8Array[] = [];
    for await (const part of request) parts.push(part);
    const { method = "", url: path = "", headers } = request;
    const each = { method, path, headers, body: Buffer.concat(parts).toString() };
    requested.push(each);
    const reply = answer(each);
    if (reply === undefined) request.socket.destroy();
    else response.writeHead(reply.status ?? 200, reply.headers).end(reply.body ?? "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterFile(() => {
    server.close();
    server.closeAllConnections();
  });
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requested: requested };
}
