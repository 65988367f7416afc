import { createApp } from "../../../src/app.ts";
import type { Compression } from "../../../src/http/representation-cache.ts";
import { CACHE_SIZES, type CacheSizes } from "../../../src/routes/cache-sizes.ts";
import { createResolver, type Resolver } from "../../../src/routes/resolver.ts";
import { nodeCompression } from "../../../src/runtime/node/compression.ts";
import type { Content } from "../../../src/store/content.ts";
import { createLog } from "../../../src/telemetry/log.ts";
import { NOW } from "../fixtures/content.ts";

/** What an article of a test says; what is missing is left out of its text. */
export interface Draft {
  /** ISO 8601 with its zone. */
  readonly published: string;
  readonly headline?: string;
  readonly standfirst?: string;
  readonly byline?: string | undefined;
  readonly image?: string | undefined;
  readonly categories?: readonly string[];
  readonly body?: string;
  /** ISO 8601 with its zone. */
  readonly updated?: string;
}

/** An article in the wire format. */
export function textOf(draft: Draft): string {
  const { published, headline = "A headline", standfirst = "A standfirst.", byline, image } = draft;
  const { categories = [], body = "The body.", updated } = draft;
  return [
    `Published ${published}`,
    headline,
    standfirst,
    ...(byline === undefined ? [] : [`By ${byline}`]),
    ...(image === undefined ? [] : [`Image: ${image}`]),
    ...categories.map((label) => `- ${label}`),
    body,
    ...(updated === undefined ? [] : [`Updated ${updated}`]),
  ].join("\n");
}

/** The same articles as texts in the wire format, by slug. */
export function textsOf(drafts: Readonly<Record<string, Draft>>): Record<string, string> {
  return Object.fromEntries(Object.entries(drafts).map(([slug, draft]) => [slug, textOf(draft)]));
}

/** The app over a content and a clock that a test changes as it goes. */
export interface Desk {
  content: Content;
  /** UTC. */
  now: Date;
  readonly service: Resolver;
  readonly log: string[];
  readonly fetch: (request: Request) => Promise<Response>;
  /** Asks the app for a path and query. */
  readonly ask: (target: string, headers?: Readonly<Record<string, string>>, method?: string) => Promise<Response>;
}

export interface DeskOptions {
  readonly now?: Date;
  readonly cdn?: boolean;
  readonly compression?: Compression;
  /** Milliseconds that each call to the store may take. */
  readonly timeout?: number;
  /** How much is kept ready, where it is not the usual. */
  readonly sizes?: Partial<CacheSizes>;
}

export function deskOf(content: Content, options: DeskOptions = {}): Desk {
  const log: string[] = [];
  const state = { content, now: options.now ?? NOW };
  const service = createResolver(
    () => state.now,
    options.compression ?? nodeCompression,
    options.cdn ?? false,
    options.timeout,
    { ...CACHE_SIZES, ...options.sizes },
  );
  const app = createApp({
    content: () => state.content,
    service,
    now: () => state.now,
    log: createLog("debug", (line) => log.push(line)),
  });
  const fetch = async (request: Request) => app.fetch(request);
  return Object.assign(state, {
    service,
    log,
    fetch,
    ask: (target: string, headers: Readonly<Record<string, string>> = {}, method = "GET") =>
      fetch(new Request(`http://localhost${target}`, { method, headers })),
  });
}

/** The value of a header that must be there. */
export function headerOf(response: { readonly headers: Headers }, name: string): string {
  const value = response.headers.get(name);
  if (value === null) throw new Error(`there is no ${name}`);
  return value;
}

/** Asks until the answer comes in a coding: brotli is made beside the requests. */
export async function askUntilCoded(client: Desk, target: string, coding: string): Promise<Response> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    const response = await client.ask(target, { "accept-encoding": "br, gzip" });
    if (response.headers.get("content-encoding") === coding) return response;
    if (performance.now() > deadline) throw new Error(`${target} never came as ${coding}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
