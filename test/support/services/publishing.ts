import type { Hono } from "hono";
import { vi } from "vitest";
import { ownerTokens } from "../../../src/http/access-tokens.ts";
import { type ApiEnvironment, createPublishApi, type PublishApiOptions } from "../../../src/publish/publish-api.ts";
import type { Scope } from "../../../src/site/scope.ts";
import type { Site } from "../../../src/site/site.ts";
import type { ArticleStore } from "../../../src/store/article-store.ts";
import { createLog } from "../../../src/telemetry/log.ts";
import { createMemoryWriter, type MemoryWriter } from "../fakes/memory-writer.ts";
import { NOW, siteOf } from "../fixtures/content.ts";

export const TOKEN = "a-token-that-nobody-may-read";

/** What was told of changes: once for each request. */
export interface PublishedChanges {
  readonly touched: readonly Scope[];
  readonly slugs: readonly string[];
}

/** The publishing API over a writer in memory, as a client with the token asks it. */
export interface Publishing {
  readonly api: Hono<ApiEnvironment>;
  readonly articleWriter: MemoryWriter;
  readonly site: Site;
  readonly reported: PublishedChanges[];
  /** What was logged. */
  readonly lines: string[];
  /** The instant at which requests take place. */
  now: Date;
  readonly ask: (method: string, path: string, init?: Ask) => Promise<Response>;
  /** Publishes a text in the wire format. */
  readonly put: (slug: string, text: string, headers?: Headers_) => Promise<Response>;
  /** The lines that a bulk request is answered. */
  readonly bulk: (lines: readonly unknown[]) => Promise<Line[]>;
}

type Headers_ = Readonly<Record<string, string>>;

export interface Ask {
  readonly headers?: Headers_;
  readonly body?: BodyInit;
  readonly signal?: AbortSignal;
}

/** A line of the answer to a bulk request. */
export interface Line {
  readonly line: number;
  readonly slug?: string;
  readonly status: number;
  readonly tag?: string;
  readonly outcome?: string;
  readonly detail?: string;
  readonly faults?: readonly { readonly code: string }[];
}

/** @param settings of the site; `parts` in the place of the usual ones */
export async function publishing(
  parts: Partial<PublishApiOptions> = {},
  settings: Record<string, unknown> = {},
): Promise<Publishing> {
  const site = await siteOf(settings);
  const articleWriter = createMemoryWriter();
  const reported: PublishedChanges[] = [];
  const lines: string[] = [];
  const ask: Publishing["ask"] = async (method, path, { headers = {}, ...init } = {}) => {
    const all = { method, headers: { authorization: `Bearer ${TOKEN}`, ...headers }, ...init };
    // Bodies that are streams need it; the type of requests does not know it.
    return client.api.request(path, { ...all, duplex: "half" } as RequestInit);
  };
  const client: Publishing = {
    site,
    articleWriter: articleWriter,
    reported: reported,
    lines,
    now: NOW,
    api: createPublishApi({
      // The API reads and writes through the writer alone.
      content: () => ({ site, store: {} as ArticleStore, writer: articleWriter }),
      tokens: () => ownerTokens(TOKEN),
      now: () => client.now,
      log: createLog("debug", (line) => lines.push(line)),
      onPublished: (touched, slugs) => reported.push({ touched, slugs }),
      ...parts,
    }),
    ask,
    put: (slug, text, headers = {}) =>
      ask("PUT", `/api/articles/${encodeURIComponent(slug)}`, {
        headers: { "content-type": "text/plain", ...headers },
        body: text,
      }),
    bulk: async (all) => {
      const body = all.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join("");
      const response = await ask("POST", "/api/articles", { headers: NDJSON_TYPE, body });
      return linesOf(response);
    },
  };
  return client;
}

export const NDJSON_TYPE = { "content-type": "application/x-ndjson" };

/** The lines of an answer to a bulk request; fails when it is none. */
export async function linesOf(response: Response): Promise<Line[]> {
  const text = new TextDecoder().decode(await response.arrayBuffer());
  if (response.status !== 200) throw new Error(`${response.status} ${text}`);
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
}

/** An article in the wire format. */
export function wireText(headline: string, body = "This is the text of the article.", labels = ""): string {
  return `Published 23:05 IST, March 31st 2025\n${headline}\nA standfirst.\n${labels}${body}\n`;
}

/** A body that tells whether anybody asked for a byte of it. */
export function untouchedBody() {
  const pulled = vi.fn();
  return { body: new ReadableStream<Uint8Array>({ pull: pulled }, { highWaterMark: 0 }), pulled };
}

/** The members of a problem, checked to be one that tells nothing of the inside. */
export async function problemOf(response: Response): Promise<ProblemBody> {
  const text = new TextDecoder().decode(await response.arrayBuffer());
  const body = JSON.parse(text) as ProblemBody;
  const keys = ["type", "title", "status", "detail", "faults"];
  const strange = Object.keys(body).filter((key) => !keys.includes(key));
  if (strange.length > 0) throw new Error(`a problem with ${strange.join()}`);
  if (response.headers.get("content-type") !== "application/problem+json; charset=utf-8")
    throw new Error(`a problem as ${response.headers.get("content-type")}`);
  if (body.status !== response.status) throw new Error(`${response.status} says ${body.status}`);
  if (LEAKS.test(text)) throw new Error(`a problem that leaks: ${text}`);
  return body;
}

export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly faults?: readonly Readonly<Record<string, unknown>>[];
}

/** What only the inside of the service knows. */
export const LEAKS = /\bat [\w.]+ \(|node_modules|\/src\/|\.ts\b|SQL|ENOENT|Error:|a-token-that-nobody/;
