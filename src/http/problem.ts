import type { Finding } from "../lib/fault.ts";
import type { TokenScope } from "./access-tokens.ts";

/** Seconds that a client is asked to wait after a 503: a restart takes less. @limit s */
export const RETRY_AFTER_SECONDS = 5;

/** Problem details (RFC 9457) of an error. */
export interface Problem {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 410 | 412 | 413 | 415 | 422 | 429 | 500 | 503 | 507;
  /** A URI that names the kind of problem (RFC 9457, section 3.1.1); `about:blank` if the status says it all. */
  readonly type?: string;
  /** For people: what is wrong and what to do. Nothing about the server's insides. */
  readonly detail: string;
  /** Seconds that caches may keep it; not cached if missing. */
  readonly maxAge?: number;
  /** Cache tags. */
  readonly tags?: readonly string[];
  /** `Retry-After` in seconds; only for 429 and 503. */
  readonly retryAfter?: number;
  /** The faults of what was sent, each with its place and remedy. */
  readonly faults?: readonly Finding[];
}

const TITLES: Readonly<Record<Problem["status"], string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  410: "Gone",
  412: "Precondition Failed",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
  507: "Insufficient Storage",
};

/** The method is not one of a read-only address. */
export const WRONG_METHOD = {
  status: 405,
  detail: "This address can only be read: use GET or HEAD.",
} as const;

/** An unexpected error: a fault of the program. */
export const FAILED = { status: 500, detail: "The service failed. The failure is logged." } as const;

/** A right token that may do other things. */
export function insufficientScopeProblem(scope: TokenScope): Problem {
  return {
    status: 403,
    type: "urn:problem-type:harkara:insufficient-scope",
    detail: `This token may not do that: it lacks the scope ${scope}. Use another, or ask for one.`,
  };
}

/** Problem details as JSON (RFC 9457, section 3). */
export function problemJson({ status, type = "about:blank", detail, faults }: Problem): string {
  return JSON.stringify({ type, title: TITLES[status], status, detail, faults });
}

/** Header fields that a problem brings along. */
export function problemHeaders({
  status,
  tags = [],
  retryAfter = RETRY_AFTER_SECONDS,
}: Problem): Record<string, string> {
  return {
    ...(status === 503 || status === 429 ? { "retry-after": String(retryAfter) } : {}),
    ...(tags.length > 0 ? { "cache-tag": tags.join(",") } : {}),
  };
}

/** Browsers rank `text/html` first; programs name JSON, or nothing in particular (RFC 9110, section 12.5.1). */
export function prefersHtml(accept: string): boolean {
  const weights = new Map<string, number>();
  for (const range of accept.split(",")) {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith("q="))?.slice("q=".length);
    weights.set(type, weight === undefined ? 1 : Number(weight) || 0);
  }
  const html = weights.get("text/html") ?? 0;
  return (
    html > 0 && html >= Math.max(weights.get("application/problem+json") ?? 0, weights.get("application/json") ?? 0)
  );
}
