import { RETRY_AFTER_SECONDS } from "../limits.ts";
import { problemPage } from "../pages/problem.ts";
import { ALLOW, type Audience, errorHeaders } from "./headers.ts";

/** What went wrong with a request, as RFC 9457 tells it. */
export interface Problem {
  readonly status: 400 | 404 | 405 | 500 | 503;
  /** For the person who asked: what is wrong and what to do; nothing of the server's insides. */
  readonly detail: string;
  /** Seconds for which caches may keep it; missing if it may pass at any moment. */
  readonly maxAge?: number;
}

const TITLES: Readonly<Record<Problem["status"], string>> = {
  400: "Bad Request",
  404: "Not Found",
  405: "Method Not Allowed",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

/**
 * An error as a response: problem details as JSON (RFC 9457), or a page where a browser asks for the address of one.
 * @param home path of the front page
 */
export function problemResponse(
  request: Request,
  audience: Audience,
  problem: Problem,
  home = "/",
): Response {
  const { status, detail, maxAge = 0 } = problem;
  const title = TITLES[status];
  const html = audience === "page" && prefersHtml(request.headers.get("accept") ?? "");
  const headers = errorHeaders(
    audience,
    html ? "text/html; charset=utf-8" : "application/problem+json; charset=utf-8",
    maxAge,
  );
  if (audience === "page") headers.set("vary", "Accept");
  if (status === 405) headers.set("allow", ALLOW);
  if (status === 503) headers.set("retry-after", String(RETRY_AFTER_SECONDS));
  const body = html
    ? problemPage(title, detail, home)
    : JSON.stringify({ type: "about:blank", title, status, detail });
  return new Response(body, { status, headers });
}

/** Browsers rank `text/html` first; programs name JSON, or nothing in particular (RFC 9110, section 12.5.1). */
function prefersHtml(accept: string): boolean {
  const weights = new Map<string, number>();
  for (const range of accept.split(",")) {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith("q="))?.slice("q=".length);
    weights.set(type, weight === undefined ? 1 : Number(weight) || 0);
  }
  const html = weights.get("text/html") ?? 0;
  return (
    html > 0 &&
    html >= Math.max(weights.get("application/problem+json") ?? 0, weights.get("application/json") ?? 0)
  );
}
