import { ERROR_MAX_AGE_SECONDS } from "../limits.ts";
import { STYLE_SOURCE } from "../pages/style.ts";
import type { Site } from "../site.ts";
import type { Validators } from "./conditional.ts";

/** Methods that an address answers, as `Allow` lists them (RFC 9110, section 10.2.1). */
export const ALLOW = "GET, HEAD, OPTIONS";

/** On every response: what is sent is what it says it is, and it needs nothing from anywhere. */
const ALWAYS: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "strict-origin-when-cross-origin",
};

/** On pages: they load nothing but the site's pictures. */
const PAGE: Readonly<Record<string, string>> = {
  "content-security-policy": [
    "default-src 'none'",
    `style-src ${STYLE_SOURCE}`,
    "img-src https: http:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
};

/** On feeds: any page may read them (Fetch Standard, section 3.3), validators and all. */
const SHARED: Readonly<Record<string, string>> = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "ETag, Last-Modified",
};

/** What kind of address it is that answers. */
export type Audience = "feed" | "page";

/** Headers of a document, in a 200 and in a 304 alike (RFC 9110, section 15.4.5). */
export function documentHeaders(
  site: Site,
  audience: Audience,
  mediaType: string,
  validators: Validators,
): Headers {
  const { maxAge, staleWhileRevalidate, staleIfError } = site.cache;
  return new Headers({
    ...ALWAYS,
    ...(audience === "feed" ? SHARED : PAGE),
    "content-type": mediaType,
    "cache-control": `public, max-age=${maxAge}, stale-while-revalidate=${staleWhileRevalidate}, stale-if-error=${staleIfError}`,
    etag: validators.etag,
    "last-modified": validators.modified.toUTCString(),
  });
}

/** Headers of an error; one that may pass at any moment is not kept. */
export function errorHeaders(audience: Audience, mediaType: string, status: number): Headers {
  return new Headers({
    ...ALWAYS,
    ...(audience === "feed" ? SHARED : PAGE),
    "content-type": mediaType,
    "cache-control": status === 404 ? `public, max-age=${ERROR_MAX_AGE_SECONDS}` : "no-store",
  });
}

/** Headers of what is for the operator's tools only. */
export function plainHeaders(): Headers {
  return new Headers({ ...ALWAYS, "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" });
}

/** Headers of the answer to OPTIONS, a CORS preflight (Fetch Standard, section 3.3.3) among them. */
export function optionsHeaders(audience: Audience): Headers {
  const headers = new Headers({ ...ALWAYS, allow: ALLOW, "cache-control": "no-store" });
  if (audience === "feed") {
    headers.set("access-control-allow-origin", "*");
    headers.set("access-control-allow-methods", "GET, HEAD");
    headers.set("access-control-allow-headers", "If-None-Match, If-Modified-Since");
    headers.set("access-control-max-age", "86400");
  }
  return headers;
}
