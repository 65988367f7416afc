import { type HttpClient, NetError, reasonOf, requestWithRetry, timeoutSignal, USER_AGENT } from "./http-client.ts";

/** Bytes of a source of articles that is read as a whole: a feed with every article of years, far below what a string may hold. @limit bytes */
export const MAX_IMPORT_BYTES = 134_217_728;

/** Milliseconds that fetching one address may take, its body included: an import goes on without a source that hangs. @limit ms */
const DOWNLOAD_MS = 60_000;

/** Redirects followed from one address; browsers follow 20, a good site needs two. @limit redirects */
export const MAX_REDIRECTS = 5;

/** Whether a source or a place is given by its address; else it is a path. */
export function isAddress(given: string): boolean {
  return /^https?:\/\//i.test(given);
}

/** The content of an address. */
export interface Download {
  readonly bytes: Uint8Array;
  /** Its address after all redirects. */
  readonly address: string;
  /** The charset of its `Content-Type`. */
  readonly charset: string | undefined;
}

/**
 * Fetches an address.
 * @param signal aborts it
 * @throws NetError when there is nothing, too much, or no answer in time; its message names the address
 */
export async function download(net: HttpClient, address: string, signal?: AbortSignal | undefined): Promise<Download> {
  let at = address;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const response = await requestWithRetry(net, () => requestOf(at, signal), signal);
    const location = response.headers.get("location");
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel();
      if (!URL.canParse(location, at) || !/^https?:$/.test(new URL(location, at).protocol)) {
        throw new NetError(`${at} redirects to “${location}”, which is no http or https address`);
      }
      at = new URL(location, at).href;
      continue;
    }
    if (!response.ok) {
      await response.body?.cancel();
      throw new NetError(`${at} answers ${[response.status, response.statusText].join(" ").trim()}`);
    }
    const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(response.headers.get("content-type") ?? "")?.[1];
    return { bytes: await collect(response, at), address: at, charset };
  }
  throw new NetError(`${address} redirects more than ${MAX_REDIRECTS} times`);
}

function requestOf(address: string, signal: AbortSignal | undefined): Request {
  return new Request(address, {
    redirect: "manual",
    signal: timeoutSignal(DOWNLOAD_MS, signal),
    headers: {
      "user-agent": USER_AGENT,
      accept:
        "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/html;q=0.8, */*;q=0.5",
    },
  });
}

async function collect(response: Response, address: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const part of response.body ?? []) {
      length += part.length;
      if (length > MAX_IMPORT_BYTES) {
        throw new NetError(`${address} has more than ${MAX_IMPORT_BYTES} bytes`);
      }
      parts.push(part);
    }
  } catch (error) {
    if (error instanceof NetError) throw error;
    throw new NetError(`${address} broke off (${reasonOf(error)})`);
  }
  return Buffer.concat(parts);
}
