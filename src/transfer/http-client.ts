import { VERSION } from "../lib/version.ts";

/** Times that a request is made before it counts as failed: with the pauses between, a restart is over. @limit attempts */
export const MAX_ATTEMPTS = 5;

/** Milliseconds of the first pause before a request is made again; each pause is twice the one before. @limit ms */
export const FIRST_PAUSE_MS = 500;

/** Milliseconds that a server may ask to wait before a request is made again; nobody sits through more. @limit ms */
const MAX_PAUSE_MS = 120_000;

/** The network, as it is handed in. */
export interface HttpClient {
  readonly fetch: (request: Request) => Promise<Response>;
  /** Ends early, without an error, when the signal is raised. */
  readonly wait: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
  /** UTC. */
  readonly now: () => Date;
}

/** The network, through the runtime's own `fetch`. */
export function createHttpClient(now: () => Date): HttpClient {
  // Nothing in the runtime holds on to a request once its response has begun, and the signals of one that was collected
  // as garbage no longer end anything: a request is kept as long as the body of its response is read.
  const requests = new WeakMap<ReadableStream, Request>();
  return {
    async fetch(request) {
      const response = await fetch(request);
      if (response.body !== null) requests.set(response.body, request);
      return response;
    },
    wait: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const timer = setTimeout(resolve, milliseconds);
        const stop = () => {
          clearTimeout(timer);
          resolve();
        };
        signal?.addEventListener("abort", stop, { once: true });
      }),
    now,
  };
}

/** A signal that is raised after a time, or with another one, whichever comes first. */
export function timeoutSignal(milliseconds: number, signal: AbortSignal | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(milliseconds);
  return signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
}

export const USER_AGENT = `harkara/${VERSION}`;

/** A request that failed; the message says which and why, for people. */
export class NetError extends Error {}

/**
 * Sends a request, and again after a failure of the network, or after 429 or 503 when `Retry-After` says. Only for
 * idempotent requests.
 * @param make creates the request, as a body can be sent only once
 * @param signal when it is aborted, the request is not sent again
 * @returns the response, whatever its status; that of the last attempt if all were refused
 * @throws NetError when no attempt got a response
 */
export async function requestWithRetry(
  net: HttpClient,
  make: () => Request,
  signal?: AbortSignal | undefined,
): Promise<Response> {
  const isAborted = () => signal?.aborted === true;
  for (let attempt = 1; ; attempt += 1) {
    const pause = FIRST_PAUSE_MS * 2 ** (attempt - 1);
    const last = attempt === MAX_ATTEMPTS;
    const request = make();
    if (isAborted()) throw new NetError(`${request.url} was not asked: interrupted`);
    let response: Response;
    try {
      response = await net.fetch(request);
    } catch (error) {
      if (last || isAborted()) throw new NetError(`${request.url} cannot be reached (${reasonOf(error)})`);
      await net.wait(pause, signal);
      continue;
    }
    if ((response.status !== 429 && response.status !== 503) || last) return response;
    const requestedPause = retryAfter(response.headers.get("retry-after"), net.now());
    if (requestedPause !== undefined && requestedPause > MAX_PAUSE_MS) return response;
    await response.body?.cancel();
    await net.wait(requestedPause ?? pause, signal);
  }
}

/** `Retry-After` (RFC 9110, section 10.2.3) in milliseconds from now. */
function retryAfter(value: string | null, now: Date): number | undefined {
  if (value === null) return undefined;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1000;
  const instant = Date.parse(value);
  return Number.isNaN(instant) ? undefined : Math.max(0, instant - now.getTime());
}

/** Why a request failed, as the system names it. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  if (error.name === "TimeoutError") return "no answer in time";
  const { cause } = error;
  if (cause instanceof Error) return "code" in cause ? String(cause.code) : cause.message;
  return error.message;
}
