import { lookup } from "node:dns/promises";
import { Agent as HttpAgent, type RequestOptions, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { bareHost, hubRefusal, isPublicAddress, PRIVATE_HINT } from "../../websub/hub-address.ts";
import {
  HUB_TIMEOUT_MS,
  type HubResponse,
  NOTICE_HEADERS,
  noticeBody,
  readHubResponse,
  type SendNotice,
} from "../../websub/hub-request.ts";

/** An address that a name resolves to. */
export interface Resolved {
  readonly address: string;
  readonly family: number;
}

/** All addresses of a name; rejects when there are none. */
export type Resolve = (host: string) => Promise<readonly Resolved[]>;

export interface NodeHubClientOptions {
  /** Whether hubs of the private network are told as well. */
  readonly allowPrivate: boolean;
  /** UTC. */
  readonly now: () => Date;
  readonly resolve?: Resolve;
  /** Milliseconds for name, connection and answer together. */
  readonly timeout?: number;
}

const resolveBySystem: Resolve = (host) => lookup(host, { all: true });

/**
 * Tells hubs from Node. A name is resolved once, all its addresses are checked, and the connection goes to one of
 * these: a name that resolves differently the next moment (DNS rebinding) gains nothing.
 */
export function createNodeHubClient(parts: NodeHubClientOptions): SendNotice {
  const ask = createExchange(parts);
  return (hub, topic, cut) => ask(hub, noticeBody(topic), cut);
}

/**
 * Asks from Node whether a hub is there, by the rules by which it is told, but without a notice.
 * @returns why it could not be told; undefined if it answers, whatever it says of a plain GET
 */
export function createNodeHubProbe(parts: NodeHubClientOptions): (hub: string) => Promise<string | undefined> {
  const ask = createExchange(parts);
  return async (hub) => {
    const response = await ask(hub, undefined, undefined);
    return response.kind === "refused" || response.kind === "failed" ? response.reason : undefined;
  };
}

/** @returns a function that sends a hub a body, or just asks for its address */
function createExchange(parts: NodeHubClientOptions) {
  const { allowPrivate, now, resolve = resolveBySystem, timeout = HUB_TIMEOUT_MS } = parts;
  return async (hub: string, body: string | undefined, cut: AbortSignal | undefined): Promise<HubResponse> => {
    const refusal = hubRefusal(hub, allowPrivate);
    if (refusal !== undefined) return { kind: "refused", reason: refusal };
    const timer = AbortSignal.timeout(timeout);
    const signal = cut === undefined ? timer : AbortSignal.any([timer, cut]);
    try {
      const url = new URL(hub);
      const addresses = await resolveHost(bareHost(url.hostname), resolve, signal);
      if (!allowPrivate && !addresses.every(({ address }) => isPublicAddress(address))) {
        return { kind: "refused", reason: `its name resolves to a private address; ${PRIVATE_HINT}` };
      }
      return await send(url, addresses, body, signal, now);
    } catch (error) {
      if (cut?.aborted) throw error;
      if (timer.aborted) return { kind: "failed", reason: `it did not answer within ${timeout} ms` };
      return { kind: "failed", reason: `it cannot be reached (${codeOf(error)})` };
    }
  };
}

async function resolveHost(host: string, resolve: Resolve, signal: AbortSignal): Promise<readonly Resolved[]> {
  const family = isIP(host);
  if (family !== 0) return [{ address: host, family }];
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
  });
  signal.addEventListener("abort", abort, { once: true });
  try {
    const addresses = await Promise.race([resolve(host), aborted]);
    if (addresses.length === 0) throw new Error("no address");
    return addresses;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

function send(
  url: URL,
  addresses: readonly Resolved[],
  body: string | undefined,
  signal: AbortSignal,
  now: () => Date,
): Promise<HubResponse> {
  const secure = url.protocol === "https:";
  const options: RequestOptions = {
    ...(body === undefined
      ? { method: "GET", headers: { "user-agent": NOTICE_HEADERS["user-agent"] } }
      : { method: "POST", headers: { ...NOTICE_HEADERS, "content-length": Buffer.byteLength(body) } }),
    lookup: lookupAmong(addresses),
    // A connection of its own: one that is kept could lead to an address that was good for another name.
    agent: secure ? new HttpsAgent() : new HttpAgent(),
    signal,
  };
  return new Promise((resolve, reject) => {
    const request = (secure ? requestHttps : requestHttp)(url, options, (response) => {
      // The status says it all; what else the hub sends is not read.
      response.on("error", () => {});
      response.destroy();
      resolve(readHubResponse(response.statusCode ?? 0, response.headers["retry-after"], now()));
    });
    request.on("error", reject);
    // Nothing else tells of a hub that wants to switch protocols.
    request.on("close", () => reject(new Error("closed")));
    request.end(body);
  });
}

/** Stands in for the resolver when a connection is made: it knows the checked addresses only. */
function lookupAmong(addresses: readonly Resolved[]): LookupFunction {
  return (_host, options, callback) => {
    const matching = addresses.filter(({ family }) => !options.family || options.family === family);
    const [first] = matching;
    if (first === undefined) callback(new Error("no address of this kind"), "");
    else if (options.all) callback(null, [...matching]);
    else callback(null, first.address, first.family);
  };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error && typeof error.code === "string" ? error.code : error.message;
}
