import * as z from "zod";
import type { Finding } from "../lib/fault.ts";
import { SOURCE_FORMATS, SOURCE_MEDIA_TYPES, type Source } from "../source/source.ts";
import { MAX_LISTED } from "../store/article-writer.ts";
import { type HttpClient, NetError, reasonOf, requestWithRetry, timeoutSignal, USER_AGENT } from "./http-client.ts";

/** Milliseconds that a service may take to answer a request of many articles, and for one of them: a slow disk needs some seconds. @limit ms */
const ANSWER_MS = 120_000;

/** The reply of a service about an article. */
export type ServiceAnswer =
  | {
      readonly kind: "created" | "changed" | "same";
      readonly address: string | undefined;
      readonly findings: readonly Finding[];
    }
  | { readonly kind: "faulty"; readonly findings: readonly Finding[] }
  | { readonly kind: "failed"; readonly status: number; readonly message: string };

const findings = z
  .array(
    z.object({
      line: z.int(),
      column: z.int(),
      code: z.string(),
      message: z.string(),
      hint: z.string(),
      severity: z.enum(["error", "warning"]),
    }),
  )
  .optional();

const problemShape = z.object({
  line: z.int().optional(),
  status: z.int().optional(),
  address: z.string().optional(),
  outcome: z.enum(["created", "changed", "same", "removed", "absent"]).optional(),
  detail: z.string().optional(),
  warnings: findings,
  faults: findings,
});

const listing = z.object({
  articles: z.array(
    z.object({
      slug: z.string(),
      format: z.enum(SOURCE_FORMATS),
      tag: z.string(),
      modified: z.iso.datetime().transform((text) => new Date(text)),
    }),
  ),
  next: z.string().optional(),
});

export type Listing = z.output<typeof listing>;

/** The client of a service's publishing API. */
export class ServiceClient {
  readonly #net: HttpClient;
  readonly #address: string;
  readonly #token: string;
  readonly #signal: AbortSignal | undefined;

  /**
   * @param address of the site, which may have a path
   * @param token never shown in any message
   * @param signal raised when nobody waits any longer
   */
  constructor(net: HttpClient, address: string, token: string, signal?: AbortSignal) {
    this.#net = net;
    this.#address = address.replace(/\/+$/, "");
    this.#token = token;
    this.#signal = signal;
  }

  /** @throws NetError when the service cannot be reached or takes nothing at all */
  async put({ slug, format, text }: Source): Promise<ServiceAnswer> {
    const response = await this.#ask(`/api/articles/${encodeURIComponent(slug)}`, {
      method: "PUT",
      headers: { "content-type": `${SOURCE_MEDIA_TYPES[format]}; charset=utf-8` },
      body: text,
    });
    if (response.status === 404 || response.status === 405) await throwForStatus(response);
    return readServiceAnswer(await textOf(response), response.status);
  }

  /**
   * Puts many articles in one request.
   * @returns the service's lines as they come, for `readAnswer`
   * @throws NetError
   */
  async post(articles: readonly Source[], confirmed: boolean): Promise<Response> {
    const lines = articles.map(({ slug, format, text }) => JSON.stringify({ slug, format, source: text }));
    return this.#ask(confirmed ? "/api/articles?yes" : "/api/articles", {
      method: "POST",
      headers: { "content-type": "application/x-ndjson" },
      body: `${lines.join("\n")}\n`,
    });
  }

  /** The list of all articles, page by page. @throws NetError */
  async *list(): AsyncGenerator<Listing["articles"]> {
    for (let path: string | undefined = `/api/articles?limit=${MAX_LISTED}`; path !== undefined; ) {
      const response = await this.#ask(path, { method: "GET" });
      await throwForStatus(response);
      const { success, data } = listing.safeParse(await response.json().catch(() => undefined));
      if (!success) throw new NetError(`${response.url} does not answer with a list of articles`);
      yield data.articles;
      path = data.next === undefined ? undefined : this.#below(data.next);
    }
  }

  /** The source of an article; undefined when it is gone. @throws NetError */
  async get(slug: string): Promise<string | undefined> {
    const response = await this.#ask(`/api/articles/${encodeURIComponent(slug)}`, { method: "GET" });
    if (response.status === 404 || response.status === 410) {
      await response.body?.cancel();
      return undefined;
    }
    await throwForStatus(response);
    return textOf(response);
  }

  async #ask(
    path: string,
    { headers, ...init }: { method: string; headers?: Record<string, string>; body?: string },
  ): Promise<Response> {
    const make = () =>
      new Request(this.#address + path, {
        ...init,
        // A redirect could take the token elsewhere.
        redirect: "manual",
        signal: timeoutSignal(ANSWER_MS, this.#signal),
        headers: { ...headers, authorization: `Bearer ${this.#token}`, "user-agent": USER_AGENT },
      });
    const response = await requestWithRetry(this.#net, make, this.#signal);
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel();
      const where = response.headers.get("location") ?? "elsewhere";
      throw new NetError(`${this.#address} redirects to ${where}: give the address of the site as it is in the end`);
    }
    if ([401, 403].includes(response.status)) await throwForStatus(response);
    return response;
  }

  /** A next page's path below the site's own; the token goes to no other host. */
  #below(next: string): string {
    const url = new URL(next, `${this.#address}/`);
    if (!url.href.startsWith(`${this.#address}/`)) throw new NetError(`${url.href} is not below ${this.#address}`);
    return url.href.slice(this.#address.length);
  }
}

/**
 * Parses the reply about an article: the body of a response, or a line of a bulk response.
 * @param status of the response, if the text has none
 */
export function readServiceAnswer(
  text: string,
  status: number,
): ServiceAnswer & { readonly line?: number | undefined } {
  const { data } = problemShape.safeParse(parsed(text));
  const line = data?.line;
  const code = data?.status ?? status;
  const { outcome, faults, address } = data ?? {};
  if (code < 300 && (outcome === "created" || outcome === "changed" || outcome === "same")) {
    return { kind: outcome, address, findings: data?.warnings ?? [], line };
  }
  if (code === 422 && faults !== undefined && faults.length > 0) return { kind: "faulty", findings: faults, line };
  const message = data?.detail ?? `the service answers ${code} and says no more`;
  return { kind: "failed", status: code, message, line };
}

/** @throws NetError when the response is no success */
export async function throwForStatus(response: Response): Promise<void> {
  if (response.ok) return;
  const { data } = problemShape.safeParse(parsed(await response.text().catch(() => "")));
  const failure = `${response.url} answers ${response.status}`;
  if (response.status === 404 || response.status === 405) {
    throw new NetError(
      `${failure}: there is no publishing API. Is PUBLISH_TOKEN set at the service, and is the site's address whole, with its path?`,
    );
  }
  throw new NetError(data?.detail === undefined ? failure : `${failure}: ${data.detail}`);
}

/** @throws NetError when the body breaks off */
async function textOf(response: Response): Promise<string> {
  try {
    return await response.text();
  } catch (error) {
    throw new NetError(`${response.url} broke off (${reasonOf(error)})`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
