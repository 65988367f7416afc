import { parseHttpDate } from "../http/http-date.ts";
import { VERSION } from "../lib/version.ts";

/** Milliseconds that a hub may take to answer a notice; it has only to note it. @limit ms */
export const HUB_TIMEOUT_MS = 10_000;

/** Milliseconds after which a notice that failed is sent again; they double with each failure. @limit ms */
const HUB_PAUSE_MS = 5_000;

/** Milliseconds up to which the pauses between attempts double: a hub that was away for an hour hears of everything some minutes later. @limit ms */
export const MAX_HUB_PAUSE_MS = 300_000;

/** Failures after which a hub counts as away for long: some four hours. @limit failures */
const MAX_HUB_SHORT_PAUSES = 54;

/** Milliseconds between two tries at a hub that is away for long, and the longest `Retry-After` that is honoured: when it is back, it hears of everything within the hour. @limit ms */
export const MAX_HUB_LONG_PAUSE_MS = 3_600_000;

/** The result of notifying a hub. */
export type HubResponse =
  | { readonly kind: "taken" }
  /** The hub is away or overloaded: other notices would fail as well. */
  | { readonly kind: "failed"; readonly reason: string; readonly retryAfter?: number }
  /** The hub does not want this one. */
  | { readonly kind: "declined"; readonly reason: string }
  /** The hub must not be told: its address is private, or worse. */
  | { readonly kind: "refused"; readonly reason: string };

/**
 * Notifies a hub that a topic changed. Failures are results too; it rejects only when the signal aborts it.
 * @param hub address of the hub
 * @param topic address of the feed
 */
export type SendNotice = (hub: string, topic: string, signal: AbortSignal | undefined) => Promise<HubResponse>;

/** Headers of every notice. */
export const NOTICE_HEADERS = {
  "content-type": "application/x-www-form-urlencoded",
  "user-agent": `Harkara/${VERSION}`,
} as const;

/**
 * A notice as hubs take it. W3C WebSub leaves it to hub and publisher (section 6, Publishing); this is what
 * PubSubHubbub 0.3 (section 7.1) had and hubs still take. One topic each, as not every hub takes several.
 */
export function noticeBody(topic: string): string {
  return new URLSearchParams({ "hub.mode": "publish", "hub.url": topic }).toString();
}

/**
 * What a hub's response means. Redirects are not followed: they could lead into the private network.
 * @param status of the response
 * @param retryAfter its `Retry-After` (RFC 9110, section 10.2.3): seconds or a date
 * @param now UTC
 */
export function readHubResponse(status: number, retryAfter: string | null | undefined, now: Date): HubResponse {
  if (status >= 200 && status < 300) return { kind: "taken" };
  if (status >= 300 && status < 400) {
    return { kind: "declined", reason: `it answers ${status}, and redirects are not followed` };
  }
  const reason = `it answers ${status}`;
  // 408 Request Timeout, 425 Too Early and 429 Too Many Requests speak of the moment, not of the notice.
  if (status < 500 && ![408, 425, 429].includes(status)) return { kind: "declined", reason };
  const wait = readRetryAfter(retryAfter, now);
  return wait === undefined ? { kind: "failed", reason } : { kind: "failed", reason, retryAfter: wait };
}

/**
 * How long to leave a notice alone after a failure: 5 s, doubling up to 5 minutes, and hourly after some four hours;
 * longer when the hub asks for it, but never more than an hour.
 * @param attempts how often it had failed before
 * @param random from 0 up to 1; a quarter of the pause depends on it, so that notices spread
 * @param retryAfter milliseconds that the hub asked for
 * @returns milliseconds
 */
export function retryDelay(attempts: number, random: number, retryAfter = 0): number {
  const longest = attempts < MAX_HUB_SHORT_PAUSES ? MAX_HUB_PAUSE_MS : MAX_HUB_LONG_PAUSE_MS;
  const own = attempts < MAX_HUB_SHORT_PAUSES ? Math.min(longest, HUB_PAUSE_MS * 2 ** attempts) : longest;
  return Math.round(Math.max(own * (0.75 + 0.25 * random), Math.min(retryAfter, MAX_HUB_LONG_PAUSE_MS)));
}

function readRetryAfter(value: string | null | undefined, now: Date): number | undefined {
  const text = value?.trim() ?? "";
  const milliseconds = /^\d+$/.test(text) ? Number(text) * 1000 : (parseHttpDate(text, now) ?? 0) - now.getTime();
  return milliseconds > 0 ? milliseconds : undefined;
}
