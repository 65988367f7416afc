import { hubRefusal } from "../../websub/hub-address.ts";
import {
  HUB_TIMEOUT_MS,
  NOTICE_HEADERS,
  noticeBody,
  readHubResponse,
  type SendNotice,
} from "../../websub/hub-request.ts";

export interface WorkerHubClientOptions {
  /** Whether hubs of the private network are told as well. */
  readonly allowPrivate: boolean;
  /** UTC. */
  readonly now: () => Date;
  readonly fetch?: typeof globalThis.fetch;
  /** Milliseconds. */
  readonly timeout?: number;
}

/**
 * Tells hubs from a Worker. It cannot see what a name resolves to, so only what the address itself says is checked;
 * Cloudflare's network has no way into private ones.
 */
export function createWorkerHubClient(parts: WorkerHubClientOptions): SendNotice {
  const { allowPrivate, now, fetch = globalThis.fetch, timeout = HUB_TIMEOUT_MS } = parts;
  return async (hub, topic, cut) => {
    const refusal = hubRefusal(hub, allowPrivate);
    if (refusal !== undefined) return { kind: "refused", reason: refusal };
    const timer = AbortSignal.timeout(timeout);
    try {
      const response = await fetch(hub, {
        method: "POST",
        headers: NOTICE_HEADERS,
        body: noticeBody(topic),
        redirect: "manual",
        signal: cut === undefined ? timer : AbortSignal.any([timer, cut]),
      });
      // The status says it all; what else the hub sends is not read.
      await response.body?.cancel().catch(() => {});
      return readHubResponse(response.status, response.headers.get("retry-after"), now());
    } catch (error) {
      if (cut?.aborted) throw error;
      if (timer.aborted) return { kind: "failed", reason: `it did not answer within ${timeout} ms` };
      return {
        kind: "failed",
        reason: `it cannot be reached (${error instanceof Error ? error.message : error})`,
      };
    }
  };
}
